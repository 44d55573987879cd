"""Questions about the catalogue: services, forms, documents, fees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from portal.catalogue.definition import (
    Answers,
    Definition,
    FeeRule,
    Question,
    Requirement,
    Step,
    Texts,
    definition_from,
    holds,
    relevant_answers,
)
from portal.catalogue.models import DocumentType, Fee, LegalSentence, Service, ServiceVersion, Threshold, in_force
from portal.catalogue.places import countries, nationalities, place_name
from portal.shared import clock
from portal.shared.language import CODES, Text, column, other_columns, pick, text_of

__all__ = ["countries", "nationalities", "place_name", "relevant_answers"]

NEVER_GO_ON = frozenset({"schengen_visa", "interim_certificate", "none"})


@dataclass(frozen=True)
class ChecklistItem:
    """A document as the reader's list shows it. `conditional`: not everybody needs it."""

    requirement: Requirement
    title: Text
    why: Text
    explanation: Text
    required: bool
    conditional: bool


@dataclass(frozen=True)
class FeeLine:
    """One line of what is to be paid, with its law and the reason it applies."""

    title: Text
    amount: Decimal
    law: str
    reason: Text


# -- services ---------------------------------------------------------------


def services() -> list[Service]:
    """Return the services one can apply for, in the order of the catalogue."""
    return list(Service.objects.filter(active=True))


def service_cards() -> list[Service]:
    """Return the same for lists: only the columns that this reader's language needs."""
    return list(Service.objects.filter(active=True).defer(*other_columns(("title", "summary"))))


def service_by_slug(slug: str) -> Service | None:
    """Return an active service, or None."""
    return Service.objects.filter(active=True, slug=slug).first()


def current_version(slug: str) -> ServiceVersion:
    """Return the newest published form; raises ServiceVersion.DoesNotExist when the service has none."""
    # The form itself is large and mostly parsed already: see definition_of.
    version = ServiceVersion.objects.current(slug).select_related("service").defer("definition").first()
    if version is None:
        raise ServiceVersion.DoesNotExist(slug)
    return version


def definition_of(version: ServiceVersion) -> Definition:
    """Return a version's form; parsed once per process, since versions never change."""
    return _parsed(version.pk, version.sha256)


@lru_cache(maxsize=256)
def _parsed(pk: int, sha256: str) -> Definition:
    # The hash is part of the key because databases are emptied and refilled in tests and demos.
    return definition_from(ServiceVersion.objects.values_list("definition", flat=True).get(pk=pk, sha256=sha256))


def visible_questions(step: Step, answers: Answers) -> list[Question]:
    """Return the questions of a step that these answers lead to."""
    today = clock.today()
    return [question for question in step.questions if holds(question.when, answers, today)]


# -- documents --------------------------------------------------------------


def open_requirements(definition: Definition, answers: Answers) -> list[Requirement]:
    """Return the documents that these answers ask for, optional ones included."""
    today = clock.today()
    kept = relevant_answers(definition, answers, today)
    return [each for each in definition.requirements if holds(each.when, kept, today)]


def checklist_of(definition: Definition, answers: Answers | None = None) -> list[ChecklistItem]:
    """Return the list of documents: everything that may be asked for, or only what these answers ask for."""
    wanted = definition.requirements if answers is None else open_requirements(definition, answers)
    types = {row.code: row for row in DocumentType.objects.filter(code__in={each.document_type for each in wanted})}
    return [_item(each, types[each.document_type]) for each in wanted]


def checklist_item(requirement: Requirement) -> ChecklistItem:
    """Return one document's entry, also for a requirement that no form names."""
    return _item(requirement, DocumentType.objects.get(code=requirement.document_type))


def _item(requirement: Requirement, row: DocumentType) -> ChecklistItem:
    return ChecklistItem(
        requirement=requirement,
        title=text_of(row, "title"),
        why=pick(requirement.why),
        explanation=text_of(row, "explanation"),
        required=requirement.required,
        conditional=requirement.when is not None,
    )


def document_titles() -> dict[str, Texts]:
    """Return every document type's title in all languages, by code."""
    columns = [column("title", code) for code in CODES]
    rows = DocumentType.objects.values_list("code", *columns)
    return {code: dict(zip(CODES, (text or "" for text in texts), strict=True)) for code, *texts in rows}


# -- fees and thresholds ----------------------------------------------------


def fees_of(definition: Definition, answers: Answers, on: date) -> list[FeeLine]:
    """Return what is to be paid on a day: the first rule that holds, and the surcharges that hold."""
    kept = relevant_answers(definition, answers, on)
    holding = [rule for rule in definition.fee_rules if holds(rule.when, kept, on)]
    base = [rule for rule in holding if not rule.surcharge][:1]
    return _lines([*base, *(rule for rule in holding if rule.surcharge)], on)


def possible_fees(definition: Definition, on: date) -> list[FeeLine]:
    """Return every fee that can apply, for guides: the usual one first, then the others with their reasons."""
    usual = [rule for rule in definition.fee_rules if rule.when is None]
    return _lines([*usual, *(rule for rule in definition.fee_rules if rule.when is not None)], on)


def _lines(rules: list[FeeRule], on: date) -> list[FeeLine]:
    rows: Mapping[str, Fee] = {
        row.key: row for row in Fee.objects.filter(in_force(on), key__in={r.fee_key for r in rules})
    }
    return [
        FeeLine(text_of(row, "title"), row.amount, row.law, pick(rule.reason))
        for rule in rules
        if (row := rows.get(rule.fee_key))
    ]


def threshold(key: str, on: date) -> Threshold | None:
    """Return an amount of the law in force on a day."""
    return Threshold.objects.filter(in_force(on), key=key).first()


# -- sentences with legal weight ---------------------------------------------


def receipt_sentence(
    definition: Definition, title_valid_until: date | None, received_on: date, *, title_kind: str = ""
) -> LegalSentence:
    """Return the sentence of the receipt on whether the old permit goes on (§ 81(4) AufenthG), chosen by rule.

    The last day of validity still counts as in time. Only permits and national visas go on: no promise for a
    Schengen visa (§ 6(1)), an interim certificate or no permit at all; the office decides.
    """
    return LegalSentence.objects.get(key=_receipt_key(definition, title_valid_until, received_on, title_kind))


def _receipt_key(definition: Definition, valid_until: date | None, received_on: date, title_kind: str) -> str:
    if not definition.prolongs_title:
        return "receipt-not-applicable"
    if valid_until is None or title_kind in NEVER_GO_ON:
        return "receipt-unknown"
    return "receipt-in-time" if received_on <= valid_until else "receipt-late"
