"""The account of working days of students: 140 full or 280 half days in a calendar year (§ 16b(3) AufenthG)."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext_lazy as _

from portal.catalogue.calculators.reading import Sentence

LIMIT = Decimal(140)
LAW = "§ 16b Abs. 3 AufenthG"
# A week of up to 20 hours in lecture time, or any week outside it, may count as this many days.
WEEK = Decimal("2.5")
HALF = Decimal("0.5")


@dataclass(frozen=True)
class WorkAccount:
    """What is used and left this year, in full days. A day of up to 4 hours is half a day."""

    used: Decimal
    limit: Decimal = LIMIT
    law: str = LAW

    @property
    def left(self) -> Decimal:
        return max(Decimal(0), self.limit - self.used)

    @property
    def over(self) -> Decimal:
        return max(Decimal(0), self.used - self.limit)

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def half_days_left(self) -> int:
        return int(self.left / HALF)

    @property
    def weeks_at_20_hours_left(self) -> int:
        """Full weeks of up to 20 hours that still fit."""
        return int(self.left // WEEK)

    @property
    def sentence(self) -> Sentence:
        if self.is_over:
            return _("These are more days than the year allows. Ask the office before you work another day.")
        if not self.left:
            return _("All days of this year are used. Ask the office before you work another day.")
        return _("You can still work this year. Jobs as a student assistant at the university do not count.")


def work_account(days_worked: Decimal, weeks: int = 0) -> WorkAccount:
    """Add up the year: single days (half days as 0.5, a begun half counts whole) and weeks counted as 2.5 days.

    A day belongs to one of the two, never to both. Negative numbers count as none.
    """
    halves = (max(Decimal(0), days_worked) / HALF).to_integral_value(ROUND_CEILING)
    return WorkAccount(used=halves * HALF + max(0, weeks) * WEEK)
