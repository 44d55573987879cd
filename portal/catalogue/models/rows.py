"""The editable shape of a service: rows with a column for every language. Nothing here is seen before publication."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.catalogue.models.versions import Service


class Positioned(models.Model):
    """A row with a place among its siblings."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("position", "pk")


class ServiceGuide(models.Model):
    """What a reader must know before starting, the notice of Art. 13 GDPR, and where to ask. All translated.

    An empty privacy notice or contact means the standard text.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="guide")
    in_short = models.TextField(blank=True)
    who = models.TextField(blank=True)
    deadline = models.TextField(blank=True)
    duration = models.TextField(blank=True)
    after = models.TextField(blank=True)
    privacy = models.TextField(blank=True)
    contact = models.TextField(blank=True)

    objects: ClassVar[models.Manager["ServiceGuide"]] = models.Manager()

    def __str__(self) -> str:
        return f"guide of {self.service_id}"


class GuideStep(Positioned):
    """One thing to do, in order."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="guide_steps")
    title = models.CharField(max_length=200)
    text = models.TextField()

    objects: ClassVar[models.Manager["GuideStep"]] = models.Manager()

    def __str__(self) -> str:
        return self.title


class Step(Positioned):  # type: ignore[django-manager-missing]
    """One page of the form: one topic."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="form_steps")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    intro = models.TextField(blank=True)
    panel = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager["Step"]] = models.Manager()

    def __str__(self) -> str:
        return self.code


class Question(ClusterableModel, Positioned):  # type: ignore[django-manager-missing]
    """One question; `group` says of which repeating group it asks an entry."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="questions")
    group = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="members")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=300)
    hint = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    # CEL; see docs/conditions.md.
    when = models.TextField(blank=True)
    because = models.TextField(blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    minimum = models.IntegerField(null=True, blank=True)
    maximum = models.IntegerField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    period = models.CharField(max_length=8, blank=True)
    must_agree = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(default=10)
    autocomplete = models.CharField(max_length=40, blank=True)
    x_map = models.JSONField(default=dict, blank=True)
    fim_field_id = models.CharField(max_length=40, blank=True)

    objects: ClassVar[models.Manager["Question"]] = models.Manager()

    class Meta(Positioned.Meta):
        pass

    def __str__(self) -> str:
        return self.code


class Choice(Positioned):
    """One possible answer."""

    # Lists in the editors' forms sort by it.
    sort_order_field = "position"

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=300)

    objects: ClassVar[models.Manager["Choice"]] = models.Manager()

    class Meta(Positioned.Meta):
        pass

    def __str__(self) -> str:
        return self.code


class Conditional(Positioned):
    """A row of a service that may hang on a condition, with its law."""

    when = models.TextField(blank=True)
    law = models.CharField(max_length=120, blank=True)

    class Meta(Positioned.Meta):
        abstract = True


class DocumentRequirement(Conditional):
    """A document asked for, with the reason that the person reads."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="document_requirements")
    code = models.SlugField(max_length=60)
    document_type = models.CharField(max_length=12)
    why = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    max_files = models.PositiveSmallIntegerField(default=5)
    checks = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    shared = models.BooleanField(default=False)
    issuer = models.CharField(max_length=20, blank=True)

    objects: ClassVar[models.Manager["DocumentRequirement"]] = models.Manager()

    def __str__(self) -> str:
        return self.code


class FeeRule(Positioned):
    """Which fee is due; an empty key means nothing to pay. The law stands with the fee's own row."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="fee_rules")
    fee_key = models.CharField(max_length=40, blank=True)
    when = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    surcharge = models.BooleanField(default=False)
    # Code of a repeating group: due once for each of its entries.
    per = models.CharField(max_length=60, blank=True)

    objects: ClassVar[models.Manager["FeeRule"]] = models.Manager()

    def __str__(self) -> str:
        return self.fee_key or "free"


class Hint(Conditional):
    """What may speak against the application; never blocks (§ 24(3) VwVfG)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hints")
    code = models.SlugField(max_length=60)
    step = models.SlugField(max_length=40, blank=True)
    text = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Hint"]] = models.Manager()

    def __str__(self) -> str:
        return self.code


class Note(Conditional):
    """A rule that everyone in this situation should know."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="notes")
    code = models.SlugField(max_length=60)
    text = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Note"]] = models.Manager()

    def __str__(self) -> str:
        return self.code


class StatusText(models.Model):
    """What the status page says in a state, where the standard text does not fit this service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="status_texts")
    state = models.CharField(max_length=30)
    text = models.TextField(blank=True)

    objects: ClassVar[models.Manager["StatusText"]] = models.Manager()

    class Meta:
        ordering = ("state",)
        constraints = [models.UniqueConstraint(fields=["service", "state"], name="status_text_once")]

    def __str__(self) -> str:
        return self.state
