"""What the form says about a case: papers that are missing or will follow, and the hints that the applicant got."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.applications import actions as applications
from portal.applications.models import Application, Bundle
from portal.applications.templatetags.missing import missing_papers
from portal.desk import actions, counter, queries, rules
from portal.desk.models import Case
from portal.handoff.models import Delivery
from portal.shared import clock
from tests.factories import applications as made
from tests.factories import desk
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in
from tests.factories.catalogue import published
from tests.factories.handoff import post
from tests.factories.handoff import send as deliver
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, publish_data, question, service, texts

pytestmark = pytest.mark.django_db

# What asking begins with, in German.
GERMAN = "Wir brauchen noch diese Unterlagen von Ihnen:"
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


def ticked(body, title):
    """Whether the box at the top names a paper with its tick set."""
    return re.search(rf'name="ask" value="[a-z_]+" checked><span>{title}', body)


def good(**fields):
    """A paper that no check had anything to say about."""
    return desk.entry(**fields) | {"ocr": {"checks": [{"id": "expiry", "result": "pass"}]}}


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
    assert all(ticked(body, title) for title in missing)
    assert "All papers are there" not in body


def test_a_case_with_all_papers_says_so(look):
    found = case("no", files=[good(), good(id=OTHER, requirement="rent", docType="RENT")])
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
    found = case("no", files=[good()], promised=[promise("rent", "RENT", in_days(20))])
    assert (missing_in(found), promised_in(found)) == ([], ["Rental contract"])
    assert 'name="ask"' not in look(found)
    time_machine.move_to(clock.now() + timedelta(days=21))
    assert (missing_in(found), promised_in(found)) == (["Rental contract"], [])
    assert "The applicant wanted to send it by" in look(found)


def test_a_promise_for_a_paper_that_is_not_needed_is_told_and_never_missing():
    found = case("no", promised=[promise("letter", "SONST", in_days(-5))])
    assert missing_in(found) == ["Rental contract"]
    assert len(promised_in(found)) == 1


@pytest.mark.parametrize("together", [True, False])
def test_the_desk_and_the_applicant_see_the_same_papers_of_the_same_person_missing(together):
    application = made.complete(office=OfficeFactory(back_office="desk"))
    if together:
        application.bundle = Bundle.objects.create(person=application.person)
        application.save(update_fields=["bundle"])
    applications.promise(application, "health_insurance", in_days(9), by=application.person)
    sent = applications.submit(application, by=application.person)
    applications.keep_print(sent.receipt, b"%PDF-1.7")
    deliver(Delivery.objects.get(case_id=sent.pk))
    found = Case.objects.get(case_id=sent.pk)
    with override("en"):
        told = {(each.item.title.value, each.whose) for each in missing_papers(sent)}
        lack = rules.lack_of(found)
    assert told == {(each.title.value, each.whose) for each in (*lack.missing, *lack.promised)}
    assert {whose for _title, whose in told} == {"Şeyma Özdemir-Łukasik" if together else ""}
    assert len(promised_in(found)) == 1


def test_the_applicants_list_says_whose_paper_it_is_in_a_family_only(client):
    sent = made.submitted()
    sign_in(client, sent.person, verified=True)
    address = reverse("status:application", args=[sent.pk]).replace("/de/", "/en/")
    named = "<li>Proof of health insurance – <bdi>Şeyma Özdemir-Łukasik</bdi></li>"
    assert named not in client.get(address).content.decode()
    Application.objects.filter(pk=sent.pk).update(bundle=Bundle.objects.create(person=sent.person))
    assert named in client.get(address).content.decode()


# -- asking for it ------------------------------------------------------------------


def test_one_click_opens_the_question_with_these_papers_in_german(look, client):
    found = case()
    body = look(found)
    assert all(ticked(body, title) for title in ("Rental contract", "Employment contract"))
    body = look(found, ask=["rent", "job"])
    assert '<details class="desk-move" id="move-ask" open>' in body
    words = rules.request_for(found, ["rent", "job"], {})
    assert words["note"].splitlines()[1:] == ["– Mietvertrag", "– Arbeitsvertrag"]
    assert f"{words['note']}</textarea>" in body
    assert f'value="{in_days(28)}"' in body
    address = reverse("desk:move", args=[found.pk, "ask"])
    assert (
        client.post(
            address, {"seen": queries.seen_of(found), "ask-note": words["note"], "ask-until": in_days(28)}
        ).status_code
        == 302
    )


def test_only_what_is_ticked_is_asked_for():
    assert rules.request_for(case(), ["job"], {})["note"].splitlines()[1:] == ["– Arbeitsvertrag"]
    assert rules.request_for(case(), ["nonsense"], {})["note"] == ""


def asked_by(found, clerk):
    until = clock.today() + timedelta(days=9)
    actions.move(found, "ask", by=clerk, note="Bitte Seite 2\nund Seite 3", until=until)
    return until


def test_who_asked_already_is_named_with_the_way_to_what_was_asked_for(look):
    found, karin = case(), PersonFactory(first_name="Karin", last_name="Albrecht")
    asked_by(found, karin)
    body = look(found)
    assert "Karin Albrecht has asked the applicant for something already." in body
    assert '<a href="#asked">' in body
    assert '<li class="timeline__entry timeline__entry--current" id="asked"' in body
    assert "<p>Bitte Seite 2<br>und Seite 3</p>" in body


def test_who_asked_before_reads_you(look, client):
    found, clerk = case(), desk.clerk_of(OfficeFactory())
    asked_by(found, clerk)
    RoleFactory(person=clerk, office=found.office, kind="clerk")
    sign_in(client, clerk, verified=True)
    body = client.get(reverse("desk:case", args=[found.pk]).replace("/de/", "/en/")).content.decode()
    assert "You have asked the applicant for something already." in body
    assert "End the request and go on with the review" in body


def test_missing_papers_are_added_to_what_was_asked_for_once(look):
    found = case()
    until = asked_by(found, None)
    body = look(found, ask=["rent"])
    words = rules.request_for(found, ["rent"], queries.open_request_of(found).words())
    assert words["note"].splitlines() == ["Bitte Seite 2", "und Seite 3", GERMAN, "– Mietvertrag"]
    assert words["until"] == until
    assert f"{words['note']}</textarea>" in body
    assert rules.request_for(found, ["rent"], words)["note"] == words["note"]
    more = rules.request_for(found, ["rent", "job"], words)["note"].splitlines()
    assert more[2:] == [GERMAN, "– Mietvertrag", "– Arbeitsvertrag"]


# -- whose it is --------------------------------------------------------------------


SPONSORED = service(
    ("one", [question("given_names", "text"), question("sponsor_given_names", "text")]),
    requirements=[
        {"code": "passport", "document_type": "PASS", "why": texts("Why")},
        {"code": "sponsor_passport", "document_type": "PASS", "why": texts("Of the person here"), "shared": True},
        {**RENT, "shared": True},
    ],
)


@pytest.mark.parametrize(
    ("sponsor", "named"), [({"sponsor_given_names": "Olena"}, "Olena"), ({}, "Of the person here")]
)
def test_in_a_family_every_paper_says_whose_it_is(look, client, sponsor, named):
    published()
    publish_data(SPONSORED)
    answers = {"given_names": "Mina", "family_name": "Melnyk", **sponsor}
    found = desk.case(
        service={"slug": SLUG, "title": "Try out", "version": "1"}, files=[], data={"answers": answers, "sections": []}
    )
    with override("en"):
        labels = [each.label for each in rules.lack_of(found).missing]
    assert labels == ["Passport – Mina Melnyk", f"Passport – {named}", "Rental contract"]
    assert "Passport – <bdi>Mina Melnyk</bdi>" in look(found)
    asked = rules.request_for(found, ["passport", "rent"], {})["note"].splitlines()[1:]
    counter_page = client.get(reverse("desk:papers", args=[found.pk]).replace("/de/", "/en/")).content.decode()
    assert f'<option value="sponsor_passport">Passport – {named}</option>' in counter_page
    assert '<option value="passport">Passport – Mina Melnyk</option>' in counter_page
    assert asked == ["– Reisepass – Mina Melnyk", "– Mietvertrag"]


@pytest.mark.parametrize(("together", "whose"), [(True, "Mina"), (False, "")])
def test_only_who_applies_with_others_is_named_on_every_paper(together, whose):
    answers = {"works": "no", "given_names": "Mina"}
    found = case("no", data={"answers": answers, "sections": [], "inFamily": together})
    assert [each.whose for each in rules.lack_of(found).missing] == [whose]


# -- there, but in doubt --------------------------------------------------------------

ENDED = {"id": "expiry", "result": "fail", "case": "ended", "values": {"date": "2024-02-01"}}
ANOTHER = {"id": "kind", "result": "warn", "case": "other", "values": {"found": "VISA", "wanted": "PASS"}}


def doubtful(found):
    with override("en"):
        return [(each.code, each.noticed) for each in rules.lack_of(found).doubtful]


@pytest.mark.parametrize("anyway", [True, False])
def test_a_paper_that_did_not_pass_is_named_also_where_it_was_sent_anyway(look, anyway):
    ocr = {"checks": [ENDED, ANOTHER], "sentAnyway": anyway}
    found = case("no", files=[desk.entry() | {"ocr": ocr}, good(id=OTHER, requirement="rent", docType="RENT")])
    [(code, (ended, another))] = doubtful(found)
    assert (code, ended) == ("passport", "expired on 1 February 2024")
    assert another.startswith("Looks like: ")
    body = look(found)
    assert "All papers are there" not in body
    assert "There, but please look" in body
    assert '<input type="checkbox" name="ask" value="passport"><span>Passport – expired on' in body
    asked = rules.request_for(found, ["passport"], {})["note"].splitlines()[1]
    assert asked.startswith("– ")
    assert "Reisepass" in asked
    assert "1. Februar 2024" in asked


def test_a_better_paper_that_came_later_settles_it():
    found = case("no", files=[desk.entry() | {"ocr": {"checks": [ENDED]}}])
    follow(found, good(id=OTHER))
    assert doubtful(found) == []


def test_a_clean_page_beside_it_settles_nothing():
    found = case("no", files=[desk.entry() | {"ocr": {"checks": [ENDED]}}, good(id=OTHER)])
    assert [code for code, _noticed in doubtful(found)] == ["passport"]


def follow(found, *files):
    with desk.with_files():
        sent = post(found.office, found.case_id, kind="supplement", files=list(files), data={})
        deliver(sent)


def test_after_the_decision_nothing_is_missing_any_more(look):
    found = case()
    actions.move(found, "decide", by=None, outcome="granted")
    assert "Rental contract" not in look(found, ask="missing")


# -- hints --------------------------------------------------------------------------


def test_the_clerk_reads_the_hints_that_the_applicant_got_with_their_law(look):
    body = look(case())
    law = "§\N{NO-BREAK SPACE}4a"
    assert body.index("Hints that the applicant got") < body.index("Work needs a look.") < body.index(law)


def test_without_a_hint_nothing_is_said_of_hints(look):
    assert "Hints that the applicant got" not in look(case("no"))


def test_hints_are_those_of_the_day_of_arrival(time_machine):
    found = case("no", day=in_days(3))
    time_machine.move_to(clock.now() + timedelta(days=30))
    assert rules.hints_of(found) == []
    assert [each.code for each in rules.hints_of(case("no", day=in_days(-3)))] == ["late"]
