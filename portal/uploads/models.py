"""Files that arrive piece by piece: how far each one is, and where its sealed bytes lie."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.shared import clock

# An upload that was silent for so long makes room for a new one: a closed page tells nobody that it is gone.
SILENT = timedelta(minutes=10)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Set facts about uploads."""

    def of(self, owner: object) -> Self:
        """Return what this person has begun."""
        return self.filter(owner=owner)

    def under_way(self) -> Self:
        """Return what is neither taken nor expired."""
        return self.filter(taken_at=None, expires_at__gt=clock.now())

    def live(self) -> Self:
        """Return what somebody seems to be sending just now."""
        return self.under_way().filter(touched__gte=clock.now() - SILENT)

    def silent(self) -> Self:
        """Return what nobody seems to be sending any more, though one may go on."""
        return self.under_way().filter(touched__lt=clock.now() - SILENT)

    def expired(self) -> Self:
        """Return what nobody can go on with."""
        return self.filter(expires_at__lte=clock.now())


class Upload(models.Model):
    """One file on its way (tus 1.0.0). `offset` is the truth: staged bytes beyond `stored` do not count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    requirement = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    # The upload pass that another device sends it by; empty when the owner does.
    permit = models.UUIDField(null=True, blank=True, db_index=True)
    length = models.PositiveIntegerField()
    offset = models.PositiveIntegerField(default=0)
    # The staged file, and how many of its (sealed) bytes count.
    file = models.CharField(max_length=40, blank=True, db_index=True)
    stored = models.PositiveIntegerField(default=0)
    sealed_key = models.BinaryField()
    # The file's name and declared type.
    sealed_name = models.BinaryField()
    created = models.DateTimeField(default=clock.now)
    touched = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    # When the whole file was taken over as a document.
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="upload_not_beyond_its_length"),
            models.CheckConstraint(
                condition=Q(taken_at=None, offset__lt=F("length")) | Q(taken_at__isnull=False, offset=F("length")),
                name="upload_whole_when_taken",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_expired(self) -> bool:
        """Say whether it is too late to go on."""
        return self.expires_at <= clock.now()
