"""Texts that all services share, as rows."""

from typing import ClassVar

from django.db import models


class StandardText(models.Model):
    """A text that every service uses unless it brings its own: privacy notice, contact, sentences of the status page.

    The key is `privacy`, `contact`, `hints_intro` or `status.<state>`. The text is translated.
    """

    key = models.CharField(max_length=60, unique=True)
    text = models.TextField()

    objects: ClassVar[models.Manager["StandardText"]] = models.Manager()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key
