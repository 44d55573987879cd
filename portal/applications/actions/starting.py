"""Beginning an application, empty or with what the person has said before: in the needs check, for the family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from portal.accounts.models import Person
from portal.applications import queries, reuse
from portal.applications.actions.drafts import keep_values
from portal.applications.models import Application, Bundle
from portal.catalogue import queries as catalogue
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import language

MARKS = frozenset(("have", "need"))


@dataclass(frozen=True)
class Brought:
    """What a new draft begins with: answers by question, marks by document, and whose it is in which family.

    `said`: the answers that were given just now, in other words than the form's.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    bundle: Bundle | None = None
    member: int = 0
    said: frozenset[str] = frozenset()


NOTHING = Brought()


def start(service_slug: str, office: Office, *, by: Person, brought: Brought = NOTHING) -> Application:
    """Begin an application, or return the draft that exists already for this service, office and person.

    What is brought goes into a new draft only; what stands in an older one, nobody overwrites.
    """
    found = queries.draft_of(by, service_slug, office.pk, brought.member)
    if found is not None:
        return found
    version = catalogue.current_version(service_slug)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                person=by,
                office=office,
                service=version.service,
                version=version,
                language=language.current(),
                bundle=brought.bundle,
                member=brought.member,
            )
            journal.write("application.start", application.pk, by=by, office=office, service=service_slug)
            _bring(application, brought, by)
    except IntegrityError:
        # Two clicks at once: the other one has made it.
        made = Application.objects.of(by).drafts()
        return made.get(service=version.service, office=office, member=brought.member)
    return application


def _bring(application: Application, brought: Brought, by: Person) -> None:
    """Put what fits into the new draft; what no question of this form takes is left aside."""
    definition = queries.definition_of(application)
    documents = {each.code for each in definition.requirements}
    application.marks = {code: mark for code, mark in brought.marks.items() if code in documents and mark in MARKS}
    if application.marks:
        application.save(update_fields=["marks"])
    for step in definition.steps:
        there = [each for each in step.questions if each.code in brought.answers and not each.must_agree]
        found = {each.code: reuse.fitting(step, each, brought.answers[each.code]) for each in there}
        values = {code: value for code, value in found.items() if value is not None}
        if values:
            keep_values(application.pk, step.code, values, by=by, filled=brought.said & values.keys())
