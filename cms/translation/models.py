"""Columns per language that hold published text only.

A Wagtail revision contains every column of a page. Without the cure below, publishing an older German draft, or going
back to one, would put back the translations of that day. Drafts of translations never stand in these columns.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import override
from modeltranslation.fields import TranslationField

from portal.shared.language import CODES, column

SOURCE = settings.LANGUAGE_CODE


def plain_rows[M: models.Model](model: type[M]) -> models.QuerySet[M]:
    """Return a model's rows through a plain query set: nothing is rewritten by the active language."""
    return models.QuerySet(model)


def translated_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of a model's translated fields, without language."""
    fields: list[Any] = [each for each in model._meta.get_fields() if isinstance(each, TranslationField)]  # noqa: SLF001
    return tuple(dict.fromkeys(each.translated_field.name for each in fields))


def target_columns(model: type[models.Model]) -> list[str]:
    """Return the columns of all languages but the source."""
    return [column(field, code) for field in translated_fields(model) for code in CODES if code != SOURCE]


class TranslatedColumns(models.Model):
    """A thing with translated columns that Wagtail keeps revisions of."""

    # {language: "human" | "machine"}; readers are told which texts a machine made.
    origins = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as German whatever the reader's or editor's language: the base column must never become another one."""
        with override(SOURCE):
            super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "TranslatedColumns":
        """Rebuild from a revision, but keep what is published in the other languages now.

        The columns are read from the database, not from `self`: a revision may hold a stale object in memory.
        """
        kept = ["origins", *target_columns(type(self))]
        with override(SOURCE):
            rebuilt: TranslatedColumns = super().with_content_json(content)  # type: ignore[misc]
            now = plain_rows(type(self)).filter(pk=self.pk).only(*kept).first()
            for name in kept if now else ():
                setattr(rebuilt, name, getattr(now, name))
        return rebuilt

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check as German, for the same reason."""
        with override(SOURCE):
            super().full_clean(*args, **kwargs)
