"""Abuse cases, by their numbers: strangers, replays, smuggled fields, mixed-up people, caches, giant input."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Person
from portal.applications import actions, queries
from portal.applications.models import Application, Receipt
from portal.documents.models import Document
from portal.journal.models import Entry
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.documents import process

pytestmark = pytest.mark.django_db

PAGES = ["documents", "check", "receipt", "receipt-download", "receipt-pdf", "withdraw"]


def doors(application: Application, document: uuid.UUID) -> list[str]:
    """Every address that names this application, for reading and for writing."""
    found = [url(name, application) for name in [*PAGES, "submit"]]
    found += [url(name, application, step="person") for name in ("step", "autosave")]
    found += [url(name, application, requirement="passport") for name in ("document-upload", "document-later")]
    found += [url(name, application, document=document) for name in ("document", "document-remove", "document-anyway")]
    return [*found, url("document-page", application, document=document, number=1)]


@pytest.fixture
def theirs(verified, person) -> tuple[Application, Document]:
    """Somebody else's application with a checked file."""
    application = made.complete(person)
    return application, process(handed_in(verified, application))


@pytest.fixture
def stranger(db) -> Client:
    return sign_in(Client(), PersonFactory(), verified=True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a1_every_door_looks_the_same_for_a_stranger_as_for_nobody(theirs, stranger, method):
    application, document = theirs
    nobody = Application(pk=uuid.uuid4())
    for real, empty in zip(doors(application, document.pk), doors(nobody, uuid.uuid4()), strict=True):
        mine, none = getattr(stranger, method)(real), getattr(stranger, method)(empty)
        assert mine.status_code == none.status_code
        assert mine.status_code in {404, 405}


@pytest.mark.parametrize("name", ["check", "receipt", "step", "autosave", "document", "submit"])
def test_a1_a_refused_access_is_written_down_once(theirs, name):
    application, document = theirs
    mallory, place = PersonFactory(), {"step": {"step": "person"}, "autosave": {"step": "person"}}
    more = place.get(name, {"document": document.pk} if name == "document" else {})
    sign_in(client := Client(), mallory, verified=True)
    getattr(client, "post" if name in {"autosave", "submit"} else "get")(url(name, application, **more))
    entry = Entry.objects.get(kind="access.refused")
    assert (entry.subject, entry.actor) == (str(application.pk), str(mallory.pk))


def test_a1_a_file_that_is_not_theirs_is_written_down_too(theirs, stranger):
    _application, document = theirs
    mine = made.complete(Person.objects.get(pk=stranger.session["_auth_user_id"]))
    assert stranger.get(url("document", mine, document=document.pk)).status_code == 404
    assert Entry.objects.get(kind="access.refused").subject == str(document.pk)


def test_a1_the_page_of_its_state_is_guarded_in_the_same_place(theirs, stranger):
    application, _document = theirs
    real, empty = (reverse("status:application", args=[pk]) for pk in (application.pk, uuid.uuid4()))
    assert stranger.get(real).status_code == stranger.get(empty).status_code == 404
    assert Entry.objects.filter(kind="access.refused", subject=str(application.pk)).count() == 1


@pytest.mark.parametrize("spell", [str.upper, lambda pk: pk.replace("-", ""), lambda pk: pk + "%00", lambda _pk: "1"])
def test_a1_other_spellings_of_the_id_open_nothing(theirs, stranger, spell):
    application, _document = theirs
    address = url("check", application).replace(str(application.pk), spell(str(application.pk)))
    assert stranger.get(address).status_code == 404


def test_a1_a_stranger_changes_nothing(theirs, stranger):
    application, document = theirs
    for door in doors(application, document.pk):
        stranger.post(door, {"family_name": "Mallory", "day": "24.12.2090", "cancel": "yes"})
    application.refresh_from_db()
    document.refresh_from_db()
    assert application.is_draft
    assert document.state == "checked"
    assert queries.answers_of(application)["family_name"] == "Özdemir-Łukasik"


def test_a2_signed_out_nobody_gets_a_byte(theirs, person, client):
    application, document = theirs
    actions.submit(application, by=person)
    actions.keep_print(Receipt.work.get(), b"%PDF-1.7 secret")
    for door in doors(application, document.pk):
        answer = client.get(door)
        assert answer.status_code in {302, 405}
        assert b"secret" not in answer.content


def test_a3_an_address_replayed_elsewhere_or_after_sign_out_opens_nothing(theirs, verified, stranger):
    application, document = theirs
    address = url("document-page", application, document=document.pk, number=1)
    assert verified.get(address).content.startswith(b"\xff\xd8")
    assert stranger.get(address).status_code == 404
    verified.logout()
    assert verified.get(address).status_code == 302


def test_a3_a_file_is_not_reached_through_another_application_of_its_owner(theirs, verified, person):
    _application, document = theirs
    other = made.complete(person)
    assert verified.get(url("document", other, document=document.pk)).status_code == 404


def test_a4_smuggled_fields_change_no_row(visitor, person):
    application = made.draft(person)
    extra = {"person": "x", "state": "decided", "office": "x", "reference": "KR-1", "verdict": "ok", "id": "1"}
    visitor.post(url("step", application, step="person"), made.STUDY["person"] | extra)
    application.refresh_from_db()
    assert (application.person, application.state, application.reference) == (person, "draft", None)
    assert not set(extra) & set(queries.answers_of(application))


def test_a5_two_people_in_turn_see_only_their_own_name(person):
    names = ("Canaryone", "Canarytwo")
    drafts = [made.draft(PersonFactory(), answers={"person": {"family_name": name}}) for name in names]
    clients = [sign_in(Client(), draft.person) for draft in drafts]
    for turn in range(40):
        page = clients[turn % 2].get(url("step", drafts[turn % 2], step="person")).content.decode()
        assert names[turn % 2] in page
        assert names[1 - turn % 2] not in page


def test_a7_no_personal_page_may_be_kept_by_a_cache(theirs, verified, person):
    application, document = theirs
    addresses = [*doors(application, document.pk), reverse("applications:list")]
    for address in addresses:
        answer = verified.get(address)
        assert "no-store" in answer["Cache-Control"], address
        assert "public" not in answer["Cache-Control"]


@pytest.mark.parametrize("tail", ["x.css", ";.js", "x/y.png", "%0a.css"])
def test_a7_a_personal_page_has_no_second_address_that_looks_like_a_file(theirs, verified, tail):
    application, _document = theirs
    assert verified.get(url("check", application) + tail).status_code == 404


def test_a15_a_kept_form_is_given_back_once(person):
    application = made.draft(person)
    token = actions.hold(application.pk, "person", {"family_name": "Once"})
    assert actions.restore(token, by=person) == application
    assert actions.restore(token, by=person) is None


def test_a20_an_unknown_step_is_not_found(visitor, person):
    application = made.draft(person)
    address = url("step", application, step="no-such-step")
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, {"family_name": "X"}).status_code == 404


