"""What is on offer for a draft, part by part, for an editor to take or to leave."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cms.services import words
from cms.services.queries import Difference, differences, spoken
from portal.catalogue.actions import choosing, merging
from portal.catalogue.actions.exchange import Comparison
from portal.catalogue.queries import Change

TITLES = {
    merging.SERVICE: "Leistung: Titel, Kurztext, Rechtsgrundlage, Datenschutz",
    merging.GUIDE: "Ratgeber",
    merging.FEES: "Gebühren",
    merging.ORDER: "Reihenfolge",
}
KINDS = {"requirements": "document", "hints": "hint", "notes": "note", "status": "status"}
NOTHING = "Es ist nichts angehakt. Haken Sie an, was Sie übernehmen wollen."


@dataclass(frozen=True)
class Row:
    """One part that differs. `is_own`: the office has changed it itself, as far as anybody can tell."""

    name: str
    title: str
    way: str
    is_own: bool
    is_taken: bool
    differences: list[Difference]


@dataclass(frozen=True)
class Choice:
    """An offer with what an editor has ticked so far; `problems` say why that cannot be taken."""

    rows: list[Row]
    problems: list[str]
    # What the office has changed itself cannot be told any more.
    is_unsure: bool = False

    @property
    def has_own(self) -> bool:
        """Say whether something is proposed to stay because the office has changed it."""
        return any(each.is_own for each in self.rows) and not self.is_unsure

    @property
    def is_empty(self) -> bool:
        """Say whether something is on offer and nothing of it is ticked."""
        return bool(self.rows) and not any(each.is_taken for each in self.rows)

    @property
    def parts(self) -> set[str] | None:
        """Return the names of the parts to take, None for the whole offer."""
        taken = {each.name for each in self.rows if each.is_taken}
        return None if len(taken) == len(self.rows) else taken


def choice_of(found: Comparison, taken: Collection[str] | None = None, *, careful: bool = False) -> Choice:
    """Return the parts of an offer; at first all are ticked but those that the office has changed itself.

    `careful`: where nobody can tell which those are, only what is new is ticked.
    """
    own = choosing.own_parts(found.service, found.draft) if found.service else set()
    is_unsure = own is None and careful
    if own is None:
        own = {*merging.parts_of(found.draft), merging.ORDER} if careful else set()
    ticked = set(found.parts) - own if taken is None else taken
    rows = [_row(found, name, is_own=name in own, is_taken=name in ticked) for name in found.parts]
    return Choice(rows, [] if taken is None else problems_of(found, taken), is_unsure)


def problems_of(found: Comparison, taken: Collection[str]) -> list[str]:
    """Return why a choice cannot be taken; nothing for the whole offer, which is as valid as it came."""
    if not found.parts or set(taken) == set(found.parts):
        return []
    return [spoken(each) for each in choosing.clashes(found, taken)] if taken else [NOTHING]


def _row(found: Comparison, name: str, *, is_own: bool, is_taken: bool) -> Row:
    before, after = merging.parts_of(found.draft), merging.parts_of(found.offer)
    changes = [each for each in found.changes if _part_of(each, found) == name]
    return Row(name, _title(name, before, after), _way(name, before, after), is_own, is_taken, differences(changes))


def _part_of(change: Change, found: Comparison) -> str:
    # The pages' order stands with the service; it is a choice of its own only where pages change places.
    if change.field == "order.pages":
        return merging.ORDER
    return merging.part_at(change.place, found.offer, found.draft)


def _way(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if name in before and name not in after:
        return words.WAYS["removed"]
    return words.WAYS["added" if name not in before and name != merging.ORDER else "changed"]


def _title(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    kind, _dot, code = name.partition(".")
    if kind == "steps":
        title = (after.get(name) or before[name]).get("title", {}).get("de") or code
        return f"{words.THINGS['page']} „{title}“"
    return TITLES.get(name) or f"{words.THINGS[KINDS[kind]]} {code}"
