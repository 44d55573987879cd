"""What arrives with the form of a step: the answers as typed, the button that was pressed, what the page had shown."""

import re

from django.http import HttpRequest

from portal.applications.actions import Saved
from portal.applications.steps import groups
from portal.applications.steps.progress import Problems
from portal.applications.views import parts
from portal.applications.views.parts import Sheet, Touched

# As many as a page may send at all (see DATA_UPLOAD_MAX_NUMBER_FIELDS); a step reads its own of them.
MOST_FIELDS = 500
MOST_TEXT = 20_000
MOST_CHOICES = 200


def fields(request: HttpRequest) -> dict[str, object]:
    """Return what was typed by name: a text, or texts where a name was sent several times; without a removed entry."""
    place = _removed(request)
    sent = list(request.POST.lists())[:MOST_FIELDS]
    texts = {name: [str(each)[:MOST_TEXT] for each in values[:MOST_CHOICES]] for name, values in sent}
    kept = {name: found for name, found in texts.items() if place is None or not name.startswith(f"{place[0]}-")}
    return {name: found[0] if len(found) == 1 else found for name, found in kept.items()}


def touched(request: HttpRequest) -> Touched | None:
    """Return the group that one of its own buttons asks to lengthen or to shorten."""
    if group := request.POST.get("add"):
        return Touched(group, adds=True)
    place = _removed(request)
    return Touched(place["group"]) if place else None


def _removed(request: HttpRequest) -> re.Match[str] | None:
    return groups.PLACE.fullmatch(request.POST.get("remove", ""))


def changed(request: HttpRequest, sheet: Sheet) -> set[str]:
    """Return the fields that appeared or went since the page was shown; all of a draft that moved just then."""
    return sheet.codes if sheet.saved.moved else _shown_before(request) ^ sheet.codes


def held_up(request: HttpRequest, saved: Saved) -> tuple[Problems, bool] | None:
    """Return what must be mended among the questions seen, and whether others appeared; None when nothing is open."""
    unseen = Sheet(saved, as_posted=True).filled_codes - _shown_before(request) if "shown" in request.POST else set()
    unseen = parts.in_order(saved, unseen)
    seen = {code: text for code, text in saved.problems.items() if code not in unseen}
    return (seen, bool(unseen)) if saved.problems or unseen else None


def _shown_before(request: HttpRequest) -> set[str]:
    return {code for each in request.POST.getlist("shown") for code in each.split(",")}
