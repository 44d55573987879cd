"""Wakes the worker when a package is ready."""

from typing import Any

from django.dispatch import receiver

from portal.handoff import tasks
from portal.handoff.models import Delivery
from portal.handoff.signals import delivery_queued


@receiver(delivery_queued)
def wake(delivery: Delivery, **_kwargs: Any) -> None:
    """Enqueue the sending; a lost wake-up is made good by the sweeper."""
    if delivery.due_at is not None:
        tasks.send.enqueue(str(delivery.pk))
