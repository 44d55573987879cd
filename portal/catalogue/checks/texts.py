"""Texts of a service: complete in the languages that are wanted, with the same amounts in each."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.catalogue.wording import is_texts, placeholders_in
from portal.shared.language import spoken_name

# Texts that must be written; others may be empty in every language, but where one is written it is wanted in all.
WANTED = frozenset({"title", "summary", "label", "why", "reason", "text", "who", "deadline", "duration", "after"})
NAMED_BY = ("code", "fee_key", "slug")


def texts_in(node: Any, place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every text of a service with its place ("steps.person.family_name.label")."""
    if is_texts(node):
        yield place, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            # {language: "machine"} looks like a text and is none.
            if key == "origins":
                continue
            below = f"{place}.{key}" if place else str(key)
            yield from [(below, {})] if value == {} and key in WANTED else texts_in(value, below)
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from texts_in(each, f"{place}.{_name_of(each, number)}")


def _name_of(node: Any, number: int) -> str:
    named = isinstance(node, Mapping) and next((node[key] for key in NAMED_BY if node.get(key)), "")
    return str(named or number + 1)


def problems_of_texts(
    data: Mapping[str, Any], languages: Collection[str], fees: Collection[str], thresholds: Collection[str]
) -> Iterator[str]:
    """Yield what is missing in a wanted language, and amounts that no row of the law has."""
    known = {f"{{fee:{key}}}" for key in fees} | {f"{{threshold:{key}}}" for key in thresholds}
    for place, texts in texts_in(data):
        missing = [spoken_name(code) for code in languages if not texts.get(code, "").strip()]
        if missing:
            yield _("%(place)s: no text in: %(languages)s") % {"place": place, "languages": ", ".join(missing)}
        yield from _problems_of_amounts(place, texts, known)


def _problems_of_amounts(place: str, texts: Mapping[str, str], known: set[str]) -> Iterator[str]:
    named = {language: placeholders_in(text) for language, text in texts.items() if text}
    for name in sorted(set().union(*named.values()) - known):
        yield _("%(place)s: %(name)s names no amount") % {"place": place, "name": name}
    if len({frozenset(each) for each in named.values()}) > 1:
        yield _("%(place)s: the languages name different amounts") % {"place": place}
