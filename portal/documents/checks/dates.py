"""Dates in papers: German, English, Turkish, Ukrainian, Russian, Arabic, Persian and a few more spellings.

Month names come from the CLDR (Babel). Figures with slashes are read day first, as in Europe. Persian years (13xx,
14xx) are turned into ours.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from babel import Locale

LOCALES = (
    "de",
    "de_AT",
    "en",
    "tr",
    "uk",
    "ru",
    "ar",
    "ar_SY",
    "ar_MA",
    "ar_DZ",
    "ar_SA",
    "fa",
    "fr",
    "es",
    "it",
    "pl",
    "ro",
)
# Names of the Persian calendar: as written in Iran, and in Afghanistan.
PERSIAN_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
)
PERSIAN_YEARS = range(1300, 1450)
PERSIAN_EPOCH = date(1921, 3, 21)
PERSIAN_LEAPS = {1, 5, 9, 13, 17, 22, 26, 30}
FIRST_HALF = 6
SIXTH_DAYS, LATER_DAYS = 31, 30
# Two figures of a year: up to this one it is our century.
NEWEST = 45
# Words shortly before a date that say what it is; the nearest one wins.
ROLES = {
    "birth": "geboren geb. geburtsdatum geburtstag born birth birthday dogum dogum|tarihi dogumlu народив народилас народження родил рождения مواليد المولود المولوده الولاده ولادت تولد متولد ne|le nee|le naissance nacid nacimiento",  # noqa: E501
    "issued": "ausgestellt ausstellungsdatum ausstellungstag issued issue datum date: date|of|issue den erstellt stand: druckdatum duzenleme|tarihi verilis|tarihi видано видання видачі выдан выдачи صدر الاصدار اصدار صدور صادره delivre fait expedi",  # noqa: E501
    "valid": "gultig|bis gultig|zum gultigkeit ablaufdatum ablauf lauft|ab valid|until valid|to expiry expires expiration gecerlilik son|gecerlilik|tarihi дійсний|до дійсна|до дійсне|до действителен|до действует|до срок|действия صالح صالح|حتي الانتهاء انتهاء الصلاحيه اعتبار valable|jusqu caduc valido|hasta befristet|bis",  # noqa: E501
    "end": "endet ende ends end bis until to through by bitis до по الى حتي تا au jusqu hasta",
    "start": "beginnt beginn beginnend mietbeginn vertragsbeginn begins start starting vom from seit since ab baslangic з від с من از du depuis desde eintritt einzug einzugsdatum moving|in moved",  # noqa: E501
}
AFTER_BIRTH = re.compile(r"^[^.;\d]{0,40}?\b(?:geboren|geborene[rn]?|dogdu|dogmustur|dogumlu|born|народив|родил)")
BEFORE, AFTER = 40, 80
# More days than any paper has.
MOST_DATES = 300
# Short words ("by", "bis", "den") mean many things: they count close to the date only.
SHORT, CLOSE = 3, 8
MONTH_FIRST = re.compile(r"\b(?:usa|u\.s\.a?\.?|united states|philippines|philippinen|vereinigte staaten)(?!\w)")
WINTER = re.compile(
    r"\b(?:wintersemester|winter semester|wise|ws|winter term)\s*(?P<y>(?:20)?\d\d)\s*(?:/|-)\s*(?:20)?\d\d\b"
)
SUMMER = re.compile(r"\b(?:sommersemester|summer semester|sose|ss|summer term)\s*(?P<y>(?:20)?\d\d)\b")
PERIOD_GAP = 40
MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Dated:
    """A day on the page, its role (birth, issued, valid, start, end, plain) and where it stands in the folded text."""

    day: date
    role: str
    place: int = 0
    stop: int = 0


def find(text: str) -> list[Dated]:
    """Find all dates, in the order of the page; an ambiguous one of a month-first country comes both ways."""
    plain = folded(text)
    is_month_first = bool(MONTH_FIRST.search(plain))
    found, end = [], 0
    for match in _matches(plain)[:MOST_DATES]:
        days = list(_days(match, is_month_first=is_month_first))
        if days:
            # Words before the previous date belong to that one.
            role = _role(
                plain[max(end, match.start() - BEFORE) : match.start()], plain[match.end() : match.end() + AFTER]
            )
            found += [Dated(day, role, match.start(), match.end()) for day in days]
            end = match.end()
    return found


def issued(found: Iterable[Dated]) -> date | None:
    """Return the day of issue: the latest one called so, else the latest without a role."""
    found = list(found)
    called = [each.day for each in found if each.role == "issued"]
    spanned = {day for span in _spans(found) for day in span}
    plain = [each.day for each in found if each.role == "plain" and each.day not in spanned]
    return max(called or plain, default=None)


def valid_until(found: Iterable[Dated]) -> date | None:
    """Return the last day of validity, when the page names one."""
    return max((each.day for each in found if each.role == "valid"), default=None)


def period(text: str, found: Iterable[Dated]) -> tuple[date, date] | None:
    """Return the latest period: two days that belong together, else a semester by its name (April and October)."""
    spans = list(_spans(list(found)))
    if not spans:
        spans = list(_semesters(folded(text)))
    return max(spans, key=lambda span: span[1], default=None)


def months(text: str) -> list[str]:
    """Return the months that stand alone ("Oktober 2026", "10/2026"), as YYYY-MM, each once, in order of time."""
    plain = folded(text)
    for match in reversed(_matches(plain)[:MOST_DATES]):
        plain = plain[: match.start()] + "#" * (match.end() - match.start()) + plain[match.end() :]
    named = ((match["n"], match["y"]) for match in _month_name().finditer(plain))
    figures = re.finditer(r"(?<![\d./#-])(?P<m>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<y>20\d\d)(?![\d/#])", plain)
    found = {(int(year), _month_names()[name]) for name, year in named} | {(int(m["y"]), int(m["m"])) for m in figures}
    return [f"{year:04}-{month:02}" for year, month in sorted(found) if month <= MONTHS_IN_YEAR]


def folded(text: str) -> str:
    """Lower case, without marks, with single blanks and European figures."""
    bare = (each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    figures = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in bare)
    letters = str.maketrans("یىکةıł", "ييكهil")
    return " ".join(figures.translate(letters).split())


def _matches(plain: str) -> list[re.Match[str]]:
    """Find everything written like a date, without overlaps."""
    found = sorted(
        (each for shape in _shapes() for each in shape.finditer(plain)), key=lambda m: (m.start(), -m.end())
    )
    kept: list[re.Match[str]] = []
    for each in found:
        if not kept or each.start() >= kept[-1].end():
            kept.append(each)
    return kept


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    names = "|".join(map(re.escape, sorted(_month_names(), key=len, reverse=True)))
    day = r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th|-?го|-?е|er)?"
    return tuple(
        re.compile(shape)
        for shape in (
            r"(?<![\d.])(?P<d>\d{1,2})\s?\.\s?(?P<m>\d{1,2})\s?\.\s?(?P<y>\d{4}|\d{2})(?![\d.]\d|\d)",
            r"(?<![\d/-])(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
            r"(?<![\d/-])(?P<d>\d{1,2})\s?[/-]\s?(?P<m>\d{1,2})\s?[/-]\s?(?P<y>\d{4})(?!\d)",
            rf"(?<!\d){day}\s*[-/]?\s*(?:de |of )?(?P<n>{names})\.?,?\s*[-/]?\s*(?:de )?(?P<y>\d{{4}})(?!\d)",
            rf"(?<!\w)(?P<n>{names})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
        )
    )


@cache
def _month_name() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_month_names(), key=len, reverse=True)))
    return re.compile(rf"(?<![\w.])(?P<n>{names})\.?,?\s*/?\s*(?P<y>20\d\d)(?!\d)")


@cache
def _month_names() -> dict[str, int]:
    """Return the number of each month by its folded names; Persian ones count from 13."""
    names: dict[str, int] = {}
    for locale in LOCALES:
        for forms in Locale.parse(locale).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    names.setdefault(folded(str(name)).rstrip("."), int(number))
    for listed in PERSIAN_MONTHS:
        for number, name in enumerate(listed.split(), start=MONTHS_IN_YEAR + 1):
            names.setdefault(folded(name), number)
    return {name: number for name, number in names.items() if len(name) > 1 and not name.isdigit()}


def _days(match: re.Match[str], *, is_month_first: bool) -> Iterator[date]:
    parts = match.groupdict()
    day, year = int(parts["d"]), _year(parts["y"])
    month = _month_names()[parts["n"]] if parts.get("n") else int(parts["m"])
    if parts.get("n") is None and "/" in match[0] and day <= MONTHS_IN_YEAR and is_month_first:
        yield from _valid(year, day, month)
    elif parts.get("n") is None and "/" in match[0] and month > MONTHS_IN_YEAR:
        day, month = month, day
    yield from _valid(year, month, day)


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) > 2:  # noqa: PLR2004 - two figures of a year
        return year
    return 2000 + year if year <= NEWEST else 1900 + year


def _valid(year: int, month: int, day: int) -> Iterator[date]:
    if year in PERSIAN_YEARS:
        yield from _persian(year, month - MONTHS_IN_YEAR if month > MONTHS_IN_YEAR else month, day)
    elif 1900 <= year <= 2100 and 1 <= month <= MONTHS_IN_YEAR:  # noqa: PLR2004 - what papers of the living name
        try:
            yield date(year, month, day)
        except ValueError:
            return


def _persian(year: int, month: int, day: int) -> Iterator[date]:
    """Turn a date of the Persian solar calendar into ours (33-year rule, right from 1300 to 1450)."""
    if not (1 <= month <= MONTHS_IN_YEAR and 1 <= day <= SIXTH_DAYS):
        return
    years = range(PERSIAN_YEARS.start, year)
    days = sum(366 if each % 33 in PERSIAN_LEAPS else 365 for each in years)
    days += SIXTH_DAYS * min(month - 1, FIRST_HALF) + LATER_DAYS * max(0, month - 1 - FIRST_HALF) + day - 1
    yield PERSIAN_EPOCH + timedelta(days=days)


def _role(before: str, after: str) -> str:
    places = [
        (match.end(), len(match[0]), role)
        for role, shape in _role_words()
        for match in shape.finditer(before)
        if len(match[0]) > SHORT or len(before) - match.end() <= CLOSE
    ]
    place, _, role = max(places, default=(-1, 0, "plain"))
    if place < 0 and AFTER_BIRTH.search(after):
        return "birth"
    return role


@cache
def _role_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    shapes = {}
    for role, listed in ROLES.items():
        terms = sorted((folded(term.replace("|", " ")) for term in listed.split()), key=len, reverse=True)
        # Only longer words have endings: "au" must not be found in "auch".
        ended = "|".join(re.escape(term) + (r"\w{0,3}" if len(term) > SHORT + 1 else "") for term in terms)
        shapes[role] = re.compile(rf"(?<!\w)(?:{ended})(?!\w)")
    return tuple(shapes.items())


def _spans(found: list[Dated]) -> Iterator[tuple[date, date]]:
    for first, second in pairwise(found):
        is_near = 0 <= second.place - first.stop <= PERIOD_GAP
        is_pair = first.role == "start" or (second.place - first.stop <= 3 and first.role != "birth")  # noqa: PLR2004 - a dash
        if is_near and is_pair and second.role in ("end", "valid", "plain") and first.day < second.day:
            yield first.day, second.day


def _semesters(plain: str) -> Iterator[tuple[date, date]]:
    for match in WINTER.finditer(plain):
        year = _year(match["y"])
        yield date(year, 10, 1), date(year + 1, 3, 31)
    for match in SUMMER.finditer(plain):
        year = _year(match["y"])
        yield date(year, 4, 1), date(year, 9, 30)
