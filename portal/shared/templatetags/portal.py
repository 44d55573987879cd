"""Template tags that every template may use without loading."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django import template
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.shared import money
from portal.shared.language import Text, current, direction, listed, pick, text_of

register = template.Library()

# 7654321-475, +49 151 23456789, 14/2026: next to Arabic letters the groups would change places.
NUMBERS = re.compile(r"\+?\d+(?:[-/., \xa0]\d+)+|\+\d+")
# Texts in other scripts name the official German term in brackets; it is read as German and keeps its direction.
OTHER_SCRIPTS = frozenset({"ar", "uk", "ru"})
GERMAN_TERM = re.compile(r"\(((?:[A-ZÄÖÜ]|§)[A-Za-zÄÖÜäöüß .,/§0-9-]{3,})\)")

# § 81 Abs. 4 Satz 1 AufenthG, §§ 8 bis 10 StAG: what is torn at the end of a line nobody finds in the law.
STATUTE = re.compile(
    r"§§?[ \xa0]?\d+[a-z]?(?:\(\d+\))?"
    r"(?:[ \xa0](?:(?:Abs\.|Absatz|Satz|S\.|Nr\.|Nummer|bis|und|oder)[ \xa0]?\d+[a-z]?"
    r"|Buchst(?:\.|abe)[ \xa0]?[a-z])\b){0,5}"
    r"(?:[ \xa0][A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*[A-Z](?:/EU)?\b)?"
)
MAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
# No line ends where this stands: a bracket stays with the last letter of what is in it.
JOINER = "\u2060"


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
    if MAIL.fullmatch(str(value)):
        return mail(str(value))
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


@register.filter
def moment(at: datetime) -> SafeString:
    """Print a moment to the second with its time zone, for proofs: 25 November 2026, 22:58:32 CET."""
    here = timezone.localtime(at)
    time = format_html('<bdi dir="ltr">{}</bdi>', date_format(here, "H:i:s T"))
    return mark_safe(listed([str(conditional_escape(date_format(here))), time]))  # noqa: S308 - escaped here


def _with_terms(text: Text) -> SafeString:
    value = str(conditional_escape(text.value))
    if text.language in OTHER_SCRIPTS:
        value = GERMAN_TERM.sub(rf'(<bdi lang="de" dir="ltr">\1</bdi>{JOINER})', value)
    return mark_safe(in_order(_with_statutes(value, text.language), text.language))  # noqa: S308 - escaped above


def _with_statutes(value: str, language: str) -> str:
    """Keep every reference to the law in one piece, and from left to right in a text that runs the other way."""
    is_turned = direction(language) == "rtl"
    return STATUTE.sub(lambda found: _statute(found.group(), is_apart=is_turned), value)


def _statute(reference: str, *, is_apart: bool) -> str:
    whole = reference.replace(" ", "\xa0")
    return f'<bdi lang="de" dir="ltr">{whole}</bdi>' if is_apart else whole


@register.filter
def law(reference: str) -> SafeString:
    """Print where something stands in the law: German, from left to right, each reference in one piece."""
    return format_html('<bdi lang="de" dir="ltr">{}</bdi>', mark_safe(_with_statutes(escape(reference), "de")))  # noqa: S308


@register.filter
def mail(address: str) -> SafeString:
    """Print a mail address, which may end a line only behind its sign or a dot."""
    return format_html('<bdi class="mail" dir="ltr">{}</bdi>', _breakable(address))


def _breakable(text: str) -> SafeString:
    """Escape a text and give its mail addresses places where a line may end."""
    return mark_safe(MAIL.sub(lambda found: re.sub(r"([@.])", r"\1<wbr>", found.group()), escape(text)))  # noqa: S308


@register.simple_tag
def text(row: models.Model, field: str) -> SafeString:
    """Print a translated field of a row in the reader's language or its fallback: `{% text office "note" %}`."""
    return spoken(text_of(row, field))
