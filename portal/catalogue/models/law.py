"""What the law and the offices may alter, as dated rows, each with its law and its source."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


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


class InForce(models.Model):
    """What the law says from a day on, until another day or until further notice. Title is translated."""

    law = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    # When somebody last compared the row with its source.
    checked_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    # The field that services and rules name the row by; rows of one name follow each other.
    named_by: ClassVar[str]
    # What a row says. Once it has begun, that stays: something new is a new row.
    says: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Return what services and rules name the row by."""
        return str(getattr(self, self.named_by))

    def has_begun(self, today: date) -> bool:
        """Say whether the row holds or has held: somebody may have paid by it."""
        return self.valid_from <= today

    def is_over(self, today: date) -> bool:
        """Say whether the row no longer holds."""
        return self.valid_until is not None and self.valid_until < today


class Dated(InForce):
    """An amount that the law sets for a time."""

    key = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    named_by = "key"
    says = ("amount", "law", "valid_from")

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


class FeeReduction(InForce):
    """What makes a fee smaller for some people (§§ 50, 52, 52a, 53 AufenthV). The reason is translated, too."""

    class Effect(models.TextChoices):
        HALF = "half"
        FREE = "free"
        # The fee of another row instead: the price of an identity card.
        PRICE = "price"
        # Nothing changes by itself; the person is told that it may.
        NOTE = "note"

    code = models.SlugField(max_length=40)
    effect = models.CharField(max_length=8, choices=Effect)
    price_key = models.CharField(max_length=40, blank=True)
    # Keys of the fees that it touches.
    applies_to = models.JSONField(default=list)
    # CEL over the answers; what a service does not ask is not known and does not hold.
    when = models.TextField()
    reason = models.TextField()

    named_by = "code"
    says = ("effect", "price_key", "applies_to", "when", "law", "valid_from")

    objects: ClassVar[models.Manager["FeeReduction"]] = models.Manager()

    class Meta:
        ordering = ("code", "valid_from")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="reduction_once_a_day")]

    def __str__(self) -> str:
        return f"{self.code} from {self.valid_from}"


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
