"""Search: forgiving about spelling, the reader's language first, never an error."""

import logging

import pytest
from django.test import Client

from cms.search.normaliser import index_text, words
from cms.search.queries import hits_for
from cms.translation.actions import publish_translation
from tests.factories.cms import make_guide, make_home

pytestmark = pytest.mark.django_db


def found(question: str, language: str = "de") -> list[str]:
    return [hit.path for hit in hits_for(question, language)]


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("Verlaengerung", "Verlängerung", "de"),
        ("Verlängerungen", "Verlängerung", "de"),
        ("strasse", "Straße", "de"),
        ("AUFENTHALT", "Aufenthalt", "de"),
        ("الاقامة", "الإقامة", "ar"),
        ("إقامه", "إقامة", "ar"),
        ("وَثيقَة", "وثيقة", "ar"),
        ("IŞIK", "ışık", "tr"),
        ("permits", "permit", "en"),
        ("продления", "продление", "ru"),
        ("заяву", "заява", "uk"),
        ("ﬁle", "file", "en"),
    ],
)
def test_spellings_meet(typed, written, language):
    assert words(typed, language) == words(written, language)


@pytest.mark.parametrize("question", ["Aufenthalt", "aufenthaltstitel", "titel", "Aufenthaltstitle", "§ 81"])
def test_a_compound_word_is_found_by_its_parts_and_in_spite_of_a_slip(question):
    make_guide(heading_de="Aufenthaltstitel nach § 81 verlängern")
    assert found(question) == ["umzug/"]


def test_the_title_counts_more_than_the_body():
    home = make_home()
    make_guide(home, "b-body", heading_de="Anderes", summary_de="Hier geht es auch um den Pass")
    make_guide(home, "z-title", heading_de="Pass")
    assert found("Pass") == ["z-title/", "b-body/"]


def test_the_readers_language_comes_first_and_others_are_labelled(client: Client):
    home = make_home()
    guide = make_guide(home, "eins", heading_de="Pass verlängern")
    publish_translation(guide, "ar", {"heading": "تمديد Pass"}, by=None)
    make_guide(home, "zwei", heading_de="Pass verloren")
    assert [hit.title.language for hit in hits_for("Pass", "ar")] == ["ar", "de"]
    assert '<bdi lang="de">Deutsch</bdi>' in client.get("/ar/search/", {"q": "Pass"}).content.decode()


def test_nothing_found_leads_to_people_and_top_tasks(client: Client):
    make_guide(is_top_task=True)
    html = client.get("/de/search/", {"q": "xyzzyx"}).content.decode()
    assert "xyzzyx" in html
    assert 'href="/de/umzug/"' in html


def test_a_question_without_results_is_logged_only_when_several_asked_it(client: Client, caplog):
    make_guide()
    with caplog.at_level(logging.INFO, "cms.search.misses"):
        for _ in range(2):
            client.get("/de/search/", {"q": "Erika Mustermann"})
        assert "mustermann" not in caplog.text
        client.get("/de/search/", {"q": "erika mustermann"})
    assert "mustermann" in caplog.text


@pytest.mark.parametrize(
    "question",
    [
        "", " ", "%", "_", "'", '"', "\\", "%_%' OR 1=1 --", "\x00", "a\x00b", "x" * 10_000, "ab " * 3_400,
        "<script>alert(1)</script>",
        "\u202eabc", "👩‍👩‍👧", "ﷺ" * 100, "Ω≈ç√", "../../etc/passwd", "\ud800", "١٢٣", "1" * 300, "̸̡̢" * 200,
    ],
)  # fmt: skip
def test_a34_no_question_breaks_the_search(client: Client, question):
    make_guide()
    page = client.get("/de/search/", {"q": question.encode("utf-8", "replace")})
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_likes_special_characters_are_ordinary_characters():
    make_guide()
    assert found("%") == found("_") == []


def test_the_results_page_is_cookie_free_and_not_for_robots(client: Client):
    page = client.get("/de/search/", {"q": "x"})
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex"


def test_index_words_begin_and_end_with_a_space():
    assert index_text("Neuer Pass", "de") == " neu pass "
