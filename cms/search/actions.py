"""Keep the index like the published texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from cms.search.models import SearchDocument
from cms.search.normaliser import index_text


@dataclass(frozen=True)
class Entry:
    """A thing's texts in one language, as published."""

    language: str
    kind: str
    title: str
    summary: str
    path: str
    body: str
    # Other words that readers type for it.
    keywords: str = ""


def index(obj: models.Model, entries: Iterable[Entry]) -> None:
    """Replace a thing's rows by these; languages without an entry are no longer found."""
    with transaction.atomic():
        forget(obj)
        SearchDocument.objects.bulk_create([_document(obj, each) for each in entries])


def forget(obj: models.Model) -> None:
    """Take a thing out of the index."""
    SearchDocument.objects.filter(content_type=_type(obj), object_id=obj.pk).delete()


def _document(obj: models.Model, entry: Entry) -> SearchDocument:
    return SearchDocument(
        content_type=_type(obj),
        object_id=obj.pk,
        language=entry.language,
        kind=entry.kind,
        title=entry.title,
        summary=entry.summary,
        path=entry.path,
        title_words=index_text(entry.title, entry.language),
        summary_words=index_text(f"{entry.keywords} {entry.summary}", entry.language),
        body_words=index_text(entry.body, entry.language),
    )


def _type(obj: models.Model) -> ContentType:
    return ContentType.objects.get_for_model(type(obj))
