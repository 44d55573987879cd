"""The amounts of the law as they stand on a day: read once, kept until a row changes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.core.cache import cache
from django.db import transaction

from portal.catalogue.conditions import Condition, condition_from
from portal.catalogue.definition import Texts
from portal.catalogue.models import Fee, FeeReduction, Threshold, in_force
from portal.shared import clock
from portal.shared.language import CODES, column

_VERSION = "catalogue:law"
# How long a process goes on with what it read, in seconds, before it asks whether another process changed a row.
TRUSTED_FOR = 20


@dataclass(frozen=True)
class Price:
    """A fee in EUR, with its law."""

    key: str
    title: Texts
    amount: Decimal
    law: str


@dataclass(frozen=True)
class Reduction:
    """What makes fees smaller for some (§§ 50, 52, 52a, 53 AufenthV)."""

    code: str
    effect: str
    price_key: str
    applies_to: frozenset[str]
    when: Condition | None
    law: str
    title: Texts
    reason: Texts


@dataclass(frozen=True)
class Law:
    """Fees, reductions and thresholds in force on a day."""

    day: date
    prices: Mapping[str, Price]
    reductions: tuple[Reduction, ...]
    # (key, first day, last day or None, EUR), all years: rules may ask about another year.
    thresholds: tuple[tuple[str, date, date | None, Decimal], ...]

    def amount(self, key: str, year: int) -> Decimal | None:
        """Return a threshold for a year: for the law's own year as it stands on the day; None when none is set yet."""
        if year == self.day.year:
            return self._amount_on(key, self.day)
        # A year is asked about as a whole: what holds at its end is the newest.
        return self._amount_on(key, date(year, 12, 31)) if date.min.year <= year <= date.max.year else None

    def _amount_on(self, key: str, day: date) -> Decimal | None:
        holding = [
            row for row in self.thresholds if row[0] == key and row[1] <= day and (row[2] is None or row[2] >= day)
        ]
        return holding[-1][3] if holding else None

    @cached_property
    def placeholders(self) -> dict[str, Decimal]:
        """Return the amounts that texts may name."""
        found = {f"{{fee:{key}}}": price.amount for key, price in self.prices.items()}
        for key in {row[0] for row in self.thresholds}:
            amount = self._amount_on(key, self.day)
            if amount is not None:
                found[f"{{threshold:{key}}}"] = amount
        return found

    @cached_property
    def stamp(self) -> str:
        """Return a text that differs whenever an amount in a text would."""
        return ";".join(f"{name}{amount}" for name, amount in sorted(self.placeholders.items()))

    @property
    def threshold_keys(self) -> frozenset[str]:
        """Return the keys that conditions may name."""
        return frozenset(row[0] for row in self.thresholds)


class _Known:
    laws: dict[date, Law] = {}
    version = ""
    until = 0.0


def law_on(day: date | None = None) -> Law:
    """Return the law of a day (today): no query while nothing changed."""
    day = day or clock.today()
    _renew_if_old()
    if day not in _Known.laws:
        if len(_Known.laws) > 50:  # noqa: PLR2004 - one for each day asked about
            _Known.laws.clear()
        _Known.laws[day] = _read(day)
    return _Known.laws[day]


def _renew_if_old() -> None:
    if time.monotonic() < _Known.until:
        return
    version = cache.get(_VERSION, "")
    if version != _Known.version:
        _Known.laws.clear()
    _Known.version, _Known.until = version, time.monotonic() + TRUSTED_FOR


def changed() -> None:
    """Forget what was read: a row of the law has changed, here at once and elsewhere after `TRUSTED_FOR` seconds."""
    forget()
    transaction.on_commit(_tell)


def forget() -> None:
    """Forget what this process has read."""
    _Known.laws.clear()
    _Known.until = 0.0


def _tell() -> None:
    forget()
    cache.set(_VERSION, str(time.time_ns()), None)


def _read(day: date) -> Law:
    fees = Fee.objects.filter(in_force(day))
    rows = Threshold.objects.order_by("valid_from").values_list("key", "valid_from", "valid_until", "amount")
    return Law(
        day=day,
        prices={row.key: Price(row.key, texts_of(row, "title"), row.amount, row.law) for row in fees},
        reductions=tuple(_reduction(row) for row in FeeReduction.objects.filter(in_force(day))),
        thresholds=tuple(rows),
    )


def _reduction(row: FeeReduction) -> Reduction:
    return Reduction(
        code=row.code,
        effect=row.effect,
        price_key=row.price_key,
        applies_to=frozenset(row.applies_to),
        when=condition_from(row.when),
        law=row.law,
        title=texts_of(row, "title"),
        reason=texts_of(row, "reason"),
    )


def texts_of(row: object, field: str) -> Texts:
    """Return a translated field of a row in all its languages; empty ones are left out."""
    found = {code: getattr(row, column(field, code)) for code in CODES}
    return {code: text for code, text in found.items() if text}
