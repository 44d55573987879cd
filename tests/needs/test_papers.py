"""The personal checklist, and its page for the printer."""

import re

import pytest

from portal.needs import queries

LIST = "/en/needs/checklist/study-extension/"
STUDENT = {
    "happened": "ends_soon",
    "nationality": "IN",
    "title_kind": "residence_permit",
    "title_valid_until": "",
    "purpose": "study",
}


def page(response) -> str:
    return response.content.decode()


def papers(client) -> dict[str, bool]:
    found = queries.checklist(client.session, queries.offered("study-extension")).papers
    return {each.code: each.certain for each in found}


def test_without_answers_everything_stands_there_with_its_condition(client, catalogue):
    text = page(client.get(LIST))
    assert "You go on studying" not in text
    assert "Only if this is so:" in text
    assert {each.code for each in queries.offered("study-extension").requirements} == set(papers(client))


def test_answers_make_papers_certain_or_take_them_off(client, walk):
    assert papers(client)["visa"] is False
    walk(**STUDENT)
    assert papers(client)["permit"] is True
    assert "visa" not in papers(client)


def test_each_paper_says_why_what_counts_who_gives_it_out_and_how_old_it_may_be(client, catalogue):
    text = page(client.get(LIST))
    for part in ("Your university", "It must not be older than 6 months.", "Your health insurance", "What is that?"):
        assert part in text


def test_marks_are_kept_counted_and_handed_over(client, walk):
    walk(**STUDENT)
    response = client.post(LIST, {"passport": "have", "enrolment": "have", "transcript": "need", "go": "save"})
    assert response["Location"] == LIST
    assert queries.marks(client.session, "study-extension") == {
        "passport": "have",
        "enrolment": "have",
        "transcript": "need",
    }
    assert "2 of 5 ready" in page(client.get(LIST))
    assert queries.marks(client.session, "card-transfer") == {}


def test_a_mark_can_be_taken_back(client, catalogue):
    client.post(LIST, {"passport": "have"})
    client.post(LIST, {})
    assert queries.marks(client.session, "study-extension") == {}


@pytest.mark.parametrize(
    ("go", "where"), [("start", "/en/applications/start/study-extension/"), ("print", LIST + "print/")]
)
def test_marks_are_kept_before_going_elsewhere(client, catalogue, go, where):
    assert client.post(LIST, {"passport": "have", "go": go})["Location"] == where
    assert queries.marks(client.session, "study-extension") == {"passport": "have"}


@pytest.mark.parametrize(
    ("address", "heads"),
    [
        ("/ar/needs/checklist/study-extension/print/", [("ar", "rtl"), ("de", "ltr")]),
        ("/de/needs/checklist/study-extension/print/", [("de", "ltr"), ("en", "ltr")]),
        ("/en/needs/checklist/study-extension/print/?other=ar", [("en", "ltr"), ("ar", "rtl")]),
        ("/en/needs/checklist/study-extension/print/?other=en", [("en", "ltr"), ("de", "ltr")]),
        ("/en/needs/checklist/study-extension/print/?other=%00xx", [("en", "ltr"), ("de", "ltr")]),
    ],
)
def test_the_printed_list_is_in_two_languages_side_by_side(client, catalogue, address, heads):
    text = page(client.get(address))
    assert re.findall(r'<th scope="col" lang="(\w+)" dir="(\w+)" role="columnheader">', text) == heads
    assert text.count(f'<td role="cell" lang="{heads[1][0]}" dir="{heads[1][1]}">') == len(papers(client))
    titles = {"de": "Immatrikulationsbescheinigung", "en": "Enrolment certificate"}
    assert all(titles[code] in text for code, _dir in heads if code in titles)


def test_an_unknown_service_is_not_found_in_plain_words(client, catalogue):
    response = client.get("/en/needs/checklist/nothing/")
    assert response.status_code == 404
    assert "This is not offered here at the moment." in page(response)
