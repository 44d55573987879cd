"""The one thing this room writes: signs of life."""

from portal.api.models import Heartbeat
from portal.shared import clock


def beat(name: str) -> None:
    """Note that this process is at work."""
    Heartbeat.objects.update_or_create(pk=name, defaults={"at": clock.now()})
