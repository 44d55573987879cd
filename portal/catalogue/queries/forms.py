"""Questions about services, their published forms, and what the law says in a receipt."""

from datetime import date
from functools import lru_cache
from typing import Any

from portal.catalogue.definition import (
    Answers,
    Definition,
    Facts,
    Hint,
    Note,
    Question,
    Step,
    definition_from,
    facts_of,
)
from portal.catalogue.models import LegalSentence, Service, ServiceVersion
from portal.catalogue.queries.law import law_on
from portal.catalogue.wording import filled
from portal.shared import clock
from portal.shared.language import other_columns

NEVER_GO_ON = frozenset({"schengen_visa", "interim_certificate", "none"})


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
    """Return a version's form with today's amounts in its texts; parsed once per process and state of the law."""
    return _parsed(version.pk, version.sha256, law_on().stamp)


@lru_cache(maxsize=256)
def _parsed(pk: int, sha256: str, _stamp: str) -> Definition:
    # The hash is part of the key because databases are emptied and refilled in tests and demos.
    data = ServiceVersion.objects.values_list("definition", flat=True).get(pk=pk, sha256=sha256)
    return definition_from(filled(data, law_on().placeholders))


# -- what answers lead to ------------------------------------------------------


def known_of(definition: Definition, answers: Answers, on: date | None = None) -> tuple[Facts, dict[str, Any]]:
    """Return what conditions know of these answers on a day (today), and the answers that count."""
    day = on or clock.today()
    return facts_of(definition, answers, day, law_on(day).amount)


def relevant_answers(definition: Definition, answers: Answers, on: date | None = None) -> dict[str, Any]:
    """Return the answers that count: to questions that are asked at all."""
    return known_of(definition, answers, on)[1]


def visible_questions(definition: Definition, step: Step, answers: Answers) -> list[Question]:
    """Return the questions of a step that these answers lead to."""
    facts, _kept = known_of(definition, answers)
    return [question for question in step.questions if facts.holds(question.when)]


def hints_for(definition: Definition, answers: Answers, step: str = "") -> list[Hint]:
    """Return what may speak against an application, for a step or the whole form; never blocks (§ 24(3) VwVfG)."""
    wanted = [each for each in definition.hints if not step or each.step == step]
    if not wanted:
        return []
    facts, _kept = known_of(definition, answers)
    return [each for each in wanted if facts.holds(each.when)]


def notes_for(definition: Definition, answers: Answers | None = None) -> list[Note]:
    """Return the rules that the person should know; without answers those that hold for everybody."""
    facts, _kept = known_of(definition, answers or {})
    return [each for each in definition.notes if facts.holds(each.when)]


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
