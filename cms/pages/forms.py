"""What the page editor does not accept, said in the editors' language."""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from cms.pages.addresses import has_to_stay, is_taken
from cms.translation.models import SOURCE
from portal.catalogue.queries import services
from portal.shared.language import text_of

FIXED = "Auf diese Seite verweist jede Seite des Portals. Ihre Adresse muss „{slug}“ bleiben."
ALWAYS = "Auf diese Seite verweist jede Seite des Portals. Sie kann nicht ablaufen."
TAKEN = "Die Adresse „{slug}“ gehört schon zum Portal. Wählen Sie ein anderes Wort, zum Beispiel „{slug}-info“."
UNKNOWN = "Diese Leistung bietet das Portal zurzeit nicht an. Wählen Sie eine aus der Liste."
# Addresses are read out on the phone and typed on every keyboard: as the editor's browser writes them, and as we do.
GERMAN_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
GERMAN_SPELLING = [("[äÄ]", "ae"), ("[öÖ]", "oe"), ("[üÜ]", "ue"), ("ß", "ss")]


class PageForm(WagtailAdminPageForm):
    """The form of every page."""

    def clean_slug(self) -> str:
        slug = slugify(self.cleaned_data["slug"].lower().translate(str.maketrans(GERMAN_LETTERS)))
        before: str = self.initial.get("slug", "")
        if slug != before and has_to_stay(self.instance):
            raise forms.ValidationError(FIXED.format(slug=before))
        if is_taken(slug, self.parent_page):
            raise forms.ValidationError(TAKEN.format(slug=slug))
        return slug

    def clean_expire_at(self) -> datetime | None:
        end: datetime | None = self.cleaned_data["expire_at"]
        if end and has_to_stay(self.instance):
            raise forms.ValidationError(ALWAYS)
        return end


def service_choices() -> Iterator[tuple[str, str]]:
    """Yield the services on offer by their German names."""
    yield "", "Bitte wählen"
    for each in services():
        yield each.slug, f"{text_of(each, 'title', SOURCE)} ({each.slug})"


class ServicePageForm(PageForm):
    """The form of a service's page: only what the catalogue offers can be chosen."""

    service_slug = forms.ChoiceField(
        label="Leistung im Katalog",
        choices=service_choices,
        help_text="Checkliste, Gebühren und Fristen kommen von dort.",
        error_messages={"invalid_choice": UNKNOWN},
    )
