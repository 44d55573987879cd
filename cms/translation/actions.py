"""The one way a text in another language gets onto the site, and off it."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.log_actions import log

from cms.translation.errors import SourceLanguageError, UnknownTextError
from cms.translation.models import SOURCE, TranslatedColumns, plain_rows, translated_fields
from cms.translation.signals import translation_published
from portal.shared.language import CODES, column

type Texts = Mapping[str, Any]


def publish_translation(
    obj: TranslatedColumns, language: str, texts: Texts, *, by: object, origin: str = "human"
) -> None:
    """Write one language's texts into their columns; listeners index them and empty the cache in the same transaction.

    `texts` maps field names to text, or to raw stream data; an empty text takes the field back to its fallback.
    """
    _check(obj, language, texts)
    columns = {column(field, language): _stored(obj, field, value) for field, value in texts.items()}
    with transaction.atomic():
        rows = plain_rows(type(obj)).filter(pk=obj.pk)
        now = rows.select_for_update(of=("self",)).only("origins").get()
        rows.update(**columns, origins={**now.origins, language: origin})
        log(obj, "cms.publish_translation", user=by, data={"language": language, "fields": sorted(texts)})
        translation_published.send(type(obj), instance=rows.get(), language=language)


def withdraw_translation(obj: TranslatedColumns, language: str, *, by: object) -> None:
    """Take a language off a page: its readers get the fallback language with a notice."""
    empty = dict.fromkeys(translated_fields(type(obj)), "")
    publish_translation(obj, language, empty, by=by)


def _check(obj: TranslatedColumns, language: str, texts: Texts) -> None:
    if language == SOURCE:
        raise SourceLanguageError
    if language not in CODES or not set(texts) <= set(translated_fields(type(obj))):
        raise UnknownTextError


def _stored(obj: models.Model, field: str, value: object) -> object:
    target = obj._meta.get_field(field)  # noqa: SLF001 - Django documents it
    if isinstance(target, StreamField):
        return target.to_python(value or [])
    return value or ""
