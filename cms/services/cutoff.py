"""The form for a cut-off: a moment, and what people whose draft moves read about it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.services.words import LANGUAGES
from cms.services.written import MomentField
from portal.catalogue.models import Cutoff, ServiceVersion
from portal.shared import clock
from portal.shared.language import column, direction

FIRST_YEAR, LAST_YEAR = 2020, 2100


class CutoffForm(forms.Form):
    """When, and why, in every language."""

    at = MomentField(label="Ab wann", help_text="Tag und Uhrzeit, zum Beispiel 01.12.2026 00:00.")
    confirmed = forms.BooleanField(
        label="Dieser Zeitpunkt ist vorbei: alle offenen Entwürfe wechseln beim nächsten Öffnen. Ja, so gewollt.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in LANGUAGES.items():
            widget = AdminAutoHeightTextInput(attrs={"lang": code, "dir": direction(code)})
            label = f"Was die Betroffenen lesen ({name})"
            self.fields[f"reason_{code}"] = forms.CharField(
                label=label, required=False, max_length=1000, widget=widget
            )

    @staticmethod
    def initial_of(version: ServiceVersion) -> dict[str, Any]:
        """Return what was chosen before."""
        found = Cutoff.objects.filter(version=version).first()
        if found is None:
            return {}
        return {"at": found.at, **{f"reason_{code}": getattr(found, column("reason", code)) for code in LANGUAGES}}

    @property
    def is_past(self) -> bool:
        """Say whether the moment chosen is over, so that the person must want it so."""
        at = self.cleaned_data.get("at") if self.is_bound and hasattr(self, "cleaned_data") else None
        return at is not None and at < clock.now()

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise forms.ValidationError(f"Wählen Sie ein Jahr zwischen {FIRST_YEAR} und {LAST_YEAR}.")
        return at

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        written = [code for code in LANGUAGES if cleaned.get(f"reason_{code}")]
        if written and "de" not in written:
            self.add_error("reason_de", "Schreiben Sie den Satz auch auf Deutsch: Er ist der Ersatz für alle anderen.")
        if self.is_past and not cleaned.get("confirmed"):
            self.add_error("confirmed", "Setzen Sie diesen Haken, oder wählen Sie einen späteren Zeitpunkt.")
        return cleaned

    @property
    def reasons(self) -> dict[str, str]:
        """Return the sentence by language."""
        return {code: self.cleaned_data[f"reason_{code}"] for code in LANGUAGES}

    def of_reasons(self) -> Iterator[BoundField]:
        """Yield the inputs of the sentence."""
        return (self[f"reason_{code}"] for code in LANGUAGES)
