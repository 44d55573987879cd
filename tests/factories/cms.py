"""Pages for tests."""

from typing import Any

from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from cms.pages.models import GuidePage, HomePage, TranslatedPage


def paragraph(text: str, key: str = "b0000000-0000-4000-8000-000000000000") -> dict[str, Any]:
    return {"type": "text", "value": {"heading": "", "text": f"<p>{text}</p>"}, "id": key}


def make_home() -> HomePage:
    with override("de"):
        Locale.objects.get_or_create(language_code="de")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = root.add_child(instance=HomePage(title="Start", slug="home", heading_de="Willkommen"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page_id": home.pk}
        )
    return home


def make_guide(home: HomePage | None = None, slug: str = "umzug", **fields: Any) -> GuidePage:
    texts = {"heading_de": "Umziehen", "body_de": [paragraph("Melden Sie die Wohnung an.")]} | fields
    with override("de"):
        guide = GuidePage(title="Umzug", slug=slug, **texts)
        (home or make_home()).add_child(instance=guide)
        guide.save_revision().publish()
    return fresh(guide)


def fresh(page: TranslatedPage) -> Any:
    return type(page).objects.get(pk=page.pk)
