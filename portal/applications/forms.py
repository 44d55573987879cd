"""A Django form made of a step's questions. It only shows: `steps` reads and judges, the same everywhere."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.applications.steps import dates
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question
from portal.shared import clock, language
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken

MOST_RADIOS = 8
_ENTER_POSTCODE = _("Enter a German postcode with 5 digits, for example 99801.")
_ENTER_DAY = _("Enter a day that is today or later, for example 24.12.2026.")
_INPUT_MODES = {
    "date": "numeric",
    "postcode": "numeric",
    "number": "numeric",
    "money": "decimal",
    "phone": "tel",
    "email": "email",
}
_NO_SPELLING = {"name", "email", "phone", "postcode", "date", "partial_date", "number", "money"}


class AnswerField(forms.CharField):
    """A field that takes what it gets: `required` is only for the label."""

    def clean(self, value: Any) -> Any:
        return value


class StepForm(forms.Form):
    """The open questions of one step, with what was typed and what is to be mended."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Iterable[Question],
        values: Mapping[str, Any],
        problems: Mapping[str, str | Promise] | None = None,
    ) -> None:
        questions = list(questions)
        typed = {each.code: _typed(each, values.get(each.code)) for each in questions}
        super().__init__(data=typed if problems is not None else None, initial=typed)
        self.problems = problems or {}
        # The labels of the fields carry marks for German terms; a message is plain text.
        self.plain_labels = {each.code: str(pick(each.label)) for each in questions}
        for question in questions:
            self.fields[question.code] = _field(question)

    def clean(self) -> dict[str, Any]:
        for code, sentence in self.problems.items():
            if code in self.fields:
                self.add_error(code, _after_label(self.plain_labels[code], sentence))
        return self.cleaned_data


def _after_label(label: str, sentence: str | Promise) -> str:
    """Name the question before the sentence, without two stops in a row."""
    return f"{label} {sentence}" if label.endswith(("?", "؟", "!", ".")) else f"{label}: {sentence}"


def _typed(question: Question, value: Any) -> str:
    if value is None:
        return ""
    if question.kind in {"date", "partial_date"} and str(value)[:4].isdigit():
        return dates.write(str(value)) if "." not in str(value) else str(value)
    return str(value)


def _field(question: Question) -> AnswerField:
    return AnswerField(
        label=spoken(pick(question.label)),
        help_text=spoken(pick(question.hint)),
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
        case "country":
            return forms.Select(attrs, choices=[("", ""), *catalogue.countries(language.current())])
        case "nationality":
            return forms.Select(attrs, choices=[("", ""), *catalogue.nationalities(language.current())])
        case "long_text":
            return forms.Textarea({**attrs, "rows": 5, "dir": "auto"})
    return _input(question, attrs)


def _choice(question: Question, attrs: dict[str, str]) -> forms.Widget:
    choices = [(each.code, spoken(pick(each.label))) for each in question.choices]
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
        found = dates.plain_digits(self.cleaned_data["postcode"]).removeprefix("D-").replace(" ", "")
        if not re.fullmatch(r"[0-9]{5}", found):
            raise forms.ValidationError(_ENTER_POSTCODE)
        return found


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
