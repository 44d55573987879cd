"""Keep track of translations that an edit of the German text leaves behind (decision 0019)."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models

from portal.catalogue.checks.texts import texts_in
from portal.catalogue.models import (
    Choice,
    DocumentRequirement,
    FeeRule,
    GuideStep,
    Hint,
    Note,
    OlderText,
    Question,
    Service,
    ServiceGuide,
    StatusText,
    Step,
)
from portal.catalogue.queries.older import OTHERS, SOURCE, digest, older_in, said
from portal.catalogue.shape import TRANSLATED
from portal.shared.language import column

# Rows with texts of a service, each with its way to it.
WAYS: dict[type[models.Model], str] = {
    Service: "pk",
    **dict.fromkeys((ServiceGuide, GuideStep, Step, DocumentRequirement, FeeRule, Hint, Note, StatusText), "service"),
    Question: "step__service",
    Choice: "question__step__service",
}


def keep_track(
    row: models.Model, before: Mapping[str, Any], confirmed: Collection[str] = (), *, is_small: bool = False
) -> list[str]:
    """Note which translations of an edited row are older than its German text now; return the names of their columns.

    `before` holds the columns until now. A translation that changed, or stands in `confirmed`, belongs to the German
    text as it is now. After a small edit (`is_small`: a spelling mistake) those that belonged to it still do.
    """
    behind = []
    for each in (_Translation(row, field, code) for field in TRANSLATED[type(row)] for code in OTHERS):
        former = str(before.get(each.source) or "")
        if each.name in confirmed or said(each.text) != said(before.get(each.name)):
            each.marks().delete()
        elif said(former) not in {"", said(each.german)} and each.is_left_behind(former, is_small=is_small):
            behind.append(each.name)
    return behind


@contextmanager
def tracked(service: Service) -> Iterator[None]:
    """Keep track of a service's rows while its draft is written anew, as if somebody had edited each of them.

    Rows that are new are left alone: their translations came together with their German texts.
    """
    before = {(type(row), row.pk): _columns(row) for row in _rows(service)} if service.pk else {}
    yield
    for row in _rows(service):
        was = before.get((type(row), row.pk))
        if was is not None and was != _columns(row):
            keep_track(row, was)


def _rows(service: Service) -> Iterator[models.Model]:
    for model, way in WAYS.items():
        yield from model._default_manager.filter(**{way: service.pk})  # noqa: SLF001 - every Django model has one


def _columns(row: models.Model) -> dict[str, str]:
    names = [column(field, code) for field in TRANSLATED[type(row)] for code in (SOURCE, *OTHERS)]
    return {name: getattr(row, name) or "" for name in names}


def confirm(data: Mapping[str, Any]) -> None:
    """Let all translations of a service, as data, belong to its German texts: whoever made its pack says so."""
    found = older_in(texts_in(data))
    OlderText.objects.filter(pk__in={mark.pk for _place, mark in found}).delete()


@dataclass(frozen=True)
class _Translation:
    """One text of a row in one language, as it stands now."""

    row: models.Model
    field: str
    code: str

    @property
    def source(self) -> str:
        return column(self.field, SOURCE)

    @property
    def name(self) -> str:
        return column(self.field, self.code)

    @property
    def german(self) -> str:
        return getattr(self.row, self.source) or ""

    @property
    def text(self) -> str:
        return getattr(self.row, self.name) or ""

    def marks(self, german: str | None = None) -> models.QuerySet[OlderText]:
        """Return the mark that it is older than the German text, or than another one."""
        german = self.german if german is None else german
        return OlderText.objects.filter(language=self.code, german=digest(german), text=digest(self.text))

    def is_left_behind(self, former: str, *, is_small: bool) -> bool:
        """Say whether it is older now that the German text is no longer the `former` one, and note it."""
        if not said(self.text) or not said(self.german):
            return False
        mark = self.marks(former).first()
        made_for = mark.made_for if mark else former
        is_back = said(made_for) == said(self.german)
        if is_back or (is_small and mark is None) or self._fits_elsewhere():
            return False
        keys = {"language": self.code, "german": digest(self.german), "text": digest(self.text)}
        OlderText.objects.get_or_create(**keys, defaults={"made_for": made_for})
        return True

    def _fits_elsewhere(self) -> bool:
        """Say whether the same two texts stand in another row without a mark."""
        others = type(self.row)._default_manager.exclude(pk=self.row.pk)  # noqa: SLF001
        beside = others.filter(**{self.source: self.german, self.name: self.text})
        return beside.exists() and not self.marks().exists()
