"""What clerks fill in: the list's filter, and the words that a move needs."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Person
from portal.catalogue.queries import ChecklistItem
from portal.desk import wording
from portal.desk.queries import Wish
from portal.shared import clock

LONGEST = 2000
TOO_LONG = _(
    "Shorten the text to at most %(limit_value)d characters; it has %(show_value)d now. "
    "Put what does not fit into a letter."
)
# Nobody is asked for something that is due later than this.
FURTHEST = timedelta(days=365)


class FilterForm(forms.Form):
    """Everything is optional; what cannot be understood is said, and nothing is found."""

    q = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=40,
        error_messages={
            "max_length": _("Search with at most 40 characters: with the reference alone, for example 33/2-1001.")
        },
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All open cases")), *wording.STATES.items()],
        error_messages={"invalid_choice": _("There is no such state. Choose one from the list.")},
    )
    unit = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=[("", _("All")), *wording.UNITS.items()],
        error_messages={"invalid_choice": _("There is no such place. Choose one from the list.")},
    )
    mine = forms.BooleanField(label=_("Only my cases"), required=False)
    urgent = forms.BooleanField(label=_("Residence title ends within 28 days"), required=False)

    def wish(self, person: Person) -> Wish | None:
        """Return what the clerk wants to see; None when that is not clear."""
        if not self.is_valid():
            return None
        found = self.cleaned_data
        mine = person if found["mine"] else None
        return Wish(found["state"], mine, found["q"], urgent=found["urgent"], unit=found["unit"])


class PaperForm(forms.Form):
    """Which document it is that somebody has brought."""

    requirement = forms.ChoiceField(
        label=_("Which document is it?"),
        error_messages={
            "required": _("Choose which document it is."),
            "invalid_choice": _("This document is not in the list. Choose one from the list."),
        },
    )
    # Sealed as they arrive, the files do not pass through the form; what is to be said of them does.
    paper = forms.Field(label=_("Choose files"), required=False)

    def __init__(
        self, data: Any, items: list[ChecklistItem], names: Mapping[str, str], *, has_files: bool = True
    ) -> None:
        super().__init__(data)
        self.has_files = has_files
        field = self.fields["requirement"]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((each.requirement.code, _named(each, names)) for each in items),
        ]

    def clean(self) -> None:
        """Ask for a file where none was sent."""
        if not self.has_files:
            self.add_error("paper", _("Choose a file, or take a photo."))


def _named(item: ChecklistItem, names: Mapping[str, str]) -> str:
    return " – ".join(filter(None, [item.title.value, names.get(item.requirement.code)]))


class MoveForm(forms.Form):
    """A move that needs no words."""

    def typed(self) -> str:
        """Return the text as it was typed, for a clerk who came too late with it."""
        return str(self.data.get(self.add_prefix("note"), ""))


class NoteForm(MoveForm):
    """Words to the applicant."""

    note = forms.CharField(
        label=_("What the applicant reads"),
        help_text=_("Write short, simple sentences in German. The applicant sees this text on the status page."),
        error_messages={
            "required": _("Enter what the applicant is to read, for example: Please send page 2."),
            "max_length": TOO_LONG,
        },
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de", "dir": "ltr"}),
    )


class ReturnForm(NoteForm):
    """Why an application is returned."""

    note = forms.CharField(
        label=NoteForm.base_fields["note"].label,
        help_text=NoteForm.base_fields["note"].help_text,
        error_messages={
            "required": _(
                "Enter why you return the application, for example: You live in another city now. "
                "Please apply at the office there."
            ),
            "max_length": TOO_LONG,
        },
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
        if day > clock.today() + FURTHEST:
            raise ValidationError(_("Enter a day within one year from today. Check the year."))
        return day


class DecideForm(MoveForm):
    """The outcome, and words if the clerk likes."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=list(wording.OUTCOMES.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what was decided."),
            "invalid_choice": _("There is no such decision. Choose one from the list."),
        },
    )
    note = forms.CharField(
        label=_("What the applicant reads"),
        help_text=_("Write short, simple sentences in German. The decision itself is sent by letter."),
        required=False,
        error_messages={"max_length": TOO_LONG},
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de", "dir": "ltr"}),
    )


FORMS: dict[str, type[MoveForm]] = {"ask": AskForm, "decide": DecideForm, "reject": ReturnForm}


def form_for(move: str, data: Any = None, initial: dict[str, Any] | None = None) -> MoveForm:
    """Return the form of a move; its fields carry the move's name, because a page holds several."""
    return FORMS.get(move, MoveForm)(data, prefix=move, initial=initial)
