"""The office (Ausländerbehörde): the tenant. Its area, how to reach it, how it takes applications."""

import uuid
from typing import ClassVar

from django.db import models


class Office(models.Model):
    """One immigration office. `name` is the official German name and is never translated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    # Amtlicher Regionalschlüssel, 12 digits.
    ars = models.CharField(max_length=12)
    reference_prefix = models.CharField(max_length=4)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5)
    city = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    email = models.EmailField()
    website = models.URLField(blank=True)
    # Translated: opening hours and a note such as "only with appointment".
    hours = models.TextField(blank=True)
    note = models.TextField(blank=True)
    # An alias of settings.BACK_OFFICES.
    back_office = models.CharField(max_length=40, default="desk")
    # The office declares the portal its mailbox in the legal sense: receipt counts from arrival here.
    portal_is_receiving_point = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    # Said aloud because the translation package swaps managers at run time.
    objects: ClassVar[models.Manager["Office"]] = models.Manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A postcode (with its place) that belongs to an office."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="areas")
    postcode = models.CharField(max_length=5, db_index=True)
    place = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "postcode", "place"], name="area_once")]

    def __str__(self) -> str:
        return f"{self.postcode} {self.place}"
