"""Django forms made of questions of the catalogue, for pages that nobody has signed in to. What is clean is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.catalogue import kinds
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question
from portal.needs.states import HAVE, NEED
from portal.shared import dates, language
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken

_INPUT_MODES = {"date": "numeric", "money": "decimal"}


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


class AnswerField(forms.Field):
    """The answer to a question, read as in every form (see `kinds`)."""

    def __init__(self, question: Question, **more: Any) -> None:
        super().__init__(required=question.required, **more)
        self.question = question

    def clean(self, value: Any) -> kinds.Value | None:
        try:
            found = kinds.read(self.question, value)
        except kinds.UnreadableError as error:
            raise forms.ValidationError(str(error.sentence)) from error
        if found is None and self.required:
            raise forms.ValidationError(str(kinds.example(self.question)), code="required")
        return found


def _field(question: Question) -> forms.Field:
    label, hint = spoken(pick(question.label)), spoken(pick(question.hint))
    return AnswerField(question, widget=_widget(question), label=label, help_text=hint)


def _widget(question: Question) -> forms.Widget:
    if question.kind == "yes_no":
        return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])
    if question.kind == "nationality":
        return forms.Select(choices=[("", ""), *catalogue.nationalities(language.current())])
    if question.choices:
        return forms.RadioSelect(choices=[(each.code, spoken(pick(each.label))) for each in question.choices])
    attrs = {"dir": "auto", "autocomplete": "off", "spellcheck": "false"}
    modes = {**_INPUT_MODES, "number": "decimal" if question.decimals else "numeric"}
    if mode := modes.get(question.kind):
        attrs["inputmode"] = mode
    return forms.TextInput(attrs)


def _typed(question: Question, value: Any) -> Any:
    return dates.write(str(value)) if value and question.kind in {"date", "partial_date"} else value
