"""One reader per kind of question: from what was typed to the value kept, or a sentence that says what to do."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.catalogue import places
from portal.catalogue.definition import Question
from portal.shared import clock, dates, numbers

Value = str | int | list[str]
# Longer than any honest answer; what is beyond is cut before anything looks at it.
MOST = 10_000
DEFAULT_LENGTH = 200
LONG_LENGTH = 2_000
MOST_CHOSEN = 200
# The oldest people of our time were born about 120 years ago.
MOST_YEARS_AGO = 120
CENT = Decimal("0.01")

EXAMPLES: dict[str, str | Promise] = {
    "text": _("Enter an answer."),
    "long_text": _("Enter an answer in your own words."),
    "name": _("Write it in Latin letters as in your passport, for example Özdemir or Łódź."),
    "date": _("Enter a date with day, month and year, for example 24.05.1999."),
    "partial_date": _("Enter a date, for example 24.05.1999. If you only know month or year: 05.1999 or 1999."),
    "email": _("Enter an e-mail address, for example name@example.org."),
    "phone": _("Enter a phone number with digits, for example 0151 23456789 or +49 151 23456789."),
    "postcode": _("Enter a German postcode with 5 digits, for example 99801."),
    "country": _("Choose a country from the list."),
    "nationality": _("Choose a nationality from the list."),
    "language": _("Choose a language from the list."),
    "choice": _("Choose one of the answers."),
    "several": _("Choose one answer or more."),
    "yes_no": _("Choose yes or no."),
    "number": _("Enter a whole number, for example 12."),
    "money": _("Enter an amount in euros, for example 992 or 992,50."),
}
_CHOSEN = {"country", "nationality", "language", "choice", "several", "yes_no"}
_FILL_IN = _("Please fill this in.")
_TOO_LONG = _("Shorten the answer to at most %(count)d characters.")
_AT_LEAST = _("Enter a number that is not smaller than %(limit)s.")
_AT_MOST = _("Enter a number that is not larger than %(limit)s.")
_WORDS = {"text", "long_text", "name"}
_PAST = _("Enter a date in the past, for example 24.05.1999.")
_LONG_AGO = _("This is more than 120 years ago. Look at the year once more.")
_FUTURE = _("Enter a date that is today or later.")
_LATER_DATE = _("Enter a date with day, month and year, for example 24.05.2031.")
_NO_SUCH_DAY = _("The calendar does not have this day. Look at day, month and year once more.")
_HALVES = _("Enter a number, for example 12 or 0.5.")
_WHOLE_FROM_TO = _("Enter a whole number from %(least)s to %(most)s.")
_FROM_TO = _("Enter a number from %(least)s to %(most)s.")
_AS_PRINTED = _("Write the number as it is printed there, with Latin letters and digits, for example N1234567.")
_AGREE = _("Choose “Yes” to go on.")
_AGREE_OR_CHANGE = _("Choose “Yes” to go on. You do not want that? Then change your answer above.")
# At least one digit; people also type the spaces and dashes between the groups.
_NUMBER = re.compile(r"(?=.*[0-9])[A-Za-z0-9 ./\-]+")
_PHONE = re.compile(r"\+?[\d ()/.\-]{5,30}")
# Control characters, halves of characters, what no standard names; and the marks that turn the reading direction.
_NO_TEXT = {"Cc", "Cs", "Co", "Cn"}
_TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u00ad")
# Signs of the standard's names beside its letters (DIN 91379, datatype A), and what people put between names.
_NAME_SIGNS = set(" -'’ʻʼʹʺ`´¨~‡.,·/()")


class UnreadableError(ValueError):
    """The typed text is not an answer to this kind of question; `sentence` says what to type."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("unreadable")
        self.sentence = sentence


