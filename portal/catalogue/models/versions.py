"""Services and their published forms, which nobody may alter."""

from typing import Any, ClassVar

from django.db import models

from portal.catalogue.errors import VersionFrozenError
from portal.shared import clock


class Service(models.Model):  # type: ignore[django-manager-missing]
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
    # Whether applying in time keeps the old permit valid (§ 81(4) AufenthG).
    prolongs_title = models.BooleanField(default=False)
    # Served by the International Talent Center of an office that has one.
    talent_center = models.BooleanField(default=False)
    # CEL: only for these answers.
    talent_center_when = models.TextField(blank=True)
    # {language: "human" | "machine"}; a language that stands here must be complete before publication.
    origins = models.JSONField(default=dict, blank=True)
    # Over the pack that the rows were last loaded from: what differs from it, the office has changed.
    pack_sha256 = models.CharField(max_length=64, blank=True)

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


class Cutoff(models.Model):
    """From when drafts of a version go on with the newest one. Without it they stay on theirs."""

    version = models.OneToOneField(ServiceVersion, on_delete=models.PROTECT, related_name="cutoff")
    at = models.DateTimeField()
    # Shown to the people whose draft moves; translated.
    reason = models.TextField(blank=True)
    created = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Cutoff"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.version_id} until {self.at}"


class Sample(models.Model):
    """A sent application without its person: what rules look at, coarse, for trying out new versions.

    No link to the application, no text that was typed, years instead of days (see decision 0016).
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="samples")
    version_number = models.PositiveIntegerField()
    # The first of the month in which it was sent.
    month = models.DateField()
    answers = models.JSONField()

    objects: ClassVar[models.Manager["Sample"]] = models.Manager()

    class Meta:
        ordering = ("-month", "pk")

    def __str__(self) -> str:
        return f"{self.service_id} {self.month}"
