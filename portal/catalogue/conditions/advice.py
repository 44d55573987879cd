"""What somebody probably meant who wrote a condition that cannot be: signs of other notations, near names."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

# Written so elsewhere, or put in by a word processor; longer signs first.
SIGNS = {
    "=>": ">=",
    "=<": "<=",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "=": "==",
    "&": "&&",
    "|": "||",
    **dict.fromkeys("„“”«»‟‚‘’", '"'),
}
WORDS = {
    "and": "&&",
    "und": "&&",
    "or": "||",
    "oder": "||",
    "not": "!",
    "nicht": "!",
    "heute": "today",
    "now": "today",
    "jahr": "year",
    "yes": "true",
    "ja": "true",
    "no": "false",
    "nein": "false",
}
# How each function is used.
EXAMPLES = {
    "age_at": "age_at(date_of_birth, today) >= 18",
    "months_between": "months_between(arrival_date, today) >= 12",
    "is_before": "is_before(title_valid_until, today)",
    "nationality_in": 'nationality_in(nationality, ["TR", "EU"])',
    "threshold": 'gross_year >= threshold("blue_card", year)',
    "size": "size(children) > 1",
}
NEAR = 0.6
# More names than these help nobody.
MOST_NAMES = 15


def with_advice(sentence: str, *advice: str) -> str:
    """Return what is wrong and what to do about it, as one text."""
    return ". ".join([sentence, " ".join(filter(None, advice))]) if any(advice) else sentence


def for_sign(rest: str) -> str:
    """Return advice on what cannot be read, by how it begins."""
    found = next((right for wrong, right in SIGNS.items() if rest.startswith(wrong)), "")
    return _meant(found) or for_word(rest)


def for_word(word: str) -> str:
    """Return advice on a word that stands where a sign is expected, or that is called otherwise here."""
    return _meant(WORDS.get(word.lower(), ""))


def for_name(name: str, known: Iterable[str]) -> str:
    """Return advice on a name that nothing has: the nearest one of those that there are."""
    near = get_close_matches(name, list(known), 1, NEAR)
    return for_word(name) or _meant(near[0] if near else "")


def for_value(name: str) -> str:
    """Return advice on a value without quotes."""
    return _("A value stands in quotes: %(value)s.") % {"value": f'"{name}"'}


def there_are(names: Iterable[str]) -> str:
    """Return the list of what could stand there."""
    found = sorted(names)
    more = ", …" if len(found) > MOST_NAMES else ""
    return _("There are: %(names)s.") % {"names": ", ".join(found[:MOST_NAMES]) + more} if found else ""


def example(function: str) -> str:
    """Return how a function is used."""
    return _("For example: %(example)s") % {"example": EXAMPLES[function]}


def _meant(word: str) -> str:
    return _("Did you mean %(word)s?") % {"word": word} if word else ""
