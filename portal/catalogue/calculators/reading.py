"""Reading answers as they stand in a draft: words, numbers or days; what cannot be read is not answered yet."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise

type Answers = Mapping[str, Any]
type Sentence = str | Promise

# Levels of the Common European Framework of Reference for Languages, lowest first.
LEVELS = ("none", "a1", "a2", "b1", "b2", "c1", "c2")

# Far above every number of years, months, days or euros that one of our sums knows.
MOST = Decimal(100_000_000)


def yes_or_no(answers: Answers, code: str) -> bool | None:
    """Return a yes-or-no answer; forms say "yes", stored answers may say true."""
    return {"yes": True, "no": False, "true": True, "false": False}.get(str(answers.get(code)).lower())


def rank(level: object) -> int | None:
    """Return how high a language level stands, 0 for none."""
    text = level.lower() if isinstance(level, str) else ""
    return LEVELS.index(text) if text in LEVELS else None


def amount(answers: Answers, code: str) -> Decimal | None:
    """Return a number that is not negative."""
    value = answers.get(code)
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return min(number, MOST) if number.is_finite() and number >= 0 else None


def whole(answers: Answers, code: str) -> int | None:
    """Return a number of full years or months; what is only begun does not count."""
    number = amount(answers, code)
    return None if number is None else int(number)


def day(answers: Answers, code: str) -> date | None:
    """Return a whole date."""
    value = answers.get(code)
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None
