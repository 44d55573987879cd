"""What editors have uploaded and not yet decided about."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.shared import clock


class Incoming(models.Model):
    """A service read from a file, until an editor has compared it and taken it in or thrown it away."""

    file_name = models.CharField(max_length=200)
    data = models.JSONField()
    # Parts of a FIM scheme that found no place: {path, id, name, reason}, the first 300.
    remarks = models.JSONField(default=list)
    remark_count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=clock.now)
    # When it became a draft; the remarks stay readable.
    taken_in = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Incoming"]] = models.Manager()

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return self.file_name
