"""Wake-ups and sweepers: the rows are the truth."""

import logging
from datetime import timedelta

from django.conf import settings
from django.tasks import task

from portal.handoff import actions, inbound, queries
from portal.handoff.models import Delivery
from portal.handoff.ports import Answering, Package
from portal.shared import registry
from portal.shared.errors import RejectedError, UnavailableError
from portal.vault.errors import ErasedError

logger = logging.getLogger(__name__)
# Long enough for the largest package over a slow line.
LEASE = timedelta(minutes=10)


@task
def send(package_id: str) -> None:
    """Hand one package over; running twice is harmless."""
    delivery = Delivery.claim(package_id, lease=LEASE)
    package = _prepared(delivery) if delivery else None
    if delivery is None or package is None:
        return
    try:
        back_office = registry.adapter("BACK_OFFICES", delivery.office.back_office)
        actions.record_sent(delivery, back_office.send(package))
    except UnavailableError as error:
        actions.record_outage(delivery, error)
    except RejectedError as error:
        actions.record_refusal(delivery, error)


def _prepared(delivery: Delivery) -> Package | None:
    """Return the package; None when it waits for files of ours, or when they are gone."""
    try:
        return actions.prepare(delivery)
    except UnavailableError as error:
        actions.record_wait(delivery, error)
    except (RejectedError, ErasedError) as error:
        actions.record_refusal(delivery, error)
    return None


def sweep() -> None:
    """Pick up what has been silent: packages whose turn it is, replies that were stored but not applied."""
    actions.release_waiting()
    for package_id in Delivery.work.due().values_list("pk", flat=True)[:200]:
        send.enqueue(str(package_id))
    inbound.apply_missed()


def collect() -> None:
    """Fetch the replies of back-offices that cannot call us."""
    for alias in settings.BACK_OFFICES:
        back_office = registry.adapter("BACK_OFFICES", alias)
        if isinstance(back_office, Answering):
            for reply in back_office.replies():
                back_office.settle(reply, taken=inbound.take(reply, alias))


def alarm() -> None:
    """Tell the operator about packages that have waited for a day or that nobody takes."""
    for delivery in [*queries.late(), *queries.stuck()]:
        logger.error("package %s is %s since %s", delivery.pk, delivery.state, delivery.created_at)


def empty() -> None:
    """Forget what the offices have had for long enough."""
    actions.empty_accepted()
