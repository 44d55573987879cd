"""Dates as people write them: 24.05.1999, 24/5/99, 1999-05-24, 24051999, and partly known ones (1999, 05.1999)."""

import re
from datetime import date

from portal.shared import clock

_WHOLE = re.compile(r"(\d{1,2})[./ \-](\d{1,2})[./ \-](\d{4}|\d{2})")
_WHOLE_ISO = re.compile(r"(\d{4})[./ \-](\d{1,2})[./ \-](\d{1,2})")
# Phones with a keyboard of digits alone: 24051999.
_CLOSE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./ \-](\d{4})")
_MONTH_ISO = re.compile(r"(\d{4})[./ \-](\d{1,2})")
_YEAR = re.compile(r"\d{4}")
OLDEST = 1880


def read_date(typed: str) -> str | None:
    """Return YYYY-MM-DD, or None when this is not a day of the calendar."""
    text = _digits(typed)
    if found := _WHOLE_ISO.fullmatch(text):
        year, month, day = found.groups()
    elif (found := _WHOLE.fullmatch(text)) or (found := _CLOSE.fullmatch(text)):
        day, month, year = found.groups()
    else:
        return None
    return _iso(_century(year), int(month), int(day))


def is_written_like_one(typed: str) -> bool:
    """Say whether somebody has written day, month and year, although the calendar may not know that day."""
    text = _digits(typed)
    return any(pattern.fullmatch(text) for pattern in (_WHOLE, _WHOLE_ISO, _CLOSE))


def read_partial_date(typed: str) -> str | None:
    """Return YYYY, YYYY-MM or YYYY-MM-DD; zeros stand for unknown parts as in passports (1990-00-00)."""
    text = _digits(typed)
    if _YEAR.fullmatch(text):
        return _iso(int(text), 1, 1) and text
    if found := _MONTH_ISO.fullmatch(text):
        return _month(*found.groups())
    if found := _MONTH.fullmatch(text):
        return _month(*reversed(found.groups()))
    if found := _WHOLE_ISO.fullmatch(text):
        return _reduced(*found.groups())
    if found := _WHOLE.fullmatch(text) or _CLOSE.fullmatch(text):
        return _reduced(*reversed(found.groups()))
    return None


def write(value: str) -> str:
    """Return a read date in the German order, as official papers print it: 24.05.1999, 05.1999, 1999."""
    return ".".join(reversed(value.split("-")))


def plain_digits(typed: str) -> str:
    """Return text with the digits of all scripts (٢٤, ۲۴) as 0-9."""
    return "".join(str(int(each)) if each.isdecimal() else each for each in typed.strip())


def _digits(typed: str) -> str:
    plain = plain_digits(typed)
    return re.sub(r"\s*[./\-]\s*", lambda found: found.group().strip(), plain).rstrip(".")


def _century(year: str) -> int:
    if len(year) == 4:  # noqa: PLR2004 - digits of a full year
        return int(year)
    this = clock.today().year
    # Ten years ahead cover expiry dates; anything later was meant to be in the past century.
    full = this - this % 100 + int(year)
    return full if full <= this + 10 else full - 100


def _month(year: str, month: str) -> str | None:
    if int(month) == 0:
        return _iso(int(year), 1, 1) and year
    whole = _iso(int(year), int(month), 1)
    return whole and whole[:7]


def _reduced(year: str, month: str, day: str) -> str | None:
    if int(day) == 0:
        return _month(str(_century(year)), month)
    return _iso(_century(year), int(month), int(day))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if year >= OLDEST else None
