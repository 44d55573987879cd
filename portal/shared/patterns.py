"""The pattern page (/{lang}/patterns/, demo only): every component in every state, to look at and to test.

Its sample texts are English and are not translated: builders read it, applicants never do.
"""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.shared.guards import public
from portal.shared.language import Text

_AT = datetime(2026, 11, 22, 9, 41, 7, tzinfo=ZoneInfo("Europe/Berlin"))


class SampleForm(forms.Form):
    """One field of each kind."""

    family_name = forms.CharField(label="Family name", help_text="As it is written in your passport.", max_length=80)
    postcode = forms.CharField(label="Postcode", max_length=5, widget=forms.TextInput({"inputmode": "numeric"}))
    email = forms.EmailField(label="E-mail address", required=False, help_text="For example name@example.org")
    born = forms.DateField(label="Date of birth", widget=forms.DateInput({"type": "date"}))
    country = forms.ChoiceField(
        label="Country of birth", choices=[("", "Choose"), ("TR", "Türkiye"), ("UA", "Ukraine")]
    )
    stay = forms.ChoiceField(
        label="Why are you in Germany?",
        help_text="Choose what fits best.",
        choices=[("study", "I study at a university"), ("work", "I work"), ("family", "I live with my family")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Which languages do you speak?",
        required=False,
        choices=[("de", "German"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Is there anything else that we should know?", required=False, widget=forms.Textarea
    )
    truth = forms.BooleanField(label="I have checked my answers.", help_text="You can still correct them later.")


@public
def patterns(request: HttpRequest) -> HttpResponse:
    """Show all components."""
    return render(request, "patterns.html", _samples())


def _samples() -> dict[str, object]:
    return {
        "kinds": ["info", "success", "warning", "danger"],
        "blank": SampleForm(prefix="blank"),
        "faulty": SampleForm({"faulty-family_name": "Demir", "faulty-email": "demir"}, prefix="faulty"),
        "rows": _rows(),
        "entries": _entries(),
        "steps": _steps(),
        "page": Paginator(range(50), 10).page(2),
        "address": "Musterstraße 1\n99801 Lindenfurt",
        "foreign": Text("Aufenthaltserlaubnis", "tr"),
        "panel": _panel(),
    }


def _panel() -> SimpleNamespace:
    return SimpleNamespace(
        title="Your points",
        figure="7 points. 6 are needed.",
        sentence="You have enough points.",
        tone="success",
        rows=[("German", "2 of 3"), ("English", "1 of 1")],
        advice=["With German at level B2 you get 1 point more."],
        missing=[Text("How old are you?", "en")],
        law="§ 20b AufenthG",
    )


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(label="Family name", value="Demir", url="#rows", action="Change"),
        SimpleNamespace(label="Address", value="Musterstraße 12\n99801 Lindenfurt", url="#rows", action=""),
        SimpleNamespace(label="Phone", value="", url="#rows", action=""),
    ]


def _entries() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title="Application received", text="We have sent you a receipt.", at=_AT, state="done"),
        SimpleNamespace(
            title="The office is checking", text="You do not have to do anything.", at=_AT, state="current"
        ),
        SimpleNamespace(title="Decision", text="", at=None, state="open"),
    ]


def _steps() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title="About you", url="#steps", state="done"),
        SimpleNamespace(title="Your address", url="#steps", state="current"),
        SimpleNamespace(title="Documents", url="", state="open"),
    ]
