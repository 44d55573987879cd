"""Applying together: add somebody, keep in step what is the same for all, send all, leave."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from portal.accounts.models import Person
from portal.applications import family, policies, queries, reuse
from portal.applications.actions.drafts import keep_values, withdraw
from portal.applications.actions.shared_papers import hand_on
from portal.applications.actions.starting import Brought, start
from portal.applications.actions.submission import try_to_submit
from portal.applications.errors import FamilyFullError, UnknownApplicationError
from portal.applications.models import Application, Bundle
from portal.catalogue.definition import Definition, Step
from portal.documents import queries as documents
from portal.journal import actions as journal


@dataclass(frozen=True)
class NewMember:
    """Somebody who applies together: how related ("spouse", "child", "other"), called what, for which service."""

    relation: str
    name: str
    service: str


@dataclass(frozen=True)
class SentTogether:
    """What came of sending all: what is at the office now, and what stays because something is missing."""

    sent: list[Application] = field(default_factory=list)
    incomplete: list[Application] = field(default_factory=list)


def add_member(application: Application, who: NewMember, *, by: Person) -> Application:
    """Begin an application for somebody of the family, with all answers that are the same for everybody.

    A second click, and the same name again, lead to the draft that was begun. The name is kept as the answer to the
    question for it, sealed like every answer. UnknownApplicationError for a service that is none of the family's.
    """
    policies.check_own(by, application)
    if who.service not in services_for(application):
        raise UnknownApplicationError
    with transaction.atomic():
        bundle = _bundle_of(application, by)
        application.bundle = bundle
        # Two clicks at once come one after the other, and no place is given twice.
        Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
        member = _member_called(application, who.name) or _next_member(application, by)
        brought = Brought(_answers_for(application, who), bundle=bundle, member=member, said=frozenset(_own(who)))
        return start(who.service, application.office, by=by, brought=brought)


def services_for(application: Application) -> list[str]:
    """Return the services that one may apply for together with this one: the same, and that for families."""
    return list(dict.fromkeys([application.service.slug, family.FAMILY_SERVICE]))


def _bundle_of(application: Application, by: Person) -> Bundle:
    row = Application.objects.locked().get(pk=application.pk)
    if row.bundle is not None:
        return row.bundle
    bundle = Bundle.objects.create(person=by)
    Application.objects.filter(pk=row.pk).update(bundle=bundle)
    journal.write("application.family", row.pk, by=by, office=row.office_id, bundle=str(bundle.pk))
    return bundle


def _member_called(application: Application, name: str) -> int:
    """Return the place of somebody who is in the family already; 0 for somebody new."""
    mates = [each for each in family.everybody(application) if each.member]
    known = {family.name_of(each).casefold(): each.member for each in mates}
    return known.get(name.casefold(), 0)


def _next_member(application: Application, by: Person) -> int:
    """Return a place that nobody of this account has ever had, so that no two drafts can be mixed up."""
    if len(family.mates_of(application)) + 1 >= family.MOST:
        raise FamilyFullError
    return int(Application.objects.of(by).aggregate(most=Max("member"))["most"] or 0) + 1


def _answers_for(application: Application, who: NewMember) -> dict[str, Any]:
    """Return what somebody begins with: whom they join, and what is the same for all."""
    same = family.said_by([*family.mates_of(application), application])
    return {code: each.value for code, each in same.items()} | _own(who)


def _own(who: NewMember) -> dict[str, str]:
    """Return what was said about somebody when adding them, as answers of the form."""
    return {"given_names": who.name, "relationship": who.relation}


# -- the same for all -------------------------------------------------------------


def keep_in_step(application: Application, codes: Collection[str]) -> None:
    """After answers of one have changed: write those that are the same for all into the drafts of the others.

    Runs on its own after the commit, one family at a time, and reads what stands there now: the last change wins.
    """
    with transaction.atomic():
        locked = Bundle.objects.select_for_update(of=("self",)).filter(applications=application.pk)
        if locked.first() is None:
            return
        source = Application.objects.with_form().get(pk=application.pk)
        definition, contents = queries.definition_of(source), queries.contents_of(source)
        unreadable = {name.split("-")[0] for content in contents.values() for name in content["raw"]}
        answers = queries.merged(contents)
        now = {code: answers.get(code) for code in codes if code not in unreadable}
        for mate in family.mates_of(source):
            if mate.is_draft:
                _follow(mate, definition, now, source.person)


def _follow(mate: Application, leading: Definition, now: Mapping[str, Any], by: Person) -> None:
    before = queries.merged(queries.contents_of(mate))
    changes: dict[str, dict[str, Any]] = {}
    for code, step in family.common(leading, queries.definition_of(mate)).items():
        if code in now and now[code] != before.get(code) and _fits(step, code, now[code]):
            changes.setdefault(step.code, {})[code] = now[code]
    for step_code, values in changes.items():
        keep_values(mate.pk, step_code, values, by=by)


def _fits(step: Step, code: str, value: Any) -> bool:
    question = next(each for each in step.questions if each.code == code)
    return value is None or reuse.fitting(step, question, value) == value


# -- sending and leaving ----------------------------------------------------------


def send_together(application: Application, *, by: Person) -> SentTogether:
    """Send every draft of the family that lacks nothing, each for itself with its own number and receipt.

    What something is missing in stays a draft. Those with papers for all go first, so that the others can refer to
    them. Again (double click) finds them sent.
    """
    policies.check_own(by, application)
    found = SentTogether()
    drafts = [each for each in family.everybody(application) if each.is_draft]
    for each in sorted(drafts, key=lambda draft: not _holds_papers_for_all(draft)):
        (found.sent if try_to_submit(each, by=by) else found.incomplete).append(each)
    return found


def _holds_papers_for_all(application: Application) -> bool:
    shared = [each.code for each in queries.definition_of(application).requirements if each.shared]
    return documents.documents_of(application.pk).present().filter(requirement__in=shared).exists()


def leave(application: Application, *, by: Person) -> None:
    """Delete a draft; papers for the whole family that lie with it stay with the others."""
    policies.check_editable(by, application)
    with transaction.atomic():
        hand_on(application, by=by)
        withdraw(application, by=by)
