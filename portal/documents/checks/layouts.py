"""The layouts of machine-readable zones after ICAO Doc 9303, parts 4 to 7, and what their check digits cover."""

from dataclasses import dataclass, field

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
    """One size of zone: lines and columns, where its fields stand, and what each check digit covers.

    `empty_digits`: digits that may be a filler where their field is empty. `overflow`: where a document number of
    more than nine characters runs on (its digit's place then holds a filler).
    """

    name: str
    lines: int
    columns: int
    fields: dict[str, Span]
    digits: dict[str, tuple[Span, tuple[Span, ...]]]
    overflow: str = ""
    is_card: bool = False
    empty_digits: frozenset[str] = field(default=frozenset({"birth", "expiry", "optional"}))


_FIRST = {"code": (0, 0, 2), "issuer": (0, 2, 5)}
_SECOND = {
    "number": (1, 0, 9),
    "nationality": (1, 10, 13),
    "birth": (1, 13, 19),
    "sex": (1, 20, 21),
    "expiry": (1, 21, 27),
}
_DATED = ("number", "birth", "expiry")
_Places = dict[str, tuple[int, int, int]]


def _layout(name: str, shape: tuple[int, int], fields: _Places, digits: dict[str, tuple[Span, ...]]) -> Layout:
    """Build a layout; `digits` maps a digit's name to its place, followed by what it covers."""
    spans = {key: Span(*value) for key, value in fields.items()}
    own = {
        key: (Span(spans[key].line, spans[key].end, spans[key].end + 1), (spans[key],))
        for key in _DATED
        if key in spans
    }
    return Layout(
        name,
        *shape,
        spans,
        own | {key: (place, tuple(covered)) for key, (place, *covered) in digits.items()},
        overflow="optional" if name in ("TD1", "TD2") else "",
        is_card=name in ("TD1", "TD2", "IDFRA"),
    )


TD3 = _layout(
    "TD3",
    (2, 44),
    {**_FIRST, "name": (0, 5, 44), **_SECOND, "optional": (1, 28, 42)},
    {
        "optional": (Span(1, 42, 43), Span(1, 28, 42)),
        "total": (Span(1, 43, 44), Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)),
    },
)
TD2 = _layout(
    "TD2",
    (2, 36),
    {**_FIRST, "name": (0, 5, 36), **_SECOND, "optional": (1, 28, 35)},
    {"total": (Span(1, 35, 36), Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35))},
)
MRVA = _layout("MRVA", (2, 44), {**_FIRST, "name": (0, 5, 44), **_SECOND, "optional": (1, 28, 44)}, {})
MRVB = _layout("MRVB", (2, 36), {**_FIRST, "name": (0, 5, 36), **_SECOND, "optional": (1, 28, 36)}, {})
TD1 = _layout(
    "TD1",
    (3, 30),
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
    {"total": (Span(1, 29, 30), Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29))},
)
# The French identity card of 1988 to 2021: no expiry, no nationality, given names in the second line.
IDFRA = _layout(
    "IDFRA",
    (2, 36),
    {
        **_FIRST,
        "name": (0, 5, 30),
        "office": (0, 30, 36),
        "number": (1, 0, 12),
        "given": (1, 13, 27),
        "birth": (1, 27, 33),
        "sex": (1, 34, 35),
    },
    {"total": (Span(1, 35, 36), Span(0, 0, 36), Span(1, 0, 35))},
)


def layout_of(lines: tuple[str, ...]) -> Layout | None:
    """Tell the layout by number and length of the lines, visas and the French card by how they begin."""
    shape = len(lines), len(lines[0]) if lines else 0
    if any(len(line) != shape[1] for line in lines):
        return None
    is_visa = bool(lines) and lines[0].startswith("V")
    short = IDFRA if lines and lines[0].startswith("IDFRA") else TD2
    return {
        (2, 44): MRVA if is_visa else TD3,
        (2, 36): MRVB if is_visa else short,
        (3, 30): TD1,
    }.get(shape)


def digit(text: str) -> str:
    """Return the check digit: weights 7 3 1, letters from A=10, the filler 0 (ICAO 9303-3, 4.9)."""
    values = (0 if each == FILLER else int(each, 36) for each in text)
    return str(sum(value * WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def cut(lines: tuple[str, ...], span: Span) -> str:
    """Return the text of a field, fillers included."""
    return lines[span.line][span.start : span.end]


def is_long_number(layout: Layout, lines: tuple[str, ...]) -> bool:
    """Say whether the document number runs on in the optional data: a filler stands where its digit would."""
    place, (number,) = layout.digits["number"]
    return bool(layout.overflow) and cut(lines, place) == FILLER and FILLER not in cut(lines, number)


def long_number_rest(layout: Layout, lines: tuple[str, ...]) -> str:
    """Return what follows the first nine characters of a long number, its check digit last."""
    return cut(lines, layout.fields[layout.overflow]).split(FILLER, 1)[0]


def wrong_digits(layout: Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the check digits that do not fit, `total` last."""
    return tuple(key for key in layout.digits if not _fits(layout, lines, key))


def _fits(layout: Layout, lines: tuple[str, ...], key: str) -> bool:
    place, covered = layout.digits[key]
    text = "".join(cut(lines, span) for span in covered)
    found = cut(lines, place)
    if key == "number" and is_long_number(layout, lines):
        rest = long_number_rest(layout, lines)
        return len(rest) > 1 and rest[-1] == digit(text + FILLER + rest[:-1])
    if key in layout.empty_digits and not text.strip(FILLER):
        return found in (FILLER, "0")
    return found == digit(text)
