"""What was read from a document goes into the form, once the person has said that it is right."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.models import Person
from portal.applications import policies, queries
from portal.applications.actions.drafts import keep_values
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question, Step
from portal.documents import actions as documents
from portal.documents import queries as document_queries
from portal.documents.models import Document
from portal.shared.errors import WrongStateError

# A card fills the questions about the card; a passport fills those that name a field of the zone (x_map "mrz").
OF_CARD = {"title_number": "number", "title_valid_until": "expiry"}
OF_PASSPORT = {
    "family_name": "family_name",
    "given_names": "given_names",
    "date_of_birth": "date_of_birth",
    "nationality": "nationality",
    "sex": "sex",
    "document_number": "number",
    "issuing_state": "issuer",
    "date_of_expiry": "expiry",
}


def confirm_reading(application: Application, document: Document, *, by: Person) -> None:
    """Note that what was read is right and, in a draft, put it into the form.

    A name that the person typed in another spelling of the same stays. A second click finds it done. WrongStateError
    when nothing sure was read, or the document is another one than asked for, or has ended.
    """
    policies.check_may_take_back(by, application, document)
    if document.confirmed_at is not None:
        return
    report = document_queries.report_of(document)
    if not report.may_confirm:
        raise WrongStateError(state=document.state, move="confirm")
    with transaction.atomic():
        documents.confirm(document, by=by)
        if application.is_draft:
            _fill(application, report.reading, by)


def _fill(application: Application, reading: Mapping[str, Any], by: Person) -> None:
    definition = queries.definition_of(application)
    answers = queries.answers_of(application)
    typed_well = _names_typed_well(answers, reading)
    for step in definition.steps:
        found = {each.code: _value(each, reading) for each in step.questions if each.code not in typed_well}
        values = {code: value for code, value in found.items() if value is not None} | _kind(step, reading, answers)
        if values:
            keep_values(application.pk, step.code, values, by=by)


def _kind(step: Step, reading: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return that it is a passport, where that is asked and not said yet: the other questions hang on it."""
    is_asked = reading["kind"] == "passport" and any(each.code == "passport_kind" for each in step.questions)
    return {"passport_kind": "passport"} if is_asked and answers.get("passport_kind") in (None, "none") else {}


def _names_typed_well(answers: Mapping[str, Any], reading: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that stay as typed: the zone knows neither marks nor small letters."""
    typed = str(answers.get("family_name", "")), str(answers.get("given_names", ""))
    printed = reading["family_name"], reading["given_names"]
    is_same = any(typed) and document_queries.is_same_person(typed, printed)
    return ("family_name", "given_names") if is_same else ()


def _value(question: Question, reading: Mapping[str, Any]) -> str | None:
    """Return what the form keeps for a question, or None where the document says nothing about it."""
    if reading["kind"] == "card":
        key = OF_CARD.get(question.code, "")
    else:
        key = OF_PASSPORT.get(question.x_map.get("mrz", ""), "") if reading["kind"] == "passport" else ""
    value = reading.get(key)
    if isinstance(value, date):
        return value.isoformat()
    return _fitting(question, str(value)) if value else None


def _fitting(question: Question, value: str) -> str | None:
    if question.kind in ("country", "nationality"):
        known = catalogue.nationalities("en") if question.kind == "nationality" else catalogue.countries("en")
        return value if value in dict(known) else None
    if question.choices:
        return value if value in {each.code for each in question.choices} else None
    if question.code.endswith(("name", "names")):
        return value.title()
    return value
