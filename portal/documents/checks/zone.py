"""What a machine-readable zone says, after ICAO Doc 9303: fields, dates with their century. Pure text, no pictures."""

from dataclasses import dataclass
from datetime import date

from portal.documents.checks import layouts
from portal.documents.checks.layouts import FILLER, Layout, cut, digit, layout_of, wrong_digits

__all__ = ["Zone", "digit", "layout_of", "parse", "wrong_digits"]
MONTHS, CENTURY, AHEAD = 12, 100, 20


@dataclass(frozen=True)
class Zone:
    """What the lines say. Dates are None where unknown or unreadable; `wrong` names the digits that do not fit.

    `birth_known` is the part of the birth date that is printed: "1974-08-12", "1974-08", "1974" or "". `is_name_cut`
    means that the name fills its field, so that letters may be missing at its end (ICAO 9303-3, 4.6.1).
    """

    layout: str
    code: str
    issuer: str
    number: str
    nationality: str
    family_name: str
    given_names: str
    is_name_cut: bool
    birth: date | None
    birth_known: str
    sex: str
    expiry: date | None
    optional: str
    wrong: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether every check digit fits."""
        return not self.wrong


def parse(lines: tuple[str, ...], today: date) -> Zone | None:
    """Read the fields; None when the lines have no known layout."""
    layout = layout_of(lines)
    if layout is None:
        return None
    field = {key: cut(lines, span) for key, span in layout.fields.items()}
    family, given = _names(field)
    birth = field["birth"]
    return Zone(
        layout=layout.name,
        code=field["code"].strip(FILLER),
        issuer=field["issuer"].strip(FILLER),
        number=_number(layout, lines),
        # The French card is for citizens only and says no nationality.
        nationality=field.get("nationality", field["issuer"]).strip(FILLER),
        family_name=_words(family),
        given_names=_words(given),
        is_name_cut=not all(field[key].endswith(FILLER) for key in ("name", "given") if key in field),
        birth=_date(birth, today, is_past=True),
        birth_known=_known(birth, today),
        sex=field["sex"].strip(FILLER),
        expiry=_date(field["expiry"], today, is_past=False) if "expiry" in field else None,
        optional=_optional(layout, lines, field),
        wrong=wrong_digits(layout, lines),
    )


def _names(field: dict[str, str]) -> tuple[str, str]:
    if "given" in field:
        return field["name"], field["given"]
    family, _, given = field["name"].partition(FILLER * 2)
    return family, given


def _number(layout: Layout, lines: tuple[str, ...]) -> str:
    number = cut(lines, layout.fields["number"]).strip(FILLER)
    if layouts.is_long_number(layout, lines):
        number += layouts.long_number_rest(layout, lines)[:-1]
    return number


def _optional(layout: Layout, lines: tuple[str, ...], field: dict[str, str]) -> str:
    text = field.get("optional", "")
    if layouts.is_long_number(layout, lines):
        text = text[len(layouts.long_number_rest(layout, lines)) :]
    return _words(f"{text}{FILLER}{field.get('optional_two', '')}")


def _words(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)


def _date(text: str, today: date, *, is_past: bool) -> date | None:
    """Read YYMMDD: birth is never in the future, an expiry at most twenty years ahead."""
    if not (text.isascii() and text.isdigit()):
        return None
    for year in _years(text, today, is_past=is_past):
        try:
            found = date(year, int(text[2:4]), int(text[4:]))
        except ValueError:
            # 29 February exists in one century and not in the other.
            continue
        if not is_past or found <= today:
            return found
    return None


def _years(text: str, today: date, *, is_past: bool) -> list[int]:
    year = 2000 + int(text[:2])
    horizon = today.year if is_past else today.year + AHEAD
    return [each for each in (year, year - CENTURY) if each <= horizon]


def _known(text: str, today: date) -> str:
    """Return the printed part of a birth date whose month or day is unknown (fillers, XX or 00; ICAO 9303-3, 4.8)."""
    whole = _date(text, today, is_past=True)
    if whole is not None:
        return whole.isoformat()
    year, month, day = text[:2], text[2:4], text[4:]
    if not year.isdigit() or not _is_unknown(day):
        return ""
    years = _years(text, today, is_past=True)
    if _is_unknown(month):
        return str(years[0])
    if not month.isdigit() or int(month) > MONTHS:
        return ""
    return next(f"{each}-{month}" for each in years if (each, int(month)) <= (today.year, today.month))


def _is_unknown(part: str) -> bool:
    return part in (FILLER * 2, "XX", "00")
