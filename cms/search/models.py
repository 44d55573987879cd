"""What the site can be searched for: one row per thing and language, made from published columns only."""

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SearchDocument(models.Model):
    """One thing in one language. The word columns are already folded (see `normaliser`)."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    # Below the language prefix, which is the reader's.
    path = models.CharField(max_length=255)
    title_words = models.TextField()
    summary_words = models.TextField()
    body_words = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="search_document_once")
        ]
        indexes = [models.Index(fields=["language"], name="search_by_language")]

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"