def cleaned(raw: object) -> str:
    """Return typed text in one normal form (NFC), without control characters, halves of characters and odd spaces."""
    plain = str(raw) if isinstance(raw, str | int) else ""
    text = unicodedata.normalize("NFC", plain[:MOST].replace("\r\n", "\n"))
    kept = (each for each in text if each == "\n" or not _is_no_text(each))
    return "".join(kept).strip()


def _is_no_text(letter: str) -> bool:
    return unicodedata.category(letter) in _NO_TEXT or letter in _TURNS


def read(question: Question, raw: object) -> Value | None:
    """Return the value of what was typed, None for nothing; UnreadableError when it cannot be read."""
    if question.kind == "several":
        return _several(question, raw)
    # A field that was sent twice: the last one counts, as everywhere on the web.
    text = cleaned(raw[-1] if isinstance(raw, list) and raw else raw)
    if not text:
        return None
    most = question.max_length or (LONG_LENGTH if question.kind == "long_text" else DEFAULT_LENGTH)
    if len(text) > most:
        raise UnreadableError(_too_long(question, most))
    value = READERS[question.kind](question, text)
    if value is None:
        raise UnreadableError(example(question, text))
    _check_limits(question, value)
    return value


def read_into(values: dict[str, Any], raw: dict[str, str], question: Question, typed: object) -> None:
    """Read what was typed into `values`, or keep it in `raw` as it is."""
    try:
        values[question.code] = read(question, typed)
    except UnreadableError:
        texts = map(cleaned, typed) if isinstance(typed, list | tuple) else [cleaned(typed)]
        raw[question.code] = ", ".join(filter(None, texts))[:MOST]


def _several(question: Question, raw: object) -> list[str] | None:
    """Return the chosen codes in the order of the form; what is no choice of the question is left aside."""
    chosen = {cleaned(each) for each in (raw[:MOST_CHOSEN] if isinstance(raw, list | tuple) else [raw])} - {""}
    if not chosen:
        return None
    found = [each.code for each in question.choices if each.code in chosen]
    if not found:
        raise UnreadableError(EXAMPLES["several"])
    return found


def example(question: Question, text: str = "") -> str | Promise:
    """Return the sentence that helps with this answer: what is wrong with it, or how to write one."""
    if question.kind in {"date", "partial_date"} and dates.is_written_like_one(text):
        return _NO_SUCH_DAY
    if question.kind == "date" and question.period == "future":
        return _LATER_DATE
    if question.kind == "number":
        return _within(question) or (_HALVES if question.decimals else EXAMPLES["number"])
    return EXAMPLES[question.kind]


def missing(question: Question) -> str | Promise:
    """Return the sentence for an answer that is not there: to fill it in, or to choose one."""
    return EXAMPLES[question.kind] if question.kind in _CHOSEN else _FILL_IN


def _within(question: Question) -> str:
    """Return between which numbers an answer lies; "" when one of them is not set."""
    if question.kind != "number" or question.minimum is None or question.maximum is None:
        return ""
    return str(_FROM_TO if question.decimals else _WHOLE_FROM_TO) % {
        "least": number_format(question.minimum),
        "most": number_format(question.maximum),
    }


def _too_long(question: Question, most: int) -> str | Promise:
    # "At most 200 characters" helps nobody who is asked for a date or a number.
    return str(_TOO_LONG) % {"count": most} if question.kind in _WORDS else example(question)


def _check_limits(question: Question, value: str | int) -> None:
    if question.must_agree and value != "yes":
        # What an answer before has brought up can be got rid of there.
        raise UnreadableError(_AGREE_OR_CHANGE if question.when else _AGREE)
    if question.kind in {"number", "money"}:
        if question.minimum is not None and Decimal(value) < question.minimum:
            raise UnreadableError(_within(question) or str(_AT_LEAST) % {"limit": number_format(question.minimum)})
        if question.maximum is not None and Decimal(value) > question.maximum:
            raise UnreadableError(_within(question) or str(_AT_MOST) % {"limit": number_format(question.maximum)})
    if question.period:
        _check_period(question.period, str(value))


