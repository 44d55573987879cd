"""What the form says about a case: papers that are missing or will follow, and the hints that the applicant got."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.applications import actions as applications
from portal.applications.templatetags.missing import missing_papers
from portal.desk import actions, counter, rules
from portal.desk.models import Case
from portal.handoff.models import Delivery
from portal.shared import clock
from tests.factories import applications as made
from tests.factories import desk
from tests.factories.accounts import sign_in
from tests.factories.catalogue import published
from tests.factories.handoff import send as deliver
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, publish_data, question, service, texts

pytestmark = pytest.mark.django_db

OTHER = "11111111-1111-4111-8111-111111111111"
RENT = {"code": "rent", "document_type": "RENT", "why": texts("Why")}
DATA = service(
    ("one", [question("works", "yes_no"), question("day", "date")]),
    requirements=[
        {"code": "passport", "document_type": "PASS", "why": texts("Why")},
        RENT,
        {"code": "job", "document_type": "AV", "why": texts("Why"), "when": "works"},
        {"code": "letter", "document_type": "SONST", "why": texts("Why"), "required": False},
    ],
    hints=[
        {"code": "works", "when": "works", "text": texts("Work needs a look."), "law": "§ 4a"},
        {"code": "late", "when": "is_before(day, today)", "text": texts("It is late."), "law": "§ 81"},
    ],
)


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def case(works="yes", day="2099-01-01", **fields):
    """A case of a small service, with a passport in it."""
    published()
    publish_data(DATA)
    named = {"slug": SLUG, "title": "Try out", "version": "1"}
    answers = {"works": works, "day": day}
    return desk.case(service=named, **{"data": {"answers": answers, "sections": []}, **fields})


def promise(code, kind, until):
    return {"requirement": code, "docType": kind, "until": until}


def missing_in(found):
    with override("en"):
        return [each.title.value for each in rules.lack_of(found).missing]


def promised_in(found):
    with override("en"):
        return [each.title.value for each in rules.lack_of(found).promised]


@pytest.fixture
def look(client):
    """Look at a case as a clerk of its office."""

    def looked(found, **words):
        sign_in(client, desk.clerk_of(found.office), verified=True)
        return client.get(reverse("desk:case", args=[found.pk]).replace("/de/", "/en/"), words).content.decode()

    return looked


# -- what is missing ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("works", "missing"), [("yes", ["Rental contract", "Employment contract"]), ("no", ["Rental contract"])]
)
def test_papers_that_the_answers_ask_for_and_nobody_has_sent_are_missing(look, works, missing):
    found = case(works)
    assert missing_in(found) == missing
    body = look(found)
    assert all(f"<li>{title}" in body for title in missing)
    assert "All papers are there" not in body


def test_a_case_with_all_papers_says_so(look):
    found = case("no", files=[desk.entry(), desk.entry(id=OTHER, requirement="rent", docType="RENT")])
    assert rules.lack_of(found).is_complete
    assert "All papers are there" in look(found)


def test_a_file_that_was_withheld_is_missing():
    found = case("no")
    found.files.update(withheld=True)
    assert missing_in(found) == ["Passport", "Rental contract"]


def test_a_paper_of_the_family_is_not_missing():
    shared = [{"requirement": "rent", "docType": "RENT", "sharedWith": "AA-1", "caseId": OTHER, "files": []}]
    assert missing_in(case("no", shared=shared)) == []


def test_the_version_that_the_applicant_filled_in_counts():
    found = case("no")
    publish_data(DATA | {"requirements": [{**RENT, "code": "new", "document_type": "KV"}]})
    assert missing_in(found) == ["Rental contract"]
    assert [each.requirement.code for each in counter.asked_of(found)] == ["passport", "rent", "letter", "other"]


@pytest.mark.parametrize("number", ["7", "", "x"])
def test_a_version_that_nobody_knows_is_read_by_todays_form(number):
    found = case("no", data={"answers": {"works": "no"}, "version": number})
    assert missing_in(found) == ["Rental contract"]


def test_without_answers_nobody_knows_what_is_missing(look):
    found = case(data={"steps": []})
    assert not rules.lack_of(found).missing
    assert "All papers are there" not in look(found)


# -- what will follow ---------------------------------------------------------------


def test_what_is_promised_is_waited_for_until_its_day_and_missing_after_it(look, time_machine):
    found = case("no", promised=[promise("rent", "RENT", in_days(20))])
    assert (missing_in(found), promised_in(found)) == ([], ["Rental contract"])
    assert "ask=missing" not in look(found)
    time_machine.move_to(clock.now() + timedelta(days=21))
    assert (missing_in(found), promised_in(found)) == (["Rental contract"], [])
    assert "The applicant wanted to send it by" in look(found)


def test_a_promise_for_a_paper_that_is_not_needed_is_told_and_never_missing():
    found = case("no", promised=[promise("letter", "SONST", in_days(-5))])
    assert missing_in(found) == ["Rental contract"]
    assert len(promised_in(found)) == 1


def test_the_desk_and_the_applicant_see_the_same_papers_missing():
    application = made.complete(office=OfficeFactory(back_office="desk"))
    applications.promise(application, "health_insurance", in_days(9), by=application.person)
    sent = applications.submit(application, by=application.person)
    applications.keep_print(sent.receipt, b"%PDF-1.7")
    deliver(Delivery.objects.get(case_id=sent.pk))
    found = Case.objects.get(case_id=sent.pk)
    with override("en"):
        told = {str(each.item.title.value) for each in missing_papers(sent)}
    assert told == {*missing_in(found), *promised_in(found)}
    assert len(promised_in(found)) == 1


# -- asking for it ------------------------------------------------------------------


def test_one_click_opens_the_question_with_these_papers_in_german(look, client):
    found = case()
    assert 'href="?ask=missing#move-ask"' in look(found)
    body = look(found, ask="missing")
    assert '<details class="desk-move" id="move-ask" open>' in body
    words = rules.request_for(found)
    assert words["note"].splitlines()[1:] == ["– Mietvertrag", "– Arbeitsvertrag"]
    assert f"{words['note']}</textarea>" in body
    assert f'value="{in_days(28)}"' in body
    address = reverse("desk:move", args=[found.pk, "ask"])
    assert client.post(address, {"ask-note": words["note"], "ask-until": in_days(28)}).status_code == 302


def test_who_has_asked_already_is_told_so_and_not_led_to_ask_again(look):
    found = case()
    actions.move(found, "ask", by=None, note="Bitte Seite 2")
    body = look(found)
    assert "ask=missing" not in body
    assert "You have asked the applicant for something." in body


def test_after_the_decision_nothing_is_missing_any_more(look):
    found = case()
    actions.move(found, "decide", by=None, outcome="granted")
    assert "Rental contract" not in look(found, ask="missing")


# -- hints --------------------------------------------------------------------------


def test_the_clerk_reads_the_hints_that_the_applicant_got_with_their_law(look):
    body = look(case())
    assert body.index("Hints that the applicant got") < body.index("Work needs a look.") < body.index("§ 4a")


def test_without_a_hint_nothing_is_said_of_hints(look):
    assert "Hints that the applicant got" not in look(case("no"))


def test_hints_are_those_of_the_day_of_arrival(time_machine):
    found = case("no", day=in_days(3))
    time_machine.move_to(clock.now() + timedelta(days=30))
    assert rules.hints_of(found) == []
    assert [each.code for each in rules.hints_of(case("no", day=in_days(-3)))] == ["late"]
