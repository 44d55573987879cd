"""What has to be mended on a step, kept for the one page that shows it.

The answers themselves are saved, readable or not. So the page with the sentences is loaded like every other page, and
the browser's "Back" never leads to one that it could only show by sending the form again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from portal.applications.actions import Saved
from portal.applications.steps import progress
from portal.applications.steps.progress import Problems
from portal.applications.views import parts

KEY = "to-mend"


def remember(request: HttpRequest, saved: Saved, problems: Problems, *, has_new: bool) -> None:
    """Keep for the next look at this step which fields need something, and whether new questions have appeared."""
    kept = {"place": _place(saved), "fields": list(problems), "has_new": has_new, "stale": list(saved.stale)}
    request.session[KEY] = kept


@dataclass(frozen=True)
class Recalled:
    """The sentences for the fields that need something, whether questions are new, what another window has changed.

    `stale`: as in Saved, without the texts: no answer is kept in a session.
    """

    problems: Problems | None = None
    has_new: bool = False
    stale: Mapping[str, str] = field(default_factory=dict)


def recalled(request: HttpRequest, saved: Saved) -> Recalled:
    """Return what was kept for this step, once."""
    kept = request.session.get(KEY)
    if not kept or kept["place"] != _place(saved):
        return Recalled()
    del request.session[KEY]
    stands, step = saved.standing, saved.step
    found = progress.problems_of(stands.questions_of(step), stands.content_of(step), stands.weighed.facts)
    problems = {name: text for name, text in found.items() if name in kept["fields"]}
    return Recalled(problems, kept["has_new"], dict.fromkeys(kept.get("stale", ()), ""))


def mended(request: HttpRequest, saved: Saved) -> list[str]:
    """Return the fields that the page shows with an error although they lack nothing any more."""
    shown = [name for name in request.POST.get("to_mend", "").split(",") if name]
    return [name for name in shown if not parts.in_order(saved, {name}) & saved.problems.keys()]


def _place(saved: Saved) -> str:
    return f"{saved.application.pk}:{saved.step.code}"
