"""What editors call the parts of a service: by their German text, where codes alone say little."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Longer texts are cut: they only have to be known again.
LONGEST = 90
# Remarks and documents have no title; what they say stands for them.
TEXT_OF = {"requirements": ("document", "why"), "hints": ("hint", "text"), "notes": ("note", "text")}


def names_in(*versions: Mapping[str, Any]) -> dict[str, str]:
    """Return the German text of all parts of services as data, by their place in a comparison; the last counts."""
    return {place: text for data in versions for place, text in _named(data) if text}


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in data.get("steps", ()):
        yield f"page.{step['code']}", german(step, "title")
        yield from _questions(step.get("questions", ()))
    for name, (thing, field) in TEXT_OF.items():
        for each in data.get(name, ()):
            yield f"{thing}.{each['code']}", german(each, field)


def _questions(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for question in rows:
        place = f"question.{question['code']}"
        yield place, german(question, "label")
        yield from ((f"{place}.{each['code']}", german(each, "label")) for each in question.get("choices", ()))
        yield from _questions(question.get("questions", ()))


def german(data: Mapping[str, Any], field: str) -> str:
    """Return the German text of a part, cut where it is long."""
    return shortened(str(data.get(field, {}).get("de", "")))


def shortened(text: str) -> str:
    """Return a text, cut where it is long."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"
