"""Django forms made of questions of the catalogue, for pages that nobody has signed in to. What is clean is kept."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question
from portal.needs.states import HAVE, NEED
from portal.shared import clock, dates, language
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken

# Longer than any date or amount.
MOST_LETTERS = 40
_SENTENCES = {
    "choice": _("Choose one of the answers."),
    "yes_no": _("Choose yes or no."),
    "nationality": _("Choose a nationality from the list."),
    "date": _("Enter a date with day, month and year, for example 24.05.1999."),
    "partial_date": _("Enter a date, for example 24.05.1999. If you only know month or year: 05.1999 or 1999."),
    "number": _("Enter a number, for example 12 or 0.5."),
    "money": _("Enter an amount in euros, for example 992 or 992,50."),
}
_BETWEEN = _("Enter a number from %(least)s to %(most)s.")
_AT_LEAST = _("Enter a number that is not smaller than %(limit)s.")
_AT_MOST = _("Enter a number that is not larger than %(limit)s.")
_NO_SUCH_DAY = _("The calendar does not have this day. Look at day, month and year once more.")
_PAST = _("Enter a date in the past, for example 24.05.1999.")
# One mark for thousands, another for cents: 51.000,50, 51,000.50 or 51 000.
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,'’٬ ])[0-9]{3})+(?=$|(?!\1)[.,٫][0-9]{1,2}$)")


class QuestionsForm(forms.Form):
    """Questions of the catalogue as one form; an answer is clean as it is stored: a code, a day, a number."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Iterable[Question],
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
        *,
        may_skip: bool = False,
    ) -> None:
        """Make the form; `may_skip`: whatever is left out is no error."""
        asked = list(questions)
        super().__init__(data, initial={each.code: _typed(each, (initial or {}).get(each.code)) for each in asked})
        for each in asked:
            self.fields[each.code] = _field(each)
        self.may_skip = may_skip

    def add_error(self, field: str | None, error: Any) -> None:
        if not self.may_skip or getattr(error, "code", "") != "required":
            super().add_error(field, error)


class MarksForm(forms.Form):
    """Beside each document: I have it, or I still need it."""

    use_required_attribute = False

    def __init__(self, names: Mapping[str, str], data: Any = None, initial: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choices = [(HAVE, _("I have it")), (NEED, _("I still need it"))]
        for code, name in names.items():
            self.fields[code] = forms.ChoiceField(
                label=name, choices=choices, required=False, widget=forms.RadioSelect
            )


class LanguageForm(forms.Form):
    """The second language of a printed checklist."""

    use_required_attribute = False

    def __init__(self, data: Any = None, initial: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        choices = [(code, language.native_name(code)) for code in language.CODES if code != language.current()]
        self.fields["other"] = forms.ChoiceField(label=_("Second language"), choices=choices)


# -- fields ------------------------------------------------------------------------


class ReadField(forms.CharField):
    """Text that is read as a question's kind: a day, a part of one, a number."""

    def __init__(self, question: Question, **more: Any) -> None:
        sentence = _SENTENCES[question.kind]
        messages = dict.fromkeys(("required", "max_length", "null_characters_not_allowed"), sentence)
        super().__init__(max_length=MOST_LETTERS, error_messages=messages, empty_value=None, **more)
        self.question = question

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        return None if text is None else self._read(text)

    def _read(self, text: str) -> str:
        found = READERS[self.question.kind](text)
        if found is None:
            is_date = self.question.kind in {"date", "partial_date"} and dates.is_written_like_one(text)
            raise forms.ValidationError(_NO_SUCH_DAY if is_date else _SENTENCES[self.question.kind])
        if not _is_within(self.question, found):
            raise forms.ValidationError(_limits(self.question))
        if self.question.period == "past" and found > clock.today().isoformat()[: len(found)]:
            raise forms.ValidationError(_PAST)
        return found


def _number(text: str) -> str | None:
    plain = re.sub(r"€|EUR|\s", "", dates.plain_digits(text))
    plain = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), plain).replace(",", ".").replace("٫", ".")
    return plain if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain) else None


READERS = {"date": dates.read_date, "partial_date": dates.read_partial_date, "number": _number, "money": _number}


def _is_within(question: Question, value: str) -> bool:
    if question.kind not in {"number", "money"}:
        return True
    is_low = question.minimum is not None and Decimal(value) < question.minimum
    is_high = question.maximum is not None and Decimal(value) > question.maximum
    return not is_low and not is_high


def _limits(question: Question) -> str:
    """Say between which numbers an answer lies, in the reader's way to write them."""
    least, most = question.minimum, question.maximum
    if least is not None and most is not None:
        return str(_BETWEEN) % {"least": number_format(least), "most": number_format(most)}
    if most is None:
        return str(_AT_LEAST) % {"limit": number_format(least or 0)}
    return str(_AT_MOST) % {"limit": number_format(most)}


def _field(question: Question) -> forms.Field:
    label, hint = spoken(pick(question.label)), spoken(pick(question.hint))
    if question.kind in READERS:
        attrs = {"dir": "auto", "autocomplete": "off", "spellcheck": "false"}
        modes = {"number": "decimal" if question.decimals else "numeric", "money": "decimal", "date": "numeric"}
        if mode := modes.get(question.kind):
            attrs["inputmode"] = mode
        return ReadField(
            question, required=question.required, widget=forms.TextInput(attrs), label=label, help_text=hint
        )
    sentence = _SENTENCES.get(question.kind, _SENTENCES["choice"])
    messages = {"required": sentence, "invalid_choice": sentence}
    widget = forms.Select if question.kind == "nationality" else forms.RadioSelect
    return forms.ChoiceField(
        choices=_choices(question),
        required=question.required,
        widget=widget,
        error_messages=messages,
        label=label,
        help_text=hint,
    )


def _choices(question: Question) -> list[tuple[str, Any]]:
    if question.kind == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    if question.kind == "nationality":
        return [("", ""), *catalogue.nationalities(language.current())]
    return [(each.code, spoken(pick(each.label))) for each in question.choices]


def _typed(question: Question, value: Any) -> Any:
    return dates.write(str(value)) if value and question.kind in {"date", "partial_date"} else value
