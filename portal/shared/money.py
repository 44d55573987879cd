"""Amounts in EUR as every language writes them: one way in fees, answers and sentences (Unicode CLDR)."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal

from portal.shared.language import current


def written(amount: Decimal, language: str = "", *, cents: bool = True) -> str:
    """Write an amount in EUR in a language (that of the page); without `cents` only those that are not nought.

    Number and sign never part at the end of a line.
    """
    locale = Locale.parse(language or current())
    pattern = locale.currency_formats["standard"].pattern
    if not cents and amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    text = format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False)
    # One language of ours has no sign for the euro in the data; everybody here knows it.
    # From right to left a minus would slip behind its number; a mark keeps it in front, as the data has it elsewhere.
    return text.replace("EUR", "€").replace(" ", "\xa0").replace("\u200f-", "\u200f\u200e-")


def typed(amount: Decimal, language: str = "") -> str:
    """Write an amount as somebody types it into a field: in the way of the language, without a sign."""
    return format_decimal(amount, "#,##0.00", locale=language or current())
