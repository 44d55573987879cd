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

    @property
    def headline(self) -> Sentence:
        days = abs(self.days_left)
        if self.days_left == 0:
            return _("Today is the last day of your permit.")
        if self.days_left < 0:
            text = ngettext_lazy("Your permit ended {days} day ago.", "Your permit ended {days} days ago.", days)
        else:
            text = ngettext_lazy("Your permit ends in {days} day.", "Your permit ends in {days} days.", days)
        return format_lazy(text, days=days)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return TO_DO[self.colour]


def light_of(last_day: date, today: date) -> Light:
    """Return the light for a permit that is valid up to and including a day."""
    days = (last_day - today).days
    return Light(_colour(days), days)


def _colour(days: int) -> str:
    if days < 0:
        return "past"
    if days < YELLOW_FROM:
        return "red"
    return "yellow" if days <= GREEN_ABOVE else "green"
