"""Columns hold published text only; one function puts it there."""

import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import override
from wagtail.models import PageLogEntry

from cms.search.queries import hits_for
from cms.translation.actions import publish_translation, withdraw_translation
from cms.translation.errors import SourceLanguageError, UnknownTextError
from cms.translation.models import translated_fields
from portal.shared.language import CODES
from tests.factories.cms import fresh, make_guide, paragraph

pytestmark = pytest.mark.django_db
ARABIC = {"heading": "الانتقال إلى بيت آخر", "body": [paragraph("سجّل عنوانك الجديد.")]}


def test_publishing_an_old_german_draft_keeps_the_arabic_text():
    guide = make_guide()
    guide.heading_de = "Umziehen, neu"
    draft = guide.save_revision()
    publish_translation(guide, "ar", ARABIC, by=None)
    draft.publish()
    assert fresh(guide).heading_de == "Umziehen, neu"
    assert fresh(guide).heading_ar == ARABIC["heading"]
    assert "سجّل" in str(fresh(guide).body_ar)


def test_a_stale_object_in_memory_does_not_take_the_arabic_text_off():
    guide = make_guide()
    stale = fresh(guide)
    publish_translation(guide, "ar", ARABIC, by=None)
    stale.heading_de = "Neu"
    stale.save_revision().publish()
    assert fresh(guide).heading_ar == ARABIC["heading"]


def test_going_back_to_an_old_revision_keeps_the_translations_of_today():
    guide = make_guide()
    old = guide.latest_revision
    publish_translation(guide, "ar", ARABIC, by=None)
    guide = fresh(guide)
    guide.heading_de = "Anders"
    guide.save_revision().publish()
    old.as_object().save_revision().publish()
    assert fresh(guide).heading_de == "Umziehen"
    assert fresh(guide).heading_ar == ARABIC["heading"]
    assert fresh(guide).origins["ar"] == "human"


def test_saving_while_another_language_is_active_changes_german_only():
    guide = make_guide()
    publish_translation(guide, "en", {"heading": "Moving"}, by=None)
    with override("en"):
        guide = fresh(guide)
        guide.heading_de = "Umzug"
        guide.full_clean()
        guide.save()
    assert (fresh(guide).heading_de, fresh(guide).heading_en) == ("Umzug", "Moving")


def test_an_unpublished_language_falls_back_and_says_so(client: Client):
    make_guide()
    page = client.get("/ar/umzug/")
    html = page.content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<span lang="de" dir="ltr">Umziehen</span>' in html
    assert 'class="fallback"' in html
    assert page["X-Robots-Tag"] == "noindex"
    assert 'rel="canonical" href="http://localhost:8000/de/umzug/"' in html
    assert 'hreflang="ar" href="http' not in html


def test_a_withdrawn_language_falls_back_again(client: Client):
    guide = make_guide()
    publish_translation(guide, "ar", ARABIC, by=None)
    assert 'class="fallback"' not in client.get("/ar/umzug/").content.decode()
    withdraw_translation(guide, "ar", by=None)
    assert fresh(guide).published_languages == ["de"]
    assert 'class="fallback"' in client.get("/ar/umzug/").content.decode()
    assert not hits_for("الانتقال", "ar")


def test_ukrainian_readers_are_never_sent_to_russian_text(client: Client):
    guide = make_guide()
    publish_translation(guide, "ru", {"heading": "Переезд"}, by=None)
    assert "Переезд" not in client.get("/uk/umzug/").content.decode()


def test_publishing_is_written_into_the_history_of_the_page():
    guide = make_guide()
    publish_translation(guide, "ar", ARABIC, by=None)
    entry = PageLogEntry.objects.get(action="cms.publish_translation")
    assert entry.data == {"language": "ar", "fields": ["body", "heading"]}


def test_a_machine_translation_says_so(client: Client):
    guide = make_guide()
    publish_translation(guide, "en", {"heading": "Moving"}, by=None, origin="machine")
    assert "made by machine" in client.get("/en/umzug/").content.decode()
    publish_translation(guide, "en", {"heading": "Moving house"}, by=None)
    assert "made by machine" not in client.get("/en/umzug/").content.decode()


def test_german_is_not_published_as_a_translation():
    with pytest.raises(SourceLanguageError):
        publish_translation(make_guide(), "de", {"heading": "x"}, by=None)


@pytest.mark.parametrize(
    ("language", "texts"), [("xx", {"heading": "x"}), ("ar", {"title": "x"}), ("ar", {"slug": "x"})]
)
def test_unknown_fields_and_languages_are_refused(language, texts):
    with pytest.raises(UnknownTextError):
        publish_translation(make_guide(), language, texts, by=None)


def test_no_model_has_more_translated_fields_than_a_row_can_hold():
    translated = {model: translated_fields(model) for model in apps.get_models()}
    assert any(translated.values())
    for model, fields in translated.items():
        assert len(fields) <= 16, model
        assert len(model._meta.get_fields()) < 16 * (len(CODES) + 1) + 120, model
