"""Of an offer (a file, a newer pack) an editor takes some parts and leaves others: which there are, what comes of it.

A part is as small as it can stand for itself: the service's own fields and texts, the guide, one page with its
questions, one document, all fee rules (the first that holds counts), one hint, one note, one status text.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from portal.catalogue.shape import normal

type Data = Mapping[str, Any]
# From a part's name ("steps.job", "fees") to what it says.
type Parts = dict[str, Any]

SERVICE, GUIDE, FEES, ORDER = "service", "guide", "fees", "order"
LISTS = ("steps", "requirements", "hints", "notes")
# What a comparison (`diff.changes`) calls the things of a list.
LISTED = {"page": "steps", "document": "requirements", "hint": "hints", "note": "notes"}


def parts_of(data: Data) -> Parts:
    """Return a service's parts by name, in the order of the service."""
    data = normal(data)
    own = {key: value for key, value in data.items() if key not in {GUIDE, FEES, "status", *LISTS}}
    found = {SERVICE: own, GUIDE: data.get(GUIDE, {})}
    for name in LISTS:
        found |= dict(_named(name, data.get(name, ())))
    status = {f"status.{key}": text for key, text in sorted(data.get("status", {}).items())}
    return found | {FEES: data.get(FEES, [])} | status


def _named(name: str, rows: Iterable[Data]) -> Iterator[tuple[str, Data]]:
    """Yield the rows of a list by name; a code that stands twice, as it may in a draft, is told apart by its turn."""
    turns: dict[str, int] = {}
    for row in rows:
        code = str(row.get("code", ""))
        turns[code] = turns.get(code, 0) + 1
        yield f"{name}.{code}" + (f".{turns[code]}" if turns[code] > 1 else ""), row


def differing(old: Data, new: Data) -> list[str]:
    """Return the names of the parts that differ, in the order of the new service; what is gone comes last."""
    before, after = parts_of(old), parts_of(new)
    found = [name for name in after if before.get(name) != after[name]]
    found += [name for name in before if name not in after]
    moved = [name for name in before if name in after] != [name for name in after if name in before]
    return [*found, *([ORDER] if moved else [])]


def merged(old: Data, new: Data, taken: Collection[str]) -> dict[str, Any]:
    """Return the old service with some parts of the new one; all that differ taken, it is the new one."""
    before, after = parts_of(old), parts_of(new)
    chosen = {name: part for name, part in before.items() if name not in taken}
    chosen |= {name: part for name, part in after.items() if name in taken}
    first, second = (after, before) if ORDER in taken else (before, after)
    order = [name for name in _woven(list(first), list(second)) if name in chosen]
    lists = {name: [chosen[each] for each in order if each.startswith(f"{name}.")] for name in LISTS}
    status = {name.partition(".")[2]: chosen[name] for name in order if name.startswith("status.")}
    whole = {**chosen[SERVICE], GUIDE: chosen[GUIDE], FEES: chosen[FEES], **lists, "status": status}
    found: dict[str, Any] = normal(whole)
    return found


def _woven(lead: list[str], other: Sequence[str]) -> list[str]:
    """Return both in the order of the first; what only the second has comes behind what stands before it there."""
    found, place = list(lead), 0
    for name in other:
        if name not in lead:
            found.insert(place, name)
        place = found.index(name) + 1
    return found


def part_at(place: str, *services: Data) -> str:
    """Return the part to which a place in a comparison belongs (`diff.Change`); a question's is its page."""
    kind, _dot, rest = place.partition(".")
    if kind == "question":
        code = rest.partition(".")[0]
        return next((f"steps.{page}" for page in (pages_of(each).get(code) for each in services) if page), "")
    if kind in LISTED:
        return f"{LISTED[kind]}.{rest}"
    return {"fee": FEES, "status": place}.get(kind, kind)


def pages_of(data: Data) -> dict[str, str]:
    """Return the page of every question, those in entries included."""
    return {
        each["code"]: step["code"]
        for step in data.get("steps", ())
        for top in step.get("questions", ())
        for each in (top, *top.get("questions", ()))
    }


def torn(old: Data, new: Data, taken: Collection[str]) -> list[str]:
    """Return questions that move from one page to another of which only one was taken: they would be lost or twice."""
    before, after = pages_of(old), pages_of(new)
    moved = {code: (before[code], page) for code, page in after.items() if before.get(code, page) != page}
    return [
        code for code, (source, goal) in moved.items() if (f"steps.{source}" in taken) != (f"steps.{goal}" in taken)
    ]