def test_a20_a_sent_application_leads_to_its_receipt(verified, person):
    application = made.submitted(person)
    for name, extra in [("check", {}), ("step", {"step": "person"})]:
        assert verified.get(url(name, application, **extra)).url == url("receipt", application)


def test_a20_a_step_of_a_sent_application_is_answered_clearly(visitor, person):
    application = made.submitted(person)
    answer = visitor.post(url("step", application, step="person").replace("/de/", "/en/"), made.STUDY["person"])
    assert answer.status_code == 409
    assert "already sent this application" in answer.content.decode()


@pytest.mark.parametrize(
    "value",
    ["\x00", "a\x00b", "\ud800", "x" * 100_000, "[" * 50_000, "\u202e" * 50, "%s%n${7*7}", "<script>1</script>"],
)
def test_a35_hostile_text_never_breaks_a_page(visitor, person, value):
    application = made.draft(person)
    raw = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for name in ("step", "autosave"):
        answer = visitor.post(url(name, application, step="person"), {"family_name": raw, "date_of_birth": raw})
        assert answer.status_code in {200, 302, 422}
    page = visitor.get(url("step", application, step="person")).content.decode()
    assert "<script>1" not in page
    assert "\x00" not in page


@pytest.mark.parametrize(
    "field", ["__proto__", "x" * 5_000, "family_name[]", "a.b.c", "shown", "switch_language", "go", "\x00", "0"]
)
def test_a35_crafted_field_names_are_left_aside(visitor, person, field):
    application = made.draft(person)
    answer = visitor.post(url("step", application, step="person"), {field: "x" * 200})
    assert answer.status_code in {200, 302, 400, 422}
    assert queries.answers_of(application) == {}


def test_a35_thousands_of_fields_are_refused_calmly(visitor, person):
    application = made.draft(person)
    answer = visitor.post(url("step", application, step="person"), {f"f{n}": "x" for n in range(600)})
    assert answer.status_code == 400


@pytest.mark.parametrize("postcode", ["\x00", "x" * 100_000, "47798'--", "٤٧٧٩٨"])
def test_a35_hostile_postcodes_are_answered_with_an_example(client, person, postcode):
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    assert client.post(address, {"postcode": postcode}).status_code in {200, 422}


def test_a35_a_hostile_file_name_is_shown_harmless(verified, person):
    application = made.complete(person)
    name = '"><img src=x onerror=alert(1)>.docm'
    file = SimpleUploadedFile(name, b"PK\x03\x04", "application/zip")
    address = url("document-upload", application, requirement="passport")
    assert "<img src=x" not in verified.post(address, {"files": [file]}).content.decode()
