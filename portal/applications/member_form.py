"""Who applies together: how related, called what, for which service."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.applications.actions import NewMember
from portal.catalogue import kinds
from portal.catalogue.definition import Question
from portal.catalogue.models import Service
from portal.shared.language import text_of
from portal.shared.templatetags.portal import spoken

NAME = Question("given_names", "name", {}, max_length=120)
RELATIONS = [
    ("spouse", _("My wife, husband or partner")),
    ("child", _("My child")),
    ("other", _("Somebody else in my family")),
]
_LATIN = _("Enter the name in Latin letters as in your passport, for example Özdemir or Müller-Łukaszewicz.")
_CHOOSE = _("Choose one of the answers.")


class MemberForm(forms.Form):
    """Somebody of the family; the service is asked only where there is a choice."""

    use_required_attribute = False
    relation = forms.ChoiceField(
        label=_("Who applies with you?"),
        choices=RELATIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE},
    )
    name = forms.CharField(
        label=_("Given names of this person"),
        help_text=_("In Latin letters as in the passport. You see this name in your list."),
        max_length=120,
        error_messages={"required": _("Please fill this in."), "null_characters_not_allowed": _LATIN},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    service = forms.ChoiceField(
        label=_("What does this person apply for?"), widget=forms.RadioSelect, error_messages={"required": _CHOOSE}
    )

    def __init__(self, data: Any = None, *, services: Iterable[Service]) -> None:
        services = list(services)
        super().__init__(data, initial={"service": services[0].slug} if len(services) == 1 else {})
        choices = [(each.slug, spoken(text_of(each, "title"))) for each in services]
        service: Any = self.fields["service"]
        service.choices = choices

    def clean_name(self) -> str:
        try:
            return str(kinds.read(NAME, self.cleaned_data["name"]) or "")
        except kinds.UnreadableError as error:
            raise forms.ValidationError(str(error.sentence)) from error

    @property
    def member(self) -> NewMember:
        """Return what was typed, once the form is valid."""
        return NewMember(**{key: self.cleaned_data[key] for key in ("relation", "name", "service")})
