"""The machine-readable zone after ICAO Doc 9303: layouts, check digits, fields. Pure text, no pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FILLER = "<"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
WEIGHTS = (7, 3, 1)
# German documents leave out vowels and letters that look like others; permits' numbers start with a letter.
GERMAN_SERIAL = frozenset("0123456789CFGHJKLMNPRTVWXYZ")


@dataclass(frozen=True)
class Span:
    """Where a field stands: line, first column, column after the last."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """One size of zone: lines and columns, where its fields stand, and what each check digit covers."""

    name: str
    lines: int
    columns: int
    fields: dict[str, Span]
    digits: dict[str, tuple[Span, tuple[Span, ...]]]


def _layout(name: str, lines: int, columns: int, fields: dict[str, tuple[int, int, int]], total: str) -> Layout:
    spans = {key: Span(*value) for key, value in fields.items()}
    digits: dict[str, tuple[Span, tuple[Span, ...]]] = {
        key: (Span(spans[key].line, spans[key].end, spans[key].end + 1), (spans[key],))
        for key in ("number", "birth", "expiry")
    }
    last = Span(lines - 1 if lines == 2 else 1, columns - 1, columns)  # noqa: PLR2004 - TD1's total stands on line two
    if total == "TD3":
        optional = spans["optional"]
        digits["optional"] = (Span(1, 42, 43), (optional,))
        digits["total"] = (last, (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)))
    elif total == "TD2":
        digits["total"] = (last, (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)))
    elif total == "TD1":
        digits["total"] = (last, (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)))
    return Layout(name, lines, columns, spans, digits)


_SECOND = {"number": (1, 0, 9), "nationality": (1, 10, 13), "birth": (1, 13, 19), "sex": (1, 20, 21)}
_FIRST = {"code": (0, 0, 2), "issuer": (0, 2, 5)}

TD3 = _layout(
    "TD3", 2, 44, {**_FIRST, "name": (0, 5, 44), **_SECOND, "expiry": (1, 21, 27), "optional": (1, 28, 42)}, "TD3"
)
TD2 = _layout(
    "TD2", 2, 36, {**_FIRST, "name": (0, 5, 36), **_SECOND, "expiry": (1, 21, 27), "optional": (1, 28, 35)}, "TD2"
)
MRVA = _layout(
    "MRVA", 2, 44, {**_FIRST, "name": (0, 5, 44), **_SECOND, "expiry": (1, 21, 27), "optional": (1, 28, 44)}, ""
)
MRVB = _layout(
    "MRVB", 2, 36, {**_FIRST, "name": (0, 5, 36), **_SECOND, "expiry": (1, 21, 27), "optional": (1, 28, 36)}, ""
)
TD1 = _layout(
    "TD1",
    3,
    30,
    {
        **_FIRST,
        "number": (0, 5, 14),
        "optional": (0, 15, 30),
        "birth": (1, 0, 6),
        "sex": (1, 7, 8),
        "expiry": (1, 8, 14),
        "nationality": (1, 15, 18),
        "optional_two": (1, 18, 29),
        "name": (2, 0, 30),
    },
    "TD1",
)


@dataclass(frozen=True)
class Zone:
    """What the lines say. Dates are None where unknown or unreadable; `wrong` names the digits that do not fit."""

    layout: str
    code: str
    issuer: str
    number: str
    nationality: str
    family_name: str
    given_names: str
    is_name_cut: bool
    birth: date | None
    sex: str
    expiry: date | None
    wrong: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Say whether every check digit fits."""
        return not self.wrong


def layout_of(lines: tuple[str, ...]) -> Layout | None:
    """Tell the layout by number and length of the lines, and visas by their first letter."""
    shape = len(lines), len(lines[0]) if lines else 0
    if any(len(line) != shape[1] for line in lines):
        return None
    is_visa = bool(lines) and lines[0].startswith("V")
    return {
        (2, 44): MRVA if is_visa else TD3,
        (2, 36): MRVB if is_visa else TD2,
        (3, 30): TD1,
    }.get(shape)


def digit(text: str) -> str:
    """Return the check digit: weights 7 3 1, letters from A=10, the filler 0 (ICAO 9303-3, 4.9)."""
    values = (0 if each == FILLER else int(each, 36) for each in text)
    return str(sum(value * WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def cut(lines: tuple[str, ...], span: Span) -> str:
    """Return the text of a field, fillers included."""
    return lines[span.line][span.start : span.end]


def wrong_digits(layout: Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the check digits that do not fit, `total` last."""
    return tuple(key for key in layout.digits if not _fits(layout, lines, key))


def _fits(layout: Layout, lines: tuple[str, ...], key: str) -> bool:
    place, covered = layout.digits[key]
    text = "".join(cut(lines, span) for span in covered)
    found = cut(lines, place)
    if key == "optional" and not text.strip(FILLER):
        return found in (FILLER, "0")
    if key == "number" and layout is TD1 and found == FILLER:
        return _fits_long_number(text, cut(lines, layout.fields["optional"]))
    return found == digit(text)


def _fits_long_number(start: str, optional: str) -> bool:
    """Check a number of more than nine characters: it runs on in the optional data, its digit stands at the end."""
    rest = optional.split(FILLER, 1)[0]
    return len(rest) > 1 and rest[-1] == digit(start + FILLER + rest[:-1])


def parse(lines: tuple[str, ...], today: date) -> Zone | None:
    """Read the fields; None when the lines have no known layout."""
    layout = layout_of(lines)
    if layout is None:
        return None
    field = {key: cut(lines, span) for key, span in layout.fields.items()}
    family, _, given = field["name"].partition("<<")
    return Zone(
        layout=layout.name,
        code=field["code"].strip(FILLER),
        issuer=field["issuer"].strip(FILLER),
        number=_number(layout, lines, field),
        nationality=field["nationality"].strip(FILLER),
        family_name=_words(family),
        given_names=_words(given),
        is_name_cut=not field["name"].endswith(FILLER),
        birth=_date(field["birth"], today, is_past=True),
        sex=field["sex"].strip(FILLER),
        expiry=_date(field["expiry"], today, is_past=False),
        wrong=wrong_digits(layout, lines),
    )


def _number(layout: Layout, lines: tuple[str, ...], field: dict[str, str]) -> str:
    number = field["number"].strip(FILLER)
    place, _ = layout.digits["number"]
    if layout is TD1 and cut(lines, place) == FILLER:
        number += field["optional"].split(FILLER, 1)[0][:-1]
    return number


def _words(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)


def _date(text: str, today: date, *, is_past: bool) -> date | None:
    """Read YYMMDD: birth is never in the future, an expiry at most twenty years ahead."""
    if not text.isdigit():
        return None
    year = 2000 + int(text[:2])
    horizon = today.year if is_past else today.year + 20
    for century in _centuries(year, horizon):
        try:
            found = date(century, int(text[2:4]), int(text[4:]))
        except ValueError:
            return None
        if not is_past or found <= today:
            return found
    return None


def _centuries(year: int, horizon: int) -> Iterator[int]:
    if year <= horizon:
        yield year
    yield year - 100
