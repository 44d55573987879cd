"""What ends passes elsewhere."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models import Person
from portal.passes import actions


@receiver(user_logged_out)
def end_with_the_session(request: HttpRequest, user: Person | None, **_kwargs: Any) -> None:
    """Signing out ends the person's passes. A session that only ran out does not: then the person is at the phone."""
    if user is not None and request.resolver_match is not None:
        actions.revoke_all_of(user)
