"""The editors' page of the ten golden personas."""

import re

import pytest
from django.test import Client

from portal.catalogue.actions.drafts import write_draft
from portal.catalogue.actions.loading import load_rows
from portal.catalogue.models import DocumentRequirement, Question, Service
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.catalogue import packs, whole_catalogue

ADDRESS = "/cms/services/personas/"


def words_of(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.mark.django_db
def test_all_ten_are_green_as_shipped(editor: Client):
    whole_catalogue()
    page = editor.get(ADDRESS)
    assert page.status_code == 200
    assert "10 von 10 sind wie erwartet." in words_of(page)
    assert "Krankenpflegerin aus Nigeria" in words_of(page)
    assert "anders als erwartet" not in words_of(page)


def test_a_changed_draft_is_red_and_what_is_published_stays_green(service, editor: Client):
    DocumentRequirement.objects.filter(service=service, code="prognosis").update(required=False)
    Question.objects.filter(step__service=service, code="ects").delete()
    case = editor.get(ADDRESS).context["cases"][0]
    published, draft = case.trials[1].verdicts
    assert (published.name, published.is_sound) == ("Fassung 1", True)
    found = {each.part: (each.gone, each.new) for each in draft.findings}
    assert found["Dokumente"] == (["prognosis"], ["prognosis (freiwillig)"])
    assert found["Fragen"] == (["ects"], [])
    assert not case.is_sound


def test_another_fee_is_named_in_german(service, editor: Client):
    service.fee_rules.filter(fee_key="47-16").delete()
    page = editor.get(ADDRESS)
    assert "Gebühr: weg ist Zuschlag § 47 Abs. 1 Nr. 16 AufenthV 15.00" in words_of(page)
    assert "Summe in Euro: weg ist 108.00 , neu ist 93.00" in words_of(page)


def test_another_order_is_named(service, editor: Client):
    first, second = service.notes.all()[:2]
    first.position, second.position = second.position, first.position
    first.save()
    second.save()
    assert "Merksätze: in anderer Reihenfolge" in words_of(editor.get(ADDRESS))


def test_a_condition_that_cannot_be_read_is_no_end(service, editor: Client):
    Question.objects.filter(step__service=service, code="employer").update(when="side_job &&")
    page = editor.get(ADDRESS)
    assert page.status_code == 200
    assert not page.context["cases"][0].trials[1].verdicts[1].is_sound


def test_a_service_without_a_version_or_gone_is_said(db, editor: Client):
    load_rows(packs())
    write_draft(Service(slug="ukraine"), packs().services["ukraine"])
    words = words_of(editor.get(ADDRESS))
    assert words.count("Noch keine Fassung veröffentlicht.") == 1
    assert words.count("Diese Leistung gibt es hier nicht.") == 9
    assert "0 von 10 sind wie erwartet." in words


def test_translators_may_look(service, translator: Client):
    assert translator.get(ADDRESS).status_code == 200


@pytest.mark.django_db
def test_applicants_may_not(client: Client):
    sign_in(client, PersonFactory(), verified=True)
    assert client.get(ADDRESS).status_code in {403, 404}
