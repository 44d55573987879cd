"""One row per thing that happened. Rows are added, never changed; no personal data, only ids and codes."""

from typing import Any, Never

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Set facts; changing is not one of them."""

    def about(self, subject: object) -> "EntryQuerySet":
        """Return the entries of one application, document, case ..., oldest first."""
        return self.filter(subject=str(subject)).order_by("pk")

    def update(self, **_kwargs: Any) -> Never:
        raise TypeError("The journal is append-only.")

    def delete(self) -> Never:
        raise TypeError("The journal is append-only.")


class Entry(models.Model):
    """What happened (`kind`, dotted slug), to what (`subject`), by whom (pseudonymous id), in which office."""

    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, db_index=True)
    actor = models.CharField(max_length=40, blank=True)
    office = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry"
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The journal is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        raise TypeError("The journal is append-only.")
