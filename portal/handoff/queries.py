"""Questions about deliveries, for the status page, the desk and the health endpoints."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.handoff.models import Delivery, DeliveryQuerySet, Reply
from portal.shared import clock, registry

# An operator wants to know when a package has waited this long.
ALARM_AFTER = timedelta(hours=24)


def deliveries_of(case_id: UUID) -> DeliveryQuerySet:
    """Return the packages of one case in their order, without the sealed columns."""
    return Delivery.objects.of_case(case_id).defer("sealed_content", "sealed_manifest")


def replies_of(case_id: UUID) -> QuerySet[Reply]:
    """Return what the office has said about a case, in the order in which it says it happened."""
    return Reply.objects.filter(case_id=case_id).order_by("at", "pk")


def stuck() -> DeliveryQuerySet:
    """Return the packages that a person has to look at: given up, or refused by the back-office."""
    return Delivery.objects.stuck().select_related("office").defer("sealed_content", "sealed_manifest")


def late(span: timedelta = ALARM_AFTER) -> DeliveryQuerySet:
    """Return the packages that have been waiting for longer than `span`."""
    return Delivery.objects.queued().filter(created_at__lte=clock.now() - span).order_by("created_at")


def queue_age() -> timedelta:
    """Return how long the oldest queued package has been waiting; zero when nothing waits."""
    oldest = Delivery.objects.queued().order_by("created_at").values_list("created_at", flat=True).first()
    return clock.now() - oldest if oldest else timedelta(0)


def public_jwks() -> dict[str, Any]:
    """Return the public keys that verify our manifests, as a JWK set (RFC 7517)."""
    keys: dict[str, Any] = registry.adapter("SIGNER").jwks()
    return keys


def signing_health() -> bool:
    """Say whether manifests can be signed and the signature verifies."""
    signer = registry.adapter("SIGNER")
    return bool(signer.verify(b"health", signer.sign(b"health")))
