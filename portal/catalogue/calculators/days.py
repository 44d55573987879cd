"""Counting in months and years as the civil code counts (§§ 187(2), 188(2) and (3) BGB)."""

from datetime import MAXYEAR, date

MONTHS = 12


def months_later(start: date, months: int) -> date:
    """Return the first day on which a period of full months is over; its first day counts whole.

    Where the month has no such day, the period ends with the month's last day: what began on 31 August is six
    months old on 1 March, what began on 29 February is a year old on 1 March. Beyond the calendar: its last day.
    """
    years, month = divmod(start.month - 1 + months, MONTHS)
    year = start.year + years
    if year > MAXYEAR:
        return date.max
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return months_later(date(year, month + 1, 1), 1)


def full_years(born: date, day: date) -> int:
    """Return the age in full years; negative before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def span_of(text: object) -> tuple[date, date] | None:
    """Return the first and last day that a date known in part can mean.

    Reads 1990, 1990-00-00, 1990-05, 1990-05-00 and 1990-05-17; anything else is no date.
    """
    known = str(text).strip().removesuffix("-00").removesuffix("-00")
    firsts = {4: f"{known}-01-01", 7: f"{known}-01", 10: known}
    try:
        first = date.fromisoformat(firsts[len(known)])
    except (KeyError, ValueError):
        return None
    length = {4: MONTHS, 7: 1}.get(len(known))
    return (first, _last_before(first, length)) if length else (first, first)


def _last_before(first: date, months: int) -> date:
    end = months_later(first, months)
    return end if end == date.max else date.fromordinal(end.toordinal() - 1)
