"""A Django form made of a step's questions. It only shows: `steps` reads and judges, the same everywhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.catalogue import kinds
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question
from portal.shared import clock, dates, language, money, numbers
from portal.shared.language import pick
from portal.shared.templatetags.portal import in_order, spoken

MOST_RADIOS = 8
# As `kinds` keeps an amount that it could read; whatever else is typed text.
KEPT_AMOUNT = re.compile(r"[0-9]+\.[0-9]{2}")
_POSTCODE = Question("postcode", "postcode", {})
_ENTER_POSTCODE = _("Enter a German postcode with 5 digits, for example 99801.")
_ENTER_DAY = _("Enter a day that is today or later, for example 24.12.2026.")
_IN_LATIN = _("In Latin letters.")
_INPUT_MODES = {
    "date": "numeric",
    "postcode": "numeric",
    "number": "numeric",
    "money": "decimal",
    "phone": "tel",
    "email": "email",
}
_LISTS = {
    "country": catalogue.countries,
    "nationality": catalogue.nationalities,
    "language": catalogue.languages,
}
_NO_SPELLING = {"name", "email", "phone", "postcode", "date", "partial_date", "number", "money"}


class AnswerField(forms.CharField):
    """A field that takes what it gets: `required` is only for the label.

    `named`: its question as it stands before a sentence about it, away from the field.
    """

    def __init__(self, *, named: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.named = named

    def clean(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Asked:
    """A question in a form, by the name of its field; in an entry of a group, with the entry's number from 1."""

    name: str
    question: Question
    entry: int | None = None
    # What stands with it besides the hint: why it is asked, whether it has changed.
    remarks: tuple[SafeString, ...] = ()

    @property
    def plain_label(self) -> str:
        """Return the label for messages: without marks for German terms, with the entry's number."""
        label = str(pick(self.question.label))
        return label if self.entry is None else f"{self.entry}. {label}"


class StepForm(forms.Form):
    """The open questions of one step, with what was typed and what is to be mended."""

    use_required_attribute = False

    def __init__(
        self,
        asked: Iterable[Asked],
        values: Mapping[str, Any],
        problems: Mapping[str, str | Promise] | None = None,
    ) -> None:
        asked = list(asked)
        typed = {each.name: _typed(each.question, values.get(each.name)) for each in asked}
        super().__init__(data=typed if problems is not None else None, initial=typed)
        self.problems = problems or {}
        for each in asked:
            self.fields[each.name] = _field(each)

    def clean(self) -> dict[str, Any]:
        for name, sentence in self.problems.items():
            if name in self.fields:
                self.add_error(name, in_order(str(sentence)))
        return self.cleaned_data


def _before_sentence(label: str) -> str:
    """Return a question as it stands before a sentence, without two stops in a row."""
    return in_order(label if label.endswith(("?", "؟", "!", ".")) else f"{label}:")


def _typed(question: Question, value: Any) -> str | list[str]:
    if question.kind == "several":
        return [str(each) for each in value] if isinstance(value, list) else []
    if value is None or question.kind == "group":
        return ""
    if question.kind in {"date", "partial_date"} and str(value)[:4].isdigit():
        return dates.write(str(value)) if "." not in str(value) else str(value)
    if question.kind == "money" and KEPT_AMOUNT.fullmatch(str(value)):
        return money.typed(Decimal(str(value)))
    return numbers.typed(str(value)) if question.kind == "number" and question.decimals else str(value)


def _field(asked: Asked) -> AnswerField:
    question = asked.question
    hints = [spoken(pick(question.hint)), _IN_LATIN if question.kind == "name" else "", *asked.remarks]
    return AnswerField(
        named=_before_sentence(asked.plain_label),
        label=spoken(pick(question.label)),
        help_text=format_html_join(" ", "{}", ((each,) for each in hints if each)),
        required=question.required,
        widget=_widget(question),
    )


def _widget(question: Question) -> forms.Widget:
    attrs = {"autocomplete": question.autocomplete or "off"}
    match question.kind:
        case "yes_no":
            return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])
        case "choice":
            return _choice(question, attrs)
        case "several":
            return forms.CheckboxSelectMultiple(choices=_choices(question))
        case "long_text":
            return forms.Textarea({**attrs, "rows": 5, "dir": "auto"})
    if question.kind in _LISTS:
        return forms.Select(attrs, choices=[("", ""), *_LISTS[question.kind](language.current())])
    return _input(question, attrs)


def _choices(question: Question) -> list[tuple[str, SafeString]]:
    return [(each.code, spoken(pick(each.label))) for each in question.choices]


def _choice(question: Question, attrs: dict[str, str]) -> forms.Widget:
    choices = _choices(question)
    if len(choices) <= MOST_RADIOS:
        return forms.RadioSelect(choices=choices)
    return forms.Select(attrs, choices=[("", ""), *choices])


def _input(question: Question, attrs: dict[str, str]) -> forms.Widget:
    extra = {"dir": "auto", **attrs}
    if question.kind in _INPUT_MODES:
        extra["inputmode"] = _INPUT_MODES[question.kind]
    if question.kind in _NO_SPELLING:
        extra |= {"spellcheck": "false", "autocapitalize": "words" if question.kind == "name" else "off"}
    return forms.TextInput(extra)


class PostcodeForm(forms.Form):
    """Which office is responsible."""

    postcode = forms.CharField(
        label=_("Postcode of the place where you live"),
        help_text=_("5 digits, for example 99801. The postcode decides which office is responsible."),
        max_length=20,
        error_messages={
            "required": _ENTER_POSTCODE,
            "max_length": _ENTER_POSTCODE,
            "null_characters_not_allowed": _ENTER_POSTCODE,
        },
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code", "dir": "auto"}),
    )

    def clean_postcode(self) -> str:
        try:
            return str(kinds.read(_POSTCODE, self.cleaned_data["postcode"]) or "")
        except kinds.UnreadableError as error:
            raise forms.ValidationError(_ENTER_POSTCODE) from error


class PromiseForm(forms.Form):
    """When a missing document will follow."""

    day = forms.CharField(
        label=_("I will send this document by"),
        help_text=_("For example 24.12.2026."),
        max_length=20,
        error_messages={"required": _ENTER_DAY, "max_length": _ENTER_DAY, "null_characters_not_allowed": _ENTER_DAY},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_day(self) -> str:
        found = dates.read_date(self.cleaned_data["day"])
        if found is None or found < clock.today().isoformat():
            raise forms.ValidationError(_ENTER_DAY)
        return found

    @property
    def day_or_nothing(self) -> str:
        """Return the day as YYYY-MM-DD; "" to take the promise back."""
        return str(self.cleaned_data.get("day", "")) if self.is_valid() else ""
