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


class OlderText(models.Model):
    """A translation that was made for another German text than the one beside it: this pair does not belong together.

    Known by what both say and not by where they stand (decision 0019): it stays known when the row moves, is copied,
    or goes out and comes back as a file, and it is over as soon as either of them says something else.
    """

    language = models.CharField(max_length=10)
    # SHA-256 of the German text and of the translation, without differences in white space.
    german = models.CharField(max_length=64)
    text = models.CharField(max_length=64)
    # The German text that the translation was made for.
    made_for = models.TextField()

    objects: ClassVar[models.Manager["OlderText"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["german", "text", "language"], name="older_text_once")]

    def __str__(self) -> str:
        return f"{self.language} for {self.made_for}"
