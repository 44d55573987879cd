"""Whether a salary reaches the year's minimum for the EU Blue Card (§ 18g AufenthG)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext_lazy as _

from portal.catalogue.calculators.reading import Sentence

CENT = Decimal("0.01")
STANDARD = "blue_card"
REDUCED = "blue_card_shortage"
# EUR: what full-time work pays in a month in Germany, and what hardly anybody is paid in a year for it.
LIKELY_MONTHLY = (Decimal(1_500), Decimal(9_000))
REDUCED_ROUTES = frozenset({"shortage", "recent_degree", "it_experience"})
APPROVAL = _("The employment agency (Bundesagentur für Arbeit) must agree. The office asks the agency for you.")


@dataclass(frozen=True)
class SalaryCheck:
    """A salary held against a minimum, EUR gross a year.

    Not `sure`: the minimum of the year is not known yet (it is announced in December for the next year).
    """

    gross_year: Decimal | None
    limit: Decimal | None
    key: str
    law: str

    @property
    def sure(self) -> bool:
        return self.limit is not None

    @property
    def is_reached(self) -> bool | None:
        """None while the salary or the minimum is not known."""
        return None if self.gross_year is None or self.limit is None else self.gross_year >= self.limit

    @property
    def gap(self) -> Decimal:
        """EUR a year that are missing, 0 when reached or not known."""
        if self.gross_year is None or self.limit is None:
            return Decimal(0)
        return max(Decimal(0), self.limit - self.gross_year)

    @property
    def seems_monthly(self) -> bool:
        """Say whether the salary looks like one for a month."""
        least, most = LIKELY_MONTHLY
        return self.gross_year is not None and least <= self.gross_year <= most

    @property
    def monthly_limit(self) -> Decimal | None:
        """EUR a month, rounded up: twelve of them reach the minimum."""
        return None if self.limit is None else (self.limit / 12).quantize(CENT, ROUND_CEILING)

    @property
    def notes(self) -> tuple[Sentence, ...]:
        return (APPROVAL,) if self.key == REDUCED else ()

    @property
    def sentence(self) -> Sentence:
        if self.seems_monthly:
            return _("Is this your salary for a month? Write the salary for a whole year.")
        if not self.sure:
            return _("The minimum salary of that year is not announced yet. You can apply all the same.")
        match self.is_reached:
            case None:
                return _("Enter your salary before tax for a whole year. Then we compare.")
            case True:
                return _("Your salary reaches the minimum.")
        return _("Your salary is below the minimum. You can apply all the same. Ask your employer about it first.")


def salary_check(gross_year: Decimal | None, thresholds: Mapping[str, Decimal], route: str) -> SalaryCheck:
    """Compare with the minimum of the year whose thresholds are given.

    The routes shortage, recent_degree and it_experience have the lower minimum; every other one, and no answer yet,
    the standard one.
    """
    key = REDUCED if route in REDUCED_ROUTES else STANDARD
    law = "§ 18g Abs. 2 AufenthG" if route == "it_experience" else "§ 18g Abs. 1 AufenthG"
    return SalaryCheck(gross_year, thresholds.get(key), key, law)
