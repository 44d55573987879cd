"""Read the seed texts of the site: one YAML file per page, every language in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from django.utils.html import escape

FOLDER = Path(__file__).parent / "content"
# Written by people; the others were made by machine and say so.
BY_PEOPLE = ("de", "en")


@dataclass(frozen=True)
class Seed:
    """One page as the files describe it."""

    type: str
    slug: str
    title: str
    texts: dict[str, dict[str, Any]]
    order: int = 0
    parent: str = ""
    top_task: bool = False
    way_in: bool = False
    service: str = ""
    next: str = ""
    entries: list[str] = field(default_factory=list)

    def columns(self, language: str) -> dict[str, Any]:
        """Return the translated fields of one language, the body as raw stream data."""
        text = self.texts[language]
        return {
            "heading": text["heading"],
            "summary": text.get("summary", ""),
            "keywords": text.get("keywords", ""),
            "body": [self._block(number, each) for number, each in enumerate(text.get("body", []))],
        }

    def _block(self, number: int, entry: dict[str, Any]) -> dict[str, Any]:
        ((kind, value),) = entry.items()
        # The same block has the same id in every language, so that translations can be compared block by block.
        return {"type": kind, "value": _value(kind, value), "id": str(uuid5(NAMESPACE_URL, f"{self.slug}/{number}"))}


def seeds() -> list[Seed]:
    """Return the pages that have a file, parents before their children."""
    return in_order([Seed(**yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))])


def in_order(found: Iterable[Seed]) -> list[Seed]:
    """Return pages with parents before their children, each level in its order."""
    return list(_ordered(list(found), ""))


def origin_of(language: str) -> str:
    """Say who wrote the seed texts of a language."""
    return "human" if language in BY_PEOPLE else "machine"


def _ordered(found: list[Seed], parent: str) -> Iterator[Seed]:
    for each in sorted((seed for seed in found if seed.parent == parent), key=lambda seed: seed.order):
        yield each
        yield from _ordered(found, each.slug)


def _value(kind: str, value: Any) -> Any:
    if kind == "text":
        return {"heading": value.get("heading", ""), "text": _markup(value["text"])}
    if kind in {"steps", "faq"}:
        name = "steps" if kind == "steps" else "questions"
        return {"heading": value.get("heading", ""), name: value[name]}
    return value


def _markup(text: str) -> str:
    """Turn plain paragraphs and "- " lists into the markup that the editor knows."""
    return "".join(_paragraph(each.strip().splitlines()) for each in text.strip().split("\n\n"))


def _paragraph(lines: list[str]) -> str:
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{escape(' '.join(lines))}</p>"
