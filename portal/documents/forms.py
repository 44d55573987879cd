"""What staff send: a check of an office, on or off."""

from django import forms

from portal.documents.checks import wording


class SwitchForm(forms.Form):
    """One click on a switch."""

    office = forms.SlugField()
    check = forms.ChoiceField(choices=[(code, code) for code in wording.LABELS])
    to = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])
