"""A changed row of the law is seen at once."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from portal.catalogue.models import Fee, FeeReduction, Threshold
from portal.catalogue.queries import law

LAW = (Fee, FeeReduction, Threshold)


@receiver([post_save, post_delete])
def forget_the_old_law(sender: type, **_kwargs: Any) -> None:
    """Read the law anew."""
    if sender in LAW:
        law.changed()
