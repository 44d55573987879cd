"""The last day of a permit as a traffic light, and what to do today."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.catalogue.calculators.reading import Sentence

# Days left: more than 8 weeks are green, 8 to 2 weeks yellow, fewer red; the last day itself is red.
GREEN_ABOVE = 56
YELLOW_FROM = 14

TO_DO: dict[str, tuple[Sentence, ...]] = {
    "green": (_("Collect your documents. Apply about 8 weeks before the last day."),),
    "yellow": (_("Apply now. Is a document missing? You can send it later."),),
    "red": (
        _("Apply today. Is a document missing? You can send it later."),
        _("Can you not finish the form today? Call the office or write to it today."),
    ),
    "past": (
        _("Apply today, even if documents are missing. You can send them later."),
        _("Call the office today. Say that your permit has ended."),
        _("Ask the office whether you may work and travel until it decides."),
    ),
}


@dataclass(frozen=True)
class Light:
    """Colour (green, yellow, red, past), days left (0 on the last day, negative after it), what it means today.

    Says nothing about whether the permit goes on (§ 81(4) AufenthG): that is the receipt's sentence, or the office's.
    """

    colour: str
    days_left: int
    # A visa is no permit in the words of those who hold one.
    is_visa: bool = False

    @property
    def headline(self) -> Sentence:
        if self.days_left == 0:
            return (
                _("Today is the last day of your visa.")
                if self.is_visa
                else _("Today is the last day of your permit.")
            )
        return _of_visa(self.days_left) if self.is_visa else _of_permit(self.days_left)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return TO_DO[self.colour]


def light_of(last_day: date, today: date, *, is_visa: bool = False) -> Light:
    """Return the light for a permit or visa that is valid up to and including a day."""
    days = (last_day - today).days
    return Light(_colour(days), days, is_visa)


def _of_permit(left: int) -> Sentence:
    days = abs(left)
    ended = ngettext_lazy("Your permit ended {days} day ago.", "Your permit ended {days} days ago.", days)
    ends = ngettext_lazy("Your permit ends in {days} day.", "Your permit ends in {days} days.", days)
    return format_lazy(ended if left < 0 else ends, days=days)


def _of_visa(left: int) -> Sentence:
    days = abs(left)
    ended = ngettext_lazy("Your visa ended {days} day ago.", "Your visa ended {days} days ago.", days)
    ends = ngettext_lazy("Your visa ends in {days} day.", "Your visa ends in {days} days.", days)
    return format_lazy(ended if left < 0 else ends, days=days)


def _colour(days: int) -> str:
    if days < 0:
        return "past"
    if days < YELLOW_FROM:
        return "red"
    return "yellow" if days <= GREEN_ABOVE else "green"
