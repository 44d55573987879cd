"""Where a row is used, as sentences for the person who is about to delete it."""

from typing import Any

from cms.services.law import ALL
from cms.services.parts import service_of
from portal.catalogue.models import FeeReduction, Question
from portal.catalogue.queries.uses import Use, uses_of

WAYS = {
    "when": "Wird benutzt in der Bedingung von {}.",
    "per": "{} wird für jeden Eintrag davon berechnet.",
    "step": "{} steht auf dieser Seite.",
    "fee": "{} nennt diese Gebühr.",
    "paper": "{} nennt diese Dokumentart.",
}


def sentences(row: Any) -> list[str]:
    """Return one sentence for each row that needs this one."""
    return [WAYS[each.way].format(_named(each, row)) for each in uses_of(row)]


def _named(use: Use, gone: Any) -> str:
    row = use.row
    part = next(each for each in ALL.values() if each.model is type(row))
    title = "Eintragsfrage" if isinstance(row, Question) and row.group_id else part.title
    code = getattr(row, "code", "") or getattr(row, "fee_key", "") or "nichts zu zahlen"
    service = service_of(row)
    elsewhere = service is not None and service_of(gone) is None
    table = " (Gesetz und Beträge)" if isinstance(row, FeeReduction) else ""
    return f"{title} „{code}“" + (f" in „{service}“" if elsewhere else table)
