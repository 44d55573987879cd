"""Numbers as people write them: 12, 0,5, 1.050,50, 1,050.50, 51 000 and the digits of every script."""

import re
from decimal import Decimal

from babel.numbers import format_decimal

from portal.shared.dates import plain_digits
from portal.shared.language import current

# One mark for thousands, another for what is behind the comma.
_GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\2[0-9]{3})*)(?P<rest>(?!\2)[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")


def read_number(typed: str) -> str | None:
    """Return a number that is not negative as 1050.50, None when this is none; below a thousand million.

    Three digits behind a single mark are thousands: 1.050 is 1050.
    """
    plain = re.sub(r"\s|['’٬]", "", plain_digits(typed)).replace("٫", ",")
    if found := _GROUPED.fullmatch(plain):
        plain = re.sub(r"[.,]", "", found["whole"]) + (found["rest"] or "")
    plain = plain.replace(",", ".")
    return plain if _PLAIN.fullmatch(plain) else None


def typed(number: str, language: str = "") -> str:
    """Write a number that was read (39.5) as somebody types it into a field: 39,5 in German, nothing grouped."""
    if not _PLAIN.fullmatch(number):
        return number
    places = "." + "0" * len(number.partition(".")[2]) if "." in number else ""
    return format_decimal(Decimal(number), f"0{places}", locale=language or current())
