"""Template tags that every template may use without loading."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.shared import money
from portal.shared.language import Text, current, direction, pick, text_of

register = template.Library()

# 7654321-475, +49 151 23456789, 14/2026: next to Arabic letters the groups would change places.
NUMBERS = re.compile(r"\+?\d+(?:[-/., \xa0]\d+)+|\+\d+")
# Texts in other scripts name the official German term in brackets; it is read as German and keeps its direction.
OTHER_SCRIPTS = frozenset({"ar", "uk", "ru"})
GERMAN_TERM = re.compile(r"\(((?:[A-ZÄÖÜ]|§)[A-Za-zÄÖÜäöüß .,/§0-9-]{3,})\)")


@register.filter
def spoken(text: Text) -> SafeString:
    """Print a text; when it is not in the page's language, wrap it with its own lang and dir."""
    value = _with_terms(text)
    if not text.value or text.language == current():
        return value
    return format_html('<span lang="{}" dir="{}">{}</span>', text.language, text.dir, value)


@register.filter
def said(texts: Mapping[str, str]) -> SafeString:
    """Print a text of a form's definition in the reader's language or its fallback."""
    return spoken(pick(texts))


@register.filter
def isolated(value: Text | str) -> SafeString:
    """Print an answer so that it keeps its own direction: a telephone number is not turned around in Arabic."""
    if isinstance(value, Text):
        return format_html('<bdi dir="{}">{}</bdi>', _direction(value.value), spoken(value))
    if isinstance(value, SafeString):
        return value
    way = _direction(str(value))
    return format_html('<bdi dir="{}">{}</bdi>', way, in_order(str(value)) if way == "rtl" else value)


def in_order(text: str, language: str = "") -> str:
    """Keep numbers of several groups from left to right in a text of a language (that of the page).

    By invisible marks, which do no harm in a title or an attribute either.
    """
    is_turned = direction(language or current()) == "rtl"
    return NUMBERS.sub("\u2066\\g<0>\u2069", text) if is_turned else text


def _direction(text: str) -> str:
    """Return the direction of the first letter that has one; digits and signs alone run from left to right."""
    kinds = (unicodedata.bidirectional(each) for each in text)
    return "rtl" if next((each for each in kinds if each in {"L", "R", "AL"}), "L") != "L" else "ltr"


@register.filter
def euros(amount: Decimal) -> SafeString:
    """Print an amount in EUR as the language of the page writes it, in one piece."""
    return format_html('<bdi dir="{}">{}</bdi>', direction(current()), money.written(amount))


def _with_terms(text: Text) -> SafeString:
    value = str(conditional_escape(text.value))
    if text.language in OTHER_SCRIPTS:
        value = GERMAN_TERM.sub(r'(<bdi lang="de" dir="ltr">\1</bdi>)', value)
    return mark_safe(in_order(value, text.language))  # noqa: S308 - escaped above


@register.simple_tag
def text(row: models.Model, field: str) -> SafeString:
    """Print a translated field of a row in the reader's language or its fallback: `{% text office "note" %}`."""
    return spoken(text_of(row, field))
