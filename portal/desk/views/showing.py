"""The page of one case: what was told, sent, found and done, and what can be done now."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.desk import counter, forms, queries, rules, standing, states, told, wording
from portal.desk.models import Case, CaseStep, name_of
from portal.desk.views.requests import StaffRequest, list_address
from portal.shared import language
from portal.shared.language import pick


def case_page(
    request: StaffRequest, found: Case, form: forms.MoveForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """Show a case. `form`: one that was not complete. `again`: one that came too late. `asks`: papers to ask for."""
    asked = queries.open_request_of(found)
    context = {
        "case": found,
        "list_url": list_address(request),
        "standing": standing.standing_of(found),
        "form": form,
        "is_mine": found.assignee_id == request.user.pk,
        "moves": _moves(found, form or more.pop("again", None), asked, more.pop("asks", ())),
        "seen": queries.seen_of(found),
        "asked": asked and {"name": name_of(asked.by) if asked.by else "", "is_mine": asked.by_id == request.user.pk},
        "entries": _entries(found, asked),
    }
    return render(request, "desk/case.html", {**context, **_content(found), **_rules(found), **more}, status=status)


def _rules(found: Case) -> dict[str, Any]:
    """Return what is missing, as long as nothing is decided, and the hints that the applicant got."""
    hints = [{"text": pick(each.text), "law": each.law} for each in rules.hints_of(found)]
    return {"lack": rules.lack_of(found) if found.state in states.UNDECIDED else None, "hints": hints}


def _content(found: Case) -> dict[str, Any]:
    return {
        "applicant": queries.applicant_of(found),
        "applicant_language": language.spoken_name(found.language),
        "steps": told.steps_of(found),
        "unit": told.unit_of(found),
        "fees": (fees := told.fees_of(found)),
        "fees_total": sum((each.amount for each in fees), Decimal(0)),
        "papers": queries.papers_of(found),
        "shared": queries.shared_with(found),
        "on_their_way": counter.count_on_their_way(found),
    }


def _moves(
    found: Case, failed: forms.MoveForm | None, asked: CaseStep | None, asks: Collection[str]
) -> list[dict[str, Any]]:
    """Return the buttons that are open now, each with its form; the one that was not complete keeps its words.

    `asked`: what the applicant is asked for already; `asks`: the papers that the clerk wants to ask for.
    """
    before = asked.words() if asked else {}
    words = {"ask": rules.request_for(found, asks, before) if asks else before}
    made = {name: forms.form_for(name, initial=words.get(name)) for name in queries.open_moves_of(found)}
    if failed is not None and failed.prefix:
        made[failed.prefix] = failed
    labels = {**wording.MOVES, **wording.WHILE_ASKED} if asked else wording.MOVES
    return [_move(name, form, labels[name], is_open=bool(asks) and name == "ask") for name, form in made.items()]


def _move(name: str, form: forms.MoveForm, label: Any, *, is_open: bool) -> dict[str, Any]:
    is_final, is_open = name in states.FINAL_MOVES, is_open or form.is_bound
    return {"name": name, "label": label, "form": form, "is_final": is_final, "is_open": is_open}


def _entries(found: Case, asked: CaseStep | None) -> list[dict[str, Any]]:
    """Return what was done, oldest first; a request that the applicant has not answered yet is under way."""
    first = {"title": _("Received"), "at": found.received_at, "state": "done", "text": found.reference}
    brought = counter.documents_by_id(found)
    later = [
        {"title": _later(counter.is_of_counter(each, brought)), "at": each.received_at, "state": "done", "text": ""}
        for each in queries.later_packages_of(found)
    ]
    done = [_entry(step, words, is_open=step == asked) for step, words in queries.timeline_of(found)]
    return [first, *sorted([*later, *done], key=itemgetter("at"))]


def _later(is_of_counter: bool) -> Any:  # noqa: FBT001 - two words for two ways
    return wording.BROUGHT if is_of_counter else wording.MORE_ARRIVED


def _entry(step: CaseStep, words: dict[str, str], *, is_open: bool) -> dict[str, Any]:
    until = date.fromisoformat(words["until"]) if words.get("until") else None
    by = name_of(step.by) if step.by else ""
    before = _("before: %(name)s") % {"name": words["from"]} if words.get("from") else ""
    parts = [wording.OUTCOMES.get(words.get("outcome", ""), ""), _day(until), by, before]
    return {
        "title": wording.DONE[step.move],
        "at": step.at,
        "state": "current" if is_open else "done",
        "text": " · ".join(str(part) for part in parts if part),
        "quote": words.get("note", ""),
        "id": "asked" if is_open else "",
    }


def _day(until: date | None) -> str:
    return _("until %(day)s") % {"day": f"{until:%d.%m.%Y}"} if until else ""
