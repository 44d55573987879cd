"""Reads the personas' files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.catalogue.definition import Texts
from portal.catalogue.errors import PackError
from portal.catalogue.pack import parsed
from portal.catalogue.personas.outcome import Advice, Outcome, document, fee

FOLDER = Path(__file__).parent

type Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Needs:
    """What the person answers in the needs check, and what it should say."""

    answers: Answers
    expected: Advice


@dataclass(frozen=True)
class Form:
    """How the person fills in the form of a service, and what should follow."""

    service: str
    answers: Answers
    expected: Outcome


@dataclass(frozen=True)
class Persona:
    """A person as they come, on a day that stays the same for ever."""

    number: int
    slug: str
    title: Texts
    story: Texts
    today: date
    needs: Needs
    forms: tuple[Form, ...]


@cache
def personas(folder: Path = FOLDER) -> tuple[Persona, ...]:
    """Return the personas by number; raises PackError naming the file that is not one."""
    return tuple(sorted(map(_read, folder.glob("*.yaml")), key=lambda each: each.number))


def _read(path: Path) -> Persona:
    try:
        return _persona(path.stem, _plain(parsed(path.read_bytes(), path.name)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError([f"{path.name}: {error!r}"]) from error


def _persona(name: str, data: Mapping[str, Any]) -> Persona:
    number, _sign, slug = name.partition("-")
    needs = data["needs"]
    return Persona(
        number=int(number),
        slug=slug,
        title=data["title"],
        story=data["story"],
        today=date.fromisoformat(data["today"]),
        needs=Needs(needs["answers"], _advice(needs)),
        forms=tuple(Form(each["service"], each["answers"], _outcome(each)) for each in data["forms"]),
    )


def _advice(data: Mapping[str, Any]) -> Advice:
    return Advice(*(tuple(data[name]) for name in ("questions_seen", "services", "information")))


def _outcome(data: Mapping[str, Any]) -> Outcome:
    return Outcome(
        questions=tuple(data["questions_seen"]),
        documents=tuple(document(code, is_required=_is_required(how)) for code, how in data["documents"].items()),
        fees=tuple(fee(each["kind"], each["law"], each["amount"]) for each in data["fees"]),
        total=data["total"],
        hints=tuple(data["hints"]),
        notes=tuple(data["notes"]),
    )


def _is_required(how: str) -> bool:
    if how not in {"required", "optional"}:
        raise ValueError(how)
    return how == "required"


def _plain(node: Any) -> Any:
    """Return the same data with days as text, as answers hold them."""
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, list):
        return [_plain(each) for each in node]
    return {key: _plain(value) for key, value in node.items()} if isinstance(node, Mapping) else node
