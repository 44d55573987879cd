"""What comes in at the desk's doors."""

from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.models import Person


class StaffRequest(HttpRequest):
    """What `staff_required` lets through."""

    user: Person


# In the session: filter and page of the list as it was looked at last.
LIST = "desk.list"


def remember_list(request: HttpRequest) -> None:
    """Keep how the list was looked at, for the way back from a case."""
    if request.session.get(LIST, "") != (query := request.GET.urlencode()):
        request.session[LIST] = query


def list_address(request: HttpRequest) -> str:
    """Return the way back to the list as it was looked at last."""
    query = request.session.get(LIST, "")
    return reverse("desk:list") + (f"?{query}" if query else "")
