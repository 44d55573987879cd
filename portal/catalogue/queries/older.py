"""Translations that are older than their German text."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db import models

from portal.catalogue.models import OlderText
from portal.catalogue.shape import TRANSLATED, texts_of
from portal.shared.language import CODES

SOURCE = "de"
OTHERS = tuple(code for code in CODES if code != SOURCE)


def said(text: object) -> str:
    """Return what a text says, whatever its white space: a browser sends lines back with other ends."""
    return " ".join(str(text or "").split())


def digest(text: object) -> str:
    """Return the SHA-256 by which a text is known."""
    return hashlib.sha256(said(text).encode()).hexdigest()


def older_in[P](texts: Iterable[tuple[P, Mapping[str, str]]]) -> list[tuple[P, OlderText]]:
    """Return the older translations among texts, each with the place that came with it; one query."""
    german = [(place, each, digest(each[SOURCE])) for place, each in texts if said(each.get(SOURCE))]
    rows = OlderText.objects.filter(german__in={key for _place, _each, key in german})
    known = {(row.language, row.german, row.text): row for row in rows}
    if not known:
        return []
    asked = (
        (place, known.get((code, key, digest(each[code]))))
        for place, each, key in german
        for code in OTHERS
        if each.get(code)
    )
    return [(place, row) for place, row in asked if row is not None]


def older_in_rows[M: models.Model](rows: Iterable[M]) -> list[tuple[tuple[M, str], OlderText]]:
    """Return the older translations of rows, each with its row and field; one query for all of them."""
    return older_in(((row, field), texts_of(row, field)) for row in rows for field in TRANSLATED[type(row)])