def _check_period(period: str, value: str) -> None:
    # Partly known dates are compared as far as they are known.
    today = clock.today().isoformat()[: len(value)]
    if period == "past" and value > today:
        raise UnreadableError(_PAST)
    if period == "past" and int(value[:4]) < int(today[:4]) - MOST_YEARS_AGO:
        raise UnreadableError(_LONG_AGO)
    if period == "future" and value < today:
        raise UnreadableError(_FUTURE)


def _text(question: Question, text: str) -> str | None:
    if question.x_map.get("mrz") == "document_number":
        return _document_number(text)
    # A picture alone tells the office nothing; a dash may, where there is nothing to tell.
    is_picture = any(unicodedata.category(each) == "So" for each in text)
    return None if is_picture and not any(map(str.isalnum, text)) else " ".join(text.split())


def _document_number(text: str) -> str:
    """Return a number as the zone of every travel document can print it (ICAO Doc 9303): A-Z and 0-9."""
    plain = " ".join(dates.plain_digits(text).split())
    if not _NUMBER.fullmatch(plain):
        raise UnreadableError(_AS_PRINTED)
    return plain


def _long_text(_question: Question, text: str) -> str:
    return text


def _name(_question: Question, text: str) -> str | None:
    # A mark needs a letter to stand on.
    is_bare = unicodedata.category(text[0]) == "Mn"
    return None if is_bare or not all(map(_belongs_in_a_name, text)) else " ".join(text.split())


def _belongs_in_a_name(letter: str) -> bool:
    # DIN 91379: Latin letters of all European and transliterated names; marks stand behind their letter (C̆, M̂).
    if letter in _NAME_SIGNS:
        return True
    starts = ("COMBINING",) if unicodedata.category(letter) == "Mn" else ("LATIN", "MODIFIER LETTER")
    return (letter.isalpha() or starts == ("COMBINING",)) and unicodedata.name(letter, "").startswith(starts)


def _date(_question: Question, text: str) -> str | None:
    return dates.read_date(text)


def _partial_date(_question: Question, text: str) -> str | None:
    return dates.read_partial_date(text)


def _email(_question: Question, text: str) -> str | None:
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text


def _phone(_question: Question, text: str) -> str | None:
    plain = dates.plain_digits(text)
    return plain if _PHONE.fullmatch(plain) else None


def _postcode(_question: Question, text: str) -> str | None:
    digits = dates.plain_digits(text).removeprefix("D-").replace(" ", "")
    return digits if re.fullmatch(r"[0-9]{5}", digits) else None


def _country(_question: Question, text: str) -> str | None:
    return text if text in dict(places.countries("de")) else None


def _nationality(_question: Question, text: str) -> str | None:
    return text if text in dict(places.nationalities("de")) else None


def _language(_question: Question, text: str) -> str | None:
    return text if text in dict(places.languages("de")) else None


def _choice(question: Question, text: str) -> str | None:
    return text if text in {each.code for each in question.choices} else None


def _yes_no(_question: Question, text: str) -> str | None:
    return text if text in {"yes", "no"} else None


def _number(question: Question, text: str) -> str | int | None:
    found = numbers.read_number(text)
    if found is None or not _has_places(found, question.decimals):
        return None
    return found if question.decimals else int(found)


def _money(_question: Question, text: str) -> str | None:
    found = numbers.read_number(re.sub(r"€|EUR", "", text))
    return str(Decimal(found).quantize(CENT)) if found is not None and _has_places(found, 2) else None


def _has_places(number: str, most: int) -> bool:
    """Say whether a number has no more digits behind the comma than it may."""
    return len(number.partition(".")[2]) <= most


READERS: dict[str, Callable[[Question, str], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "name": _name,
    "date": _date,
    "partial_date": _partial_date,
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
    "country": _country,
    "nationality": _nationality,
    "language": _language,
    "choice": _choice,
    "yes_no": _yes_no,
    "number": _number,
    "money": _money,
}
