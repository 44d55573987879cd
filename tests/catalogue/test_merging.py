"""Taking parts of an offer: all of them is the offer, none is the draft, and what does not fit is said."""

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.catalogue.actions import choosing, write_draft
from portal.catalogue.actions.exchange import Comparison, compared, shipped, take_in, take_pack
from portal.catalogue.actions.loading import load_rows
from portal.catalogue.actions.merging import ORDER, differing, merged, part_at, parts_of, torn
from portal.catalogue.diff import changes
from portal.catalogue.models import FeeRule, Question, Service, ServiceVersion, StandardText, Step
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import fingerprint, normal
from tests.factories import services as small
from tests.factories.catalogue import packs, published
from tests.factories.services import question, texts

SLUG = "study-extension"
SLUGS = sorted(packs().services)
WORKS, PAY = question("works", "yes_no"), question("pay", "money", when="works", because=texts("You work."))


def offer(*steps, **more):
    return small.service(*steps, **more)


def note(code, text="x"):
    return {"code": code, "text": texts(text)}


# -- what holds for any two services ---------------------------------------------------


@st.composite
def services(draw):
    """A small service with pages, notes and status texts in any order, some of them changed or gone."""
    words = st.sampled_from(["one", "two"])
    pages = draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5))
    notes = draw(st.lists(st.sampled_from("vwxyz"), max_size=5))
    return small.service(
        *((code, [question(f"of_{code}", draw(st.sampled_from(["text", "yes_no"])))]) for code in pages),
        notes=[note(code, draw(words)) for code in notes],
        status={state: texts(draw(words)) for state in draw(st.sets(st.sampled_from(["submitted", "closed"])))},
        summary=texts(draw(words)),
        fees=[{"fee_key": None, "reason": texts(draw(words))}],
    )


@given(old=services(), new=services())
@settings(max_examples=150)
def test_all_parts_are_the_offer_and_none_the_draft(old, new):
    parts = differing(old, new)
    assert merged(old, new, parts) == normal(new)
    assert merged(old, new, []) == normal(old)
    assert bool(parts) == bool(normal(old) != normal(new))


@given(old=services(), new=services(), data=st.data())
@settings(max_examples=150)
def test_every_part_comes_from_the_side_that_was_chosen(old, new, data):
    parts = differing(old, new)
    taken = data.draw(st.sets(st.sampled_from(parts))) if parts else set()
    expected = {name: part for name, part in parts_of(old).items() if name not in taken}
    expected |= {name: part for name, part in parts_of(new).items() if name in taken}
    # By content: a second "v" that is taken without the first one is the first of its name.
    assert said(parts_of(merged(old, new, taken))) == said(expected)


def said(parts) -> list[tuple[str, str]]:
    return sorted((name.split(".")[0], str(part)) for name, part in parts.items())


@pytest.mark.parametrize("slug", SLUGS)
def test_every_difference_of_a_real_service_belongs_to_a_part_that_differs(slug):
    old = packs().services[slug]
    new = deepcopy(old)
    for step in new["steps"]:
        step["title"] = {**step["title"], "de": "Anders"}
        for each in step["questions"]:
            each["label"] = {**each["label"], "de": "Anders"}
    new["fees"], new["requirements"], new["notes"] = new["fees"][:-1], [], [note("new")]
    parts = differing(old, new)
    assert {part_at(each.place, new, old) for each in changes(old, new)} == set(parts)
    assert merged(old, new, parts) == normal(new)


# -- pages in their order, and questions that move -----------------------------------------


def test_what_is_new_comes_behind_what_stands_before_it():
    old = offer(("a", [WORKS]), ("own", [question("mine")]), ("b", []))
    new = offer(("a", [WORKS]), ("x", []), ("y", []), ("b", []))
    found = merged(old, new, ["steps.x", "steps.y"])
    assert [step["code"] for step in found["steps"]] == ["a", "x", "y", "own", "b"]


def test_the_order_is_a_choice_of_its_own():
    old, new = offer(("a", []), ("b", [])), offer(("b", []), ("a", [WORKS]))
    assert differing(old, new) == ["steps.a", ORDER]
    assert [step["code"] for step in merged(old, new, ["steps.a"])["steps"]] == ["a", "b"]
    assert [step["code"] for step in merged(old, new, [ORDER])["steps"]] == ["b", "a"]


def test_a_question_that_moves_needs_both_pages():
    old, new = offer(("a", [WORKS, PAY]), ("b", [])), offer(("a", [WORKS]), ("b", [PAY]))
    assert torn(old, new, ["steps.a"]) == ["pay"]
    assert torn(old, new, ["steps.b"]) == ["pay"]
    assert torn(old, new, ["steps.a", "steps.b"]) == torn(old, new, []) == []


