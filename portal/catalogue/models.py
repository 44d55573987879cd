"""What the law and the offices may alter, as dated rows; and the published forms, which nobody may alter."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from portal.catalogue.errors import VersionFrozenError
from portal.shared import clock


class Service(models.Model):
    """What one can apply for (Leistung). Title and summary are translated."""

    slug = models.SlugField(unique=True)
    code = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=200)
    # Key in the national catalogue of administrative services (FIM); empty until an office confirms it.
    leika_key = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["Service"]] = models.Manager()

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.slug


class ServiceVersionQuerySet(models.QuerySet["ServiceVersion"]):
    """Set facts about versions, and no way round their freeze."""

    def current(self, slug: str) -> "ServiceVersionQuerySet":
        """Return a service's versions, the newest first."""
        return self.filter(service__slug=slug).order_by("-number")

    def update(self, **_changes: Any) -> int:
        raise VersionFrozenError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise VersionFrozenError


class ServiceVersion(models.Model):
    """One published form. Applications point here, so a change of the form never changes what was asked."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    # Over the canonical JSON of `definition`.
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=clock.now)

    objects = ServiceVersionQuerySet.as_manager()

    class Meta:
        ordering = ("service", "-number")
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise VersionFrozenError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise VersionFrozenError


class DocumentType(models.Model):
    """A kind of paper. Title and explanation are translated; the official German name stays as it is."""

    code = models.CharField(max_length=12, unique=True)
    official_name = models.CharField(max_length=120)
    title = models.CharField(max_length=160)
    explanation = models.TextField(blank=True)
    # Asked for as a code or as text instead of a file (the biometric photo since 2025).
    is_file = models.BooleanField(default=True)

    objects: ClassVar[models.Manager["DocumentType"]] = models.Manager()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


def in_force(day: date) -> Q:
    """Select the rows that hold on a day."""
    return (Q(valid_until=None) | Q(valid_until__gte=day)) & Q(valid_from__lte=day)


class Dated(models.Model):
    """An amount that the law sets for a time. Title is translated."""

    key = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    law = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("key", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="%(class)s_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="%(class)s_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.valid_from}"


class Fee(Dated):
    """A fee in EUR; surcharges and reductions are rows of their own."""

    objects: ClassVar[models.Manager["Fee"]] = models.Manager()

    class Meta(Dated.Meta):
        pass


class Threshold(Dated):
    """An amount that must be reached (salary, livelihood), in EUR."""

    objects: ClassVar[models.Manager["Threshold"]] = models.Manager()

    class Meta(Dated.Meta):
        pass


class LegalSentence(models.Model):
    """A sentence with legal weight, chosen by rule and never typed. The text is translated."""

    key = models.SlugField(unique=True)
    law = models.CharField(max_length=120)
    text = models.TextField()

    objects: ClassVar[models.Manager["LegalSentence"]] = models.Manager()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key
