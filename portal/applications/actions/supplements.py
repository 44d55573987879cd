"""Documents that follow after the application was sent: promised ones, and what the office has asked for."""

from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import package, policies, queries, states
from portal.applications.actions.phone import end_passes
from portal.applications.errors import NothingToSendError
from portal.applications.models import Application
from portal.documents import actions as documents
from portal.documents.models import Document, Origin
from portal.handoff import actions as handoff
from portal.notices import actions as notices
from portal.shared import clock
from portal.shared.errors import WrongStateError


def send_supplement(application: Application, *, by: Person) -> list[Document]:
    """Send what was uploaded since the last sending; again (double click, lost answer) finds all of it sent.

    NothingToSendError when nothing was ever uploaded after the application.
    """
    policies.check_may_add(by, application)
    accounts.spend("submit", by.pk)
    with transaction.atomic():
        fresh = application.locked()
        if fresh.is_draft:
            raise WrongStateError
        at = clock.now()
        end_passes(fresh, by=by)
        sent = documents.hand_over(fresh.pk, at, by=by)
        if not sent:
            return _sent_before(fresh)
        if fresh.state == states.ACTION_REQUIRED:
            fresh._advance("supply", by)
        handoff.post(
            case_id=fresh.pk,
            office=fresh.office,
            reference=str(fresh.reference),
            kind="supplement",
            content=package.supplement_of(fresh, sent, at),
            by=by,
        )
        notices.post("documents_received", by, subject=fresh.pk, context={})
    return sent


def _sent_before(application: Application) -> list[Document]:
    before = list(queries.sent_later(application).exclude(origin=Origin.DESK))
    if not before:
        raise NothingToSendError
    return [each for each in before if each.handed_over_at == before[-1].handed_over_at]
