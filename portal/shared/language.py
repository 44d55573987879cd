"""Languages of the site: direction, native names, and texts that say which language they are in.

Never read a base column of a translated model; read the explicit `field_xx` columns through `text_of`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info

CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Text:
    """A text and the language it is really in, so that `lang` and `dir` can be told (WCAG 3.1.2)."""

    value: str
    language: str

    @property
    def dir(self) -> str:
        """Return the writing direction, `rtl` or `ltr`."""
        return direction(self.language)

    @property
    def is_fallback(self) -> bool:
        """Say whether the reader sees another language than the page's."""
        return self.language != current()

    def __str__(self) -> str:
        return self.value


def current() -> str:
    """Return the language of the page being made; German outside a request."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in CODES else settings.LANGUAGE_CODE


@cache
def direction(language: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def listed(texts: Iterable[str]) -> str:
    """Join texts as a list of the page's language: with its comma, empty ones left out."""
    return ("، " if current() == "ar" else ", ").join(filter(None, texts))


@cache
def native_name(language: str) -> str:
    """Return the language's name as its readers write it, capitalised as in a list."""
    name = get_language_info(language)["name_local"]
    return name[:1].upper() + name[1:]


def spoken_name(language: str) -> str:
    """Return the language's name in the reader's own language."""
    return str(dict(settings.LANGUAGES)[language])


@cache
def chain(language: str) -> tuple[str, ...]:
    """Return the languages to try for a reader, the own first (uk never falls back to ru)."""
    fallbacks = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    return (language, *(each for each in fallbacks.get(language, fallbacks["default"]) if each != language))


def pick(texts: Mapping[str, str], language: str | None = None) -> Text:
    """Choose from {language: text} by the reader's chain; empty text means not published."""
    for each in chain(language or current()):
        if texts.get(each):
            return Text(texts[each], each)
    return Text("", language or current())


def column(field: str, language: str) -> str:
    """Return the column that holds a field's published text in one language."""
    return f"{field}_{language.replace('-', '_')}"


def text_of(row: models.Model, field: str, language: str | None = None) -> Text:
    """Return a translated field's published text by the reader's chain, with the language it is in."""
    for each in chain(language or current()):
        value = getattr(row, column(field, each))
        if value:
            return Text(str(value), each)
    return Text("", language or current())


def other_columns(fields: tuple[str, ...], language: str | None = None) -> list[str]:
    """Return the columns that a reader does not need, to be deferred in lists: wide rows stay cheap."""
    wanted = set(chain(language or current()))
    return [column(field, code) for field in fields for code in CODES if code not in wanted]
