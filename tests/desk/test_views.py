"""The desk's pages: what a clerk sees and does, and that nobody else does."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from portal.desk import forms, queries, states, wording
from portal.desk.errors import CaseMovedError, NotGrantedError, PaperNotFoundError
from portal.desk.models import Case
from portal.handoff import states as handoff_states
from portal.handoff.models import Delivery, Reply
from portal.journal.models import Entry
from portal.shared import clock
from portal.vault import actions as vault
from tests.factories import desk, handoff
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return desk.case()


@pytest.fixture
def clerk(client, case):
    person = desk.clerk_of(case.office)
    sign_in(client, person, verified=True)
    return person


def at(name, case, *more):
    return reverse(f"desk:{name}", args=[case.pk, *more])


def press(client, case, name, words=None, **how):
    """Press a button on a page that was opened just now; without a name the one for taking the case."""
    seen = {"seen": queries.seen_of(Case.objects.get(pk=case.pk))}
    address = at("move", case, name) if name else at("take", case)
    return client.post(address, {**seen, **(words or {})}, **how)


def button(name, case, *more):
    return f'action="{at(name, case, *more)}"'


def doors(case):
    """Every address of one case, with the way to knock."""
    page = at("page", case, case.files.get().file_id, 1)
    copy = at("copy", case, case.files.get().file_id)
    return [
        ("get", at("case", case)),
        ("get", page),
        ("get", copy),
        ("post", at("take", case)),
        ("post", at("move", case, "review")),
    ]


def knock_everywhere(client, case):
    return [getattr(client, method)(path) for method, path in doors(case)]


def test_the_list_shows_the_urgent_first(client, case, clerk):
    later = desk.case(case.office, urgency={"titleExpires": "2099-01-01"})
    none = desk.case(case.office, urgency={})
    page = client.get(reverse("desk:list")).context["page"]
    assert list(page.object_list) == [case, later, none]


def test_the_list_hides_closed_cases_unless_asked(client, case, clerk):
    closed = desk.case(case.office, state=states.CLOSED)
    assert closed not in client.get(reverse("desk:list")).context["page"].object_list
    found = client.get(reverse("desk:list"), {"state": "closed"}).context["page"].object_list
    assert list(found) == [closed]


@pytest.mark.parametrize("words", ["33/2-1001", "1001", "MU-2026"])
def test_the_search_finds_both_references(client, case, clerk, words):
    desk.case(case.office, state=states.CLOSED)
    found = client.get(reverse("desk:list"), {"q": words}).context["page"].object_list
    assert case in found


def test_the_search_forgives_missing_hyphens(client, case, clerk):
    words = case.reference.replace("-", " ").lower()
    assert case in client.get(reverse("desk:list"), {"q": words}).context["page"].object_list
    wrong = "MU 2026 " + "9" * 6
    assert not client.get(reverse("desk:list"), {"q": wrong}).context["page"].object_list


def test_a_lost_clerk_is_led_back_to_the_cases(client, clerk):
    page = client.get(reverse("desk:case", args=["00000000-0000-4000-8000-000000000000"]))
    assert f'class="button" href="{reverse("desk:list")}"' in page.content.decode()


def test_only_my_cases(client, case, clerk):
    press(client, case, None)
    desk.case(case.office)
    found = client.get(reverse("desk:list"), {"mine": "on"})
    assert list(found.context["page"].object_list) == [case]
    assert found.context["counts"]["mine"] == 1


def test_decided_cases_are_not_urgent_any_more(client, case, clerk):
    decided = desk.case(case.office, state=states.DECIDED)
    found = client.get(reverse("desk:list"), {"urgent": "True"})
    assert list(found.context["page"].object_list) == [case]
    assert found.context["counts"]["urgent"] == 1
    assert list(client.get(reverse("desk:list")).context["page"].object_list) == [case, decided]


def listed(client, **wish):
    return client.get(reverse("desk:list"), wish, headers={"accept-language": "en"})


def test_the_filter_for_urgent_cases_is_seen_and_kept(client, case, clerk):
    body = listed(client, urgent="on").content.decode()
    assert '<input type="checkbox" name="urgent" id="id_urgent" checked>' in body


@pytest.mark.parametrize(("wish", "field"), [({"q": "x" * 41}, "q"), ({"state": "lost"}, "state")])
def test_a_filter_that_is_not_understood_says_so_and_finds_nothing(client, case, clerk, wish, field):
    response = listed(client, **wish)
    [words] = response.context["form"].errors[field]
    assert words in response.content.decode()
    assert not response.context["page"].object_list


def test_a_filter_that_finds_nothing_names_other_ways(client, case, clerk):
    assert listed(client, state="decided").context["nothing"] == wording.NOTHING["fits"]


def test_an_office_whose_cases_are_all_closed_reads_so(client, case, clerk):
    press(client, case, "reject", {"reject-note": "Bitte neu stellen"})
    assert listed(client).context["nothing"] == wording.NOTHING["open"]


def test_an_office_without_cases_reads_so(client):
    sign_in(client, desk.clerk_of(OfficeFactory(back_office="desk")), verified=True)
    assert str(wording.NOTHING["yet"][0]) in listed(client).content.decode()


def named(office, name):
    return desk.case(office, applicant={"name": name, "language": "ar"})


def test_the_list_names_the_applicants(client, case, clerk):
    named(case.office, "Amina Şahin")
    assert "Amina Şahin" in listed(client).content.decode()


def test_a_name_that_was_erased_leaves_the_list_whole(client, case, clerk):
    vault.erase(named(case.office, "Amina Şahin").pk)
    response = listed(client)
    assert response.status_code == 200
    assert "Amina" not in response.content.decode()


def test_each_name_in_the_list_costs_one_look_for_its_key(client, case, clerk, django_assert_num_queries):
    found = [case, named(case.office, "A"), named(case.office, "B")]
    with django_assert_num_queries(1 + len(found)):
        queries.names_of(found)


def test_nonsense_in_the_filter_is_no_error(client, clerk):
    response = client.get(reverse("desk:list"), {"state": "'; --", "q": "\u0130" * 30, "page": "x"})
    assert response.status_code == 200


def test_the_case_page_shows_answers_findings_and_pages(client, case, clerk):
    body = client.get(at("case", case)).content.decode()
    assert "Şahin" in body
    assert "Familienname" in body
    assert at("page", case, case.files.get().file_id, 1) in body
    assert "badge--warning" in body


def test_what_is_sent_later_is_on_the_page(client, case, clerk):
    promised = [
        {"requirement": "enrolment", "docType": "IMMA", "until": "2026-12-24"},
        {"requirement": "strange", "docType": "strange", "until": "soon"},
    ]
    waiting = desk.case(case.office, promised=promised)
    body = client.get(at("case", waiting)).content.decode()
    assert "24. Dezember 2026" in body
    assert "strange" in body


def test_promises_of_the_first_packages_are_still_read(client, case, clerk):
    waiting = desk.case(case.office, promised={"enrolment": "2026-12-24"})
    assert "24. Dezember 2026" in client.get(at("case", waiting)).content.decode()


def test_papers_of_the_family_are_named_with_the_way_to_their_case(client, case, clerk):
    entry = {"requirement": "rent", "docType": "RENT", "files": []}
    shared = [
        entry | {"sharedWith": "AA-1", "caseId": str(case.case_id)},
        entry | {"sharedWith": "BB-2", "caseId": str(desk.case(OfficeFactory()).case_id)},
    ]
    body = client.get(at("case", desk.case(case.office, shared=shared))).content.decode()
    assert f'<a href="{at("case", case)}"><bdi>AA-1</bdi></a>' in body
    # A case of another office is named, never opened.
    assert ": <bdi>BB-2</bdi>" in body


def test_the_fee_stands_line_by_line(client, case, clerk):
    expected = [
        {
            "code": "§ 45 Nr. 2",
            "kind": "fee",
            "amount": "93.00",
            "title": "Verlängerung",
            "reason": "Länger als 3 Monate.",
        },
        {"code": "§ 50", "kind": "reduction", "amount": "-46.50", "title": "Ermäßigung", "reason": "Unter 18."},
    ]
    body = client.get(at("case", desk.case(case.office, payment={"expected": expected}))).content.decode()
    assert "Ermäßigung" in body
    assert "46,50" in body[body.index("Unter 18.") :]
    first = desk.case(case.office, payment={"expected": [{"code": "§ 45c", "amount": "67.00"}]})
    assert "67" in client.get(at("case", first)).content.decode()


def test_moving_leads_back_and_tells_the_applicant(client, case, clerk):
    response = press(client, case, "review")
    assert response.url == at("case", case)
    assert Reply.objects.filter(kind="in_review").exists()
    assert "Reply" not in client.get(response.url).content.decode()


def test_asking_needs_words_and_a_day(client, case, clerk):
    response = press(client, case, "ask", {"ask-note": "Bitte Seite 2 schicken"})
    assert response.status_code == 422
    assert "Bitte Seite 2 schicken" in response.content.decode()
    assert Case.objects.get().state == states.NEW


def ask(client, case, note="Bitte Seite 2", days=14):
    until = clock.today() + timedelta(days=days)
    return press(client, case, "ask", {"ask-note": note, "ask-until": until.isoformat()}), until


def test_asking_with_words_and_day_goes_through(client, case, clerk):
    _response, until = ask(client, case)
    assert Reply.objects.get(kind="action_required").payload["until"] == until.isoformat()
    assert f"{until:%d.%m.%Y}" in client.get(at("case", case)).content.decode()


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 302), (365, 302), (366, 422)])
def test_the_day_lies_within_a_year(client, case, clerk, days, status):
    assert ask(client, case, days=days)[0].status_code == status


def test_who_corrects_what_was_asked_starts_from_the_old_words(client, case, clerk):
    _response, until = ask(client, case)
    body = client.get(at("case", case)).content.decode()
    assert "Bitte Seite 2</textarea>" in body
    assert f'value="{until.isoformat()}"' in body
    assert ask(client, case, note="Bitte Seite 3")[0].status_code == 302


def test_a_text_that_is_too_long_says_what_to_do(client, case, clerk):
    response, _until = ask(client, case, note="x" * 2001)
    assert response.context["form"].errors["note"] == [
        str(forms.TOO_LONG) % {"limit_value": forms.LONGEST, "show_value": forms.LONGEST + 1}
    ]


def test_deciding_needs_an_outcome(client, case, clerk):
    assert press(client, case, "decide").status_code == 422
    press(client, case, "decide", {"decide-outcome": "granted"})
    assert Case.objects.get().state == states.DECIDED


def test_a_crafted_outcome_is_answered_without_repeating_it(client, case, clerk):
    response = press(client, case, "decide", {"decide-outcome": "<hack>"})
    assert response.context["form"].errors["outcome"] == [_("There is no such decision. Choose one from the list.")]
    assert "hack" not in response.content.decode()
    assert response.status_code == 422


def test_returning_without_a_reason_names_a_fitting_example(client, case, clerk):
    response = press(client, case, "reject")
    [words] = response.context["form"].errors["note"]
    example = "Enter why you return the application, for example: You live in another city now. "
    assert words == _(example + "Please apply at the office there.")


@pytest.mark.parametrize("name", ["withdraw", "nonsense"])
def test_a_move_that_is_not_a_clerks_is_not_found(client, case, clerk, name):
    assert press(client, case, name).status_code == 404


def test_moving_twice_is_a_conflict_not_a_crash(client, case, clerk):
    press(client, case, "review")
    assert press(client, case, "review").status_code == 409


def test_who_comes_too_late_stays_on_the_case_and_keeps_the_text(client, case, clerk):
    press(client, case, "decide", {"decide-outcome": "granted"})
    response, _until = ask(client, case, note="Ein langer Text")
    body = response.content.decode()
    assert response.status_code == 409
    assert str(CaseMovedError.message) in body
    assert "readonly>Ein langer Text</textarea>" in body
    assert button("move", case, "ask") not in body


def test_half_a_form_that_comes_too_late_opens_no_button_again(client, case, clerk):
    press(client, case, "decide", {"decide-outcome": "granted"})
    response = press(client, case, "reject", {"reject-note": ""})
    assert response.status_code == 409
    assert button("move", case, "reject") not in response.content.decode()


def test_after_a_refusal_no_button_announces_a_card(client, case, clerk):
    press(client, case, "decide", {"decide-outcome": "refused"})
    assert button("move", case, "announce") not in client.get(at("case", case)).content.decode()
    response = press(client, case, "announce")
    assert response.status_code == 409
    assert str(NotGrantedError.message) in response.content.decode()


def test_a_taken_case_says_so(client, case, clerk):
    response = press(client, case, None, follow=True)
    assert [str(each) for each in response.context["messages"]] == [_("You work on this case now.")]


def test_nobody_works_on_a_closed_case(client, case, clerk):
    press(client, case, None)
    press(client, case, "reject", {"reject-note": "Bitte neu stellen"})
    body = client.get(at("case", case)).content.decode()
    assert _("This case is closed.") in body
    assert _("You work on this case.") not in body
    assert button("take", case) not in body
    assert press(client, case, None).status_code == 409


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("more", [("take",), ("move", "ask"), ("move", "nonsense")])
def test_a_buttons_address_leads_back_to_the_case(client, case, clerk, method, more):
    name, *rest = more
    assert getattr(client, method)(at(name, case, *rest)).url == at("case", case)


def test_the_address_of_sending_again_leads_back_to_the_packages(client, clerk):
    address = reverse("desk:send-again", args=["00000000-0000-4000-8000-000000000000"])
    assert client.get(address).url == reverse("desk:stuck")
    assert client.put(address).status_code == 405


def test_a_page_carries_the_watermark_and_is_kept_nowhere(client, case, clerk):
    response = client.get(at("page", case, case.files.get().file_id, 1))
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    shown = Image.open(io.BytesIO(response.content)).convert("L")
    plain = Image.open(io.BytesIO(desk.picture())).convert("L")
    for box in [(0, 0, 400, 550), (400, 0, 800, 550), (0, 550, 400, 1100), (400, 550, 800, 1100)]:
        assert ImageChops.difference(shown.crop(box), plain.crop(box)).getbbox()


def test_collecting_pictures_is_limited(client, case, clerk, settings):
    settings.LIMITS_ON, settings.LIMITS = True, {**settings.LIMITS, "download": [(2, 300)]}
    address = at("page", case, case.files.get().file_id, 1)
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_every_answer_of_the_desk_is_kept_nowhere(client, case, clerk):
    for response in [
        client.get(reverse("desk:list")),
        client.get(at("case", case)),
        client.get(reverse("desk:stuck")),
    ]:
        assert "no-store" in response["Cache-Control"]


# -- who may not ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["clerk", "lead"])
def test_a6_staff_of_another_office_find_nothing_and_leave_a_trace(client, case, kind):
    stranger = RoleFactory(kind=kind).person
    sign_in(client, stranger, verified=True)
    unknown = client.get(reverse("desk:case", args=["00000000-0000-4000-8000-000000000000"]))
    for response in knock_everywhere(client, case):
        assert response.status_code == 404
    assert unknown.status_code == 404
    denied = Entry.objects.filter(kind="desk.denied", subject=str(case.pk), actor=str(stranger.pk))
    assert denied.count() == len(doors(case))
    assert Case.objects.get().state == states.NEW


@pytest.mark.parametrize("kind", ["editor", "translator", "office_it", "auditor"])
def test_a39_other_roles_of_the_same_office_do_not_come_in(client, case, kind):
    sign_in(client, RoleFactory(kind=kind, office=case.office).person, verified=True)
    responses = [*knock_everywhere(client, case), client.get(reverse("desk:list")), client.get(reverse("desk:stuck"))]
    assert {response.status_code for response in responses} == {403}


def test_a_clerk_of_two_roles_elsewhere_stays_out(client, case):
    person = RoleFactory(kind="editor", office=case.office).person
    RoleFactory(person=person, kind="clerk")
    sign_in(client, person, verified=True)
    assert {each.status_code for each in knock_everywhere(client, case)} == {404}


def test_applicants_do_not_come_in(client, case):
    sign_in(client, PersonFactory(), verified=True)
    assert {each.status_code for each in knock_everywhere(client, case)} == {403}


def test_without_the_second_factor_a_clerk_is_led_there(client, case):
    sign_in(client, desk.clerk_of(case.office))
    for response in knock_everywhere(client, case):
        assert response.status_code == 302
        assert "next=" in response.url


def test_without_signing_in_nobody_comes_in(client, case):
    for response in knock_everywhere(client, case):
        assert response.status_code == 302
        assert "login" in response.url


def test_a_role_that_was_taken_away_ends_at_once(client, case, clerk):
    clerk.roles.all().delete()
    assert {each.status_code for each in knock_everywhere(client, case)} == {403}


def test_pages_of_another_case_are_not_found(client, case, clerk):
    other = desk.case(files=[desk.entry(id="11111111-1111-4111-8111-111111111111")])
    assert client.get(at("page", case, other.files.get().file_id, 1)).status_code == 404
    wrong = client.get(at("page", case, case.files.get().file_id, 0))
    assert wrong.status_code == 404
    assert str(PaperNotFoundError.message) in wrong.content.decode()


# -- packages that did not get through -------------------------------------------


@pytest.fixture
def refused(case):
    with handoff.files_from("exchanged"):
        return handoff.sent(office=case.office)


def test_the_list_tells_of_packages_that_did_not_get_through(client, clerk, refused):
    assert client.get(reverse("desk:list")).context["troubles"] == 1
    assert refused.reference in client.get(reverse("desk:stuck")).content.decode()


def test_sending_again_puts_the_package_back_into_the_queue(client, clerk, refused):
    client.post(reverse("desk:send-again", args=[refused.pk]))
    assert Delivery.objects.get(pk=refused.pk).state == handoff_states.QUEUED


def test_another_offices_package_cannot_be_sent_again(client, clerk):
    with handoff.files_from("exchanged"):
        other = handoff.sent(office=OfficeFactory(back_office="memory"))
    assert client.post(reverse("desk:send-again", args=[other.pk])).status_code == 404
    assert Delivery.objects.get(pk=other.pk).state == handoff_states.REFUSED


def test_the_list_can_be_narrowed_to_the_talent_center(client, case, clerk):
    other = desk.case(case.office, routing={"unit": "talent_center"})
    page = client.get(reverse("desk:list"), {"unit": "talent_center"}).context["page"]
    assert list(page.object_list) == [other]
    page = client.get(reverse("desk:list"), {"unit": "general"}).context["page"]
    assert list(page.object_list) == [case]
    assert client.get(reverse("desk:list"), {"unit": "moon"}).status_code == 200