@pytest.mark.django_db
def test_what_asks_for_a_page_that_is_left_is_said():
    load_rows(packs())
    old = offer(("a", [question("city")]))
    hint = {"code": "low", "when": "works", "text": texts("Think."), "step": "a"}
    new = offer(("a", [question("city")]), ("job", [WORKS]), hints=[hint])
    found = Comparison(None, [], "", old, new)
    assert choosing.clashes(found, ["steps.job"]) == []
    assert [each.split(":")[0] for each in choosing.clashes(found, ["hints.low"])] == ["low"]
    assert choosing.clashes(found, ["hints.low", "steps.job"]) == []
    # What the draft or the whole offer suffers of already keeps nobody back.
    assert choosing.clashes(Comparison(None, [], "", new | {"steps": []}, new), ["steps.job"]) == []


# -- rows of an office ---------------------------------------------------------------------


@pytest.fixture
def service(db) -> Service:
    published(SLUG)
    service = Service.objects.get(slug=SLUG)
    write_draft(service, packs().services[SLUG])
    service.pack_sha256 = fingerprint(packs().services[SLUG])
    service.save()
    return service


def test_only_the_parts_that_are_taken_are_written(service):
    pack = packs().services[SLUG]
    data = {**pack, "fees": [], "legal_basis": "§ 2"}
    found = compared(data)
    assert found.parts == ["service", "fees"]
    take_in(data, found.stamp, parts={"service"})
    service.refresh_from_db()
    assert service.legal_basis == "§ 2"
    assert FeeRule.objects.filter(service=service).count() == len(pack["fees"])


def test_the_parts_of_a_new_service_are_no_choice(service):
    data = {**packs().services[SLUG], "slug": "other"}
    assert compared(data).parts == []
    made = take_in(data, compared(data).stamp, parts=set())
    assert Step.objects.filter(service=made).exists()


def test_the_key_that_an_office_has_confirmed_is_no_difference(service):
    Service.objects.filter(pk=service.pk).update(leika_key="99010018001000")
    assert compared(shipped(SLUG)).parts == []
    Step.objects.filter(service=service).update(title_de="Unseres")
    take_pack(Service.objects.get(pk=service.pk), compared(shipped(SLUG)).stamp)
    assert Service.objects.get(pk=service.pk).leika_key == "99010018001000"
    assert compared(shipped(SLUG)).parts == []


def test_a_pack_taken_in_part_is_known_as_seen(service):
    Service.objects.filter(pk=service.pk).update(pack_sha256="0" * 64, legal_basis="§ 2")
    step = Step.objects.filter(service=service).first()
    Step.objects.filter(pk=step.pk).update(title_de="Unseres")
    service.refresh_from_db()
    take_pack(service, compared(shipped(SLUG)).stamp, parts={"service"})
    service.refresh_from_db()
    assert service.pack_sha256 == fingerprint(shipped(SLUG))
    assert compared(shipped(SLUG)).parts == [f"steps.{step.code}"]


def test_what_the_office_has_changed_is_told_from_what_the_pack_has(service):
    assert choosing.own_parts(service, draft_of(service)) == set()
    Question.objects.filter(step__service=service, code="family_name").update(label_de="Nachname")
    FeeRule.objects.filter(service=service).first().delete()
    page = Step.objects.get(service=service, questions__code="family_name").code
    assert choosing.own_parts(service, draft_of(service)) == {f"steps.{page}", "fees"}


def test_an_older_pack_is_found_among_the_versions(service):
    """The pack's file has moved on: what it said before stands in the version that was published from it."""
    old = {**packs().services[SLUG], "legal_basis": "§ 99", "status": {"closed": texts("Our own")}}
    write_draft(service, old)
    service.pack_sha256 = fingerprint(old)
    service.save()
    assert choosing.own_parts(service, draft_of(service)) is None
    standard = {row.key: row for row in StandardText.objects.all()}
    assert "privacy" in standard
    data = choosing.publishable(draft_of(service))
    ServiceVersion.objects.create(service=service, number=2, definition=data, sha256=fingerprint(data))
    Step.objects.filter(service=service, code=old["steps"][0]["code"]).update(title_de="Unseres")
    assert choosing.own_parts(service, draft_of(service)) == {f"steps.{old['steps'][0]['code']}"}


def test_a_service_without_a_pack_is_all_its_own(service):
    service.pack_sha256 = ""
    assert choosing.own_parts(service, draft_of(service)) == set()
