"""Fields that are typed as people write in German: days, moments and amounts. Nothing is guessed or rewritten."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from portal.shared import money
from portal.shared.dates import plain_digits, read_date
from portal.shared.numbers import read_number

# Nothing that could be read in two ways: no 01/02/2027, no year of two digits.
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?: Uhr)?")
_CENTS = 2
NO_DAY = "Schreiben Sie den Tag als Tag.Monat.Jahr, zum Beispiel 01.01.2027."
NO_MOMENT = "Schreiben Sie Tag und Uhrzeit, zum Beispiel 01.12.2026 00:00."
NO_AMOUNT = "Schreiben Sie den Betrag in Euro, zum Beispiel 110,50."


def day_of(typed: str) -> date | None:
    """Return the day that was typed; None when the calendar does not know it, or when it is written in another way."""
    text = plain_digits(typed)
    found = read_date(text) if _DAY.fullmatch(text) else None
    return date.fromisoformat(found) if found else None


class DayField(forms.DateField):
    """A day: 1.1.2027, or 2027-01-01."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid": NO_DAY, "required": NO_DAY}
        widget = forms.DateInput({"autocomplete": "off"}, format="%d.%m.%Y")
        super().__init__(**{"widget": widget, "error_messages": errors, **kwargs})

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        if (found := day_of(value)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class MomentField(forms.DateTimeField):
    """A day with its time, in the time of the office: 1.12.2026 00:00."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid": NO_MOMENT, "required": NO_MOMENT}
        widget = forms.DateTimeInput({"autocomplete": "off"}, format="%d.%m.%Y %H:%M")
        super().__init__(**{"widget": widget, "error_messages": errors, **kwargs})

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        first, _space, rest = plain_digits(value).partition(" ")
        day, clock = day_of(first.rstrip(",")), _time_of(rest.strip())
        if day is None or clock is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return make_aware(datetime.combine(day, clock))


def _time_of(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


class AmountField(forms.DecimalField):
    """An amount in EUR: 110,50."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid": NO_AMOUNT, "required": NO_AMOUNT}
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        more: dict[str, Any] = {"max_digits": 10, "decimal_places": _CENTS, "widget": widget, "error_messages": errors}
        super().__init__(**{**more, **kwargs})

    # For its types Django's field of decimals is one of whole numbers.
    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str):
            return super().to_python(value)
        text = value.replace("€", "").strip()
        if not text:
            return None
        if (found := read_number(text)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(found)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount as it is typed; what somebody has typed stays as it is."""
        return money.typed(value, "de") if isinstance(value, Decimal) else value
