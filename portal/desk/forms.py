"""What clerks fill in: the list's filter, and the words that a move needs."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Person
from portal.desk import wording
from portal.desk.queries import Wish
from portal.shared import clock

LONGEST = 2000


class FilterForm(forms.Form):
    """Everything is optional; what cannot be understood is as if it were not there."""

    q = forms.CharField(label=_("Reference"), required=False, max_length=40, strip=True)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All open cases")), *wording.STATES.items()]
    )
    mine = forms.BooleanField(label=_("Only my cases"), required=False)
    urgent = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def wish(self, person: Person) -> Wish:
        """Return what the clerk wants to see."""
        self.is_valid()
        found = self.cleaned_data
        mine = person if found.get("mine") else None
        return Wish(found.get("state", ""), mine, found.get("q", ""), urgent=bool(found.get("urgent")))


class MoveForm(forms.Form):
    """A move that needs no words."""


class NoteForm(MoveForm):
    """Words to the applicant."""

    note = forms.CharField(
        label=_("What the applicant reads"),
        help_text=_("Write short, simple sentences in German. The applicant sees this text on the status page."),
        error_messages={"required": _("Enter what the applicant is to read, for example: Please send page 2.")},
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de", "dir": "ltr"}),
    )


class AskForm(NoteForm):
    """What is missing, and by when."""

    until = forms.DateField(
        label=_("Please send it by"),
        error_messages={
            "required": _("Enter the day by which you need it, for example 31.12.2026."),
            "invalid": _("Enter the day like this: 31.12.2026."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= clock.today():
            raise ValidationError(_("Enter a day after today."))
        return day


class DecideForm(MoveForm):
    """The outcome, and words if the clerk likes."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=list(wording.OUTCOMES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    note = forms.CharField(
        label=_("What the applicant reads"),
        help_text=_("Write short, simple sentences in German. The decision itself is sent by letter."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de", "dir": "ltr"}),
    )


FORMS: dict[str, type[MoveForm]] = {"ask": AskForm, "decide": DecideForm, "reject": NoteForm}


def form_for(move: str, data: Any = None) -> MoveForm:
    """Return the form of a move; its fields carry the move's name, because a page holds several."""
    return FORMS.get(move, MoveForm)(data, prefix=move)
