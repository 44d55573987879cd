"""Numbers as people write them: 12, 0,5, 1.050,50, 1,050.50, 51 000 and the digits of every script."""

import re

from portal.shared.dates import plain_digits

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
