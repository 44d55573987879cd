"""Services go out as packs and come in as packs or FIM schemes."""

from pathlib import Path

import pytest

from portal.catalogue.actions import is_changed_here, problems_of_draft, write_draft
from portal.catalogue.actions.exchange import (
    MOST_BYTES,
    compared,
    exported,
    has_pack_update,
    read_offer,
    shipped,
    take_in,
    take_pack,
)
from portal.catalogue.diff import changes
from portal.catalogue.errors import PackError
from portal.catalogue.models import Question, Service, Step
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import fingerprint
from portal.journal.models import Entry
from portal.shared.errors import WrongStateError
from tests.factories.catalogue import packs, published

SLUG = "study-extension"
FIM = Path(__file__).parent / "fim"


@pytest.fixture
def service(db) -> Service:
    published(SLUG)
    service = Service.objects.get(slug=SLUG)
    write_draft(service, packs().services[SLUG])
    service.pack_sha256 = fingerprint(packs().services[SLUG])
    service.save()
    return service


def test_what_goes_out_comes_in_the_same(service):
    offer = read_offer(exported(service).encode(), "study.yaml")
    assert changes(draft_of(service), offer.data) == []
    assert offer.remarks == []


def test_another_offices_service_is_compared_and_taken_in_on_demand(service):
    text = exported(service).replace("Familienname", "Nachname", 1)
    offer = read_offer(text.encode(), "study.yaml")
    found = compared(offer.data)
    assert found.service == service
    assert {each.what for each in found.changes} == {"question"}
    take_in(offer.data, found.stamp)
    assert changes(draft_of(service), offer.data) == []
    assert Entry.objects.filter(kind="service-draft-taken-in", detail__service=SLUG).exists()


def test_a_new_service_is_not_on_offer_yet(service):
    text = exported(service).replace(f"slug: {SLUG}", "slug: study-two", 1)
    offer = read_offer(text.encode(), "x.yaml")
    assert compared(offer.data).service is None
    new = take_in(offer.data, compared(offer.data).stamp)
    assert (new.active, new.code) == (False, f"{service.code}-2")
    assert problems_of_draft(new) == []


def test_a_draft_that_changed_meanwhile_is_looked_at_again(service):
    offer = read_offer(exported(service).encode(), "study.yaml")
    seen = compared(offer.data).stamp
    Step.objects.filter(service=service).update(title_de="Neu")
    with pytest.raises(WrongStateError):
        take_in(offer.data, seen)
    with pytest.raises(WrongStateError):
        take_pack(service, seen)
    assert Step.objects.filter(title_de="Neu").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"slug: [",
        b"slug: x\n",
        b"\xff\xfe",
        b"a: &a [*a]",
        b"<html/>",
        b"<x" * 5000,
        b"x" * (MOST_BYTES + 1),
        b"slug: ../x\ncode: S\ntitle: {de: x}\nsummary: {de: x}\nlegal_basis: x\nguide: {}\nsteps: 7\nfees: []\n",
    ],
    ids=range(10),
)
def test_a_broken_file_is_refused_with_reasons(db, content):
    with pytest.raises(PackError) as caught:
        read_offer(content, "file")
    assert caught.value.problems


def test_a_text_that_no_row_could_hold_is_refused(service):
    label = Question.objects.get(step__service=service, code="family_name").label_de
    spoiled = exported(service).replace(f"de: {label}\n", f"de: {'x' * 301}\n")
    assert spoiled != exported(service)
    with pytest.raises(PackError) as caught:
        read_offer(spoiled.encode(), "x.yaml")
    assert "family_name.label" in caught.value.problems[0]


@pytest.mark.parametrize("name", ["xdf2.xml", "xdf3.xml"])
def test_a_fim_scheme_becomes_a_draft_with_its_open_ends(db, name):
    offer = read_offer((FIM / name).read_bytes(), name)
    service = take_in(offer.data, compared(offer.data).stamp)
    assert compared(offer.data).changes == []
    assert service.position == 10
    assert Step.objects.filter(service=service).exists()
    assert service.origins == {"de": "human"}
    assert not service.active
    assert offer.remark_count >= len(offer.remarks) > 0
    assert set(offer.remarks[0]) == {"path", "id", "name", "reason"}
    assert problems_of_draft(service)


# -- the portal's own packs -------------------------------------------------------


def test_an_unchanged_service_has_no_update_to_choose(service):
    assert not has_pack_update(service, draft_of(service))


def test_a_changed_service_is_told_of_a_newer_pack_only(service):
    Step.objects.filter(service=service).update(title_de="Neu")
    assert not has_pack_update(service, draft_of(service))
    service.pack_sha256 = "0" * 64
    assert has_pack_update(service, draft_of(service))
    take_pack(service, fingerprint(draft_of(service)))
    assert not is_changed_here(service)
    assert not has_pack_update(service, draft_of(service))


@pytest.mark.parametrize("slug", ["no-such", "../blocks", "../../x"])
def test_there_is_no_pack_of_other_names(slug):
    assert shipped(slug) is None


def test_what_has_no_pack_cannot_take_one(db):
    with pytest.raises(PackError):
        take_pack(Service(slug="own"), "")
