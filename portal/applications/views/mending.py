"""What has to be mended on a step, kept for the one page that shows it.

The answers themselves are saved, readable or not. So the page with the sentences is loaded like every other page, and
the browser's "Back" never leads to one that it could only show by sending the form again.
"""

from django.http import HttpRequest

from portal.applications.actions import Saved
from portal.applications.steps import progress
from portal.applications.steps.progress import Problems

KEY = "to-mend"


def remember(request: HttpRequest, saved: Saved, problems: Problems, *, has_new: bool) -> None:
    """Keep for the next look at this step which fields need something, and whether new questions have appeared."""
    request.session[KEY] = {"place": _place(saved), "fields": list(problems), "has_new": has_new}


def recalled(request: HttpRequest, saved: Saved) -> tuple[Problems | None, bool]:
    """Return what was kept for this step, once: the sentences for those fields, and whether questions are new."""
    kept = request.session.get(KEY)
    if not kept or kept["place"] != _place(saved):
        return None, False
    del request.session[KEY]
    stands, step = saved.standing, saved.step
    found = progress.problems_of(stands.questions_of(step), stands.content_of(step), stands.weighed.facts)
    return {name: text for name, text in found.items() if name in kept["fields"]}, kept["has_new"]


def _place(saved: Saved) -> str:
    return f"{saved.application.pk}:{saved.step.code}"
