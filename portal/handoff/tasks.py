"""Wake-ups and sweepers: the rows are the truth."""

import logging
from datetime import timedelta

from django.tasks import task

from portal.handoff import actions, inbound, queries
from portal.handoff.models import Delivery
from portal.shared import registry
from portal.shared.errors import RejectedError, UnavailableError

logger = logging.getLogger(__name__)
# Long enough for the largest package over a slow line.
LEASE = timedelta(minutes=10)


@task
def send(package_id: str) -> None:
    """Hand one package over; running twice is harmless."""
    delivery = Delivery.claim(package_id, lease=LEASE)
    if delivery is None:
        return
    try:
        back_office = registry.adapter("BACK_OFFICES", delivery.office.back_office)
        actions.record_sent(delivery, back_office.send(actions.prepare(delivery)))
    except UnavailableError as error:
        actions.record_outage(delivery, error)
    except RejectedError as error:
        actions.record_refusal(delivery, error)


def sweep() -> None:
    """Pick up what has been silent: packages whose turn it is, replies that were stored but not applied."""
    actions.release_waiting()
    for package_id in Delivery.work.due().values_list("pk", flat=True)[:200]:
        send.enqueue(str(package_id))
    inbound.apply_missed()


def alarm() -> None:
    """Tell the operator about packages that have waited for a day or that nobody takes."""
    for delivery in [*queries.late(), *queries.stuck()]:
        logger.error("package %s is %s since %s", delivery.pk, delivery.state, delivery.created_at)


def empty() -> None:
    """Forget what the offices have had for long enough."""
    actions.empty_accepted()
