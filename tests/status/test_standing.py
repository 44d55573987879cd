"""What an applicant is told about the application: state, who acts, what comes."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from portal.applications import states
from portal.desk import wording
from portal.handoff.models import Reply
from portal.notices import actions as notices
from portal.shared import clock
from portal.status import queries
from portal.status.states import OUTCOMES, PLAIN
from portal.vault import actions as vault
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.status import MOVES, advance, application_in

pytestmark = pytest.mark.django_db
ALL = sorted(states.LIFE.states())


def page(client, application, **headers):
    sign_in(client, application.person, verified=True)
    return client.get(reverse("status:application", args=[application.pk]), headers=headers)


def reply(application, kind, **payload):
    row = Reply(event_id=uuid.uuid4().hex, case_id=application.pk, kind=kind, at=clock.now(), received_at=clock.now())
    row.put_payload(payload)
    row.save()


def test_every_state_has_words_and_there_are_at_most_twelve():
    assert set(PLAIN) == set(states.LIFE.states()) == set(MOVES)
    assert len(PLAIN) <= 12


@pytest.mark.parametrize("state", ALL)
def test_every_state_says_what_since_when_who_and_what_next(client, state):
    application, plain = application_in(state), PLAIN[state]
    text = page(client, application).content.decode()
    for words in (plain.title, plain.text, plain.who, plain.next):
        assert str(words).replace("'", "&#x27;") in text


def test_the_page_of_another_person_does_not_exist(client):
    application = application_in()
    sign_in(client, PersonFactory(), verified=True)
    strange = client.get(reverse("status:application", args=[application.pk]))
    unknown = client.get(reverse("status:application", args=[uuid.uuid4()]))
    assert strange.status_code == unknown.status_code == 404


def test_messages_need_the_second_factor(client):
    application = application_in()
    sign_in(client, application.person)
    response = client.get(reverse("status:application", args=[application.pk]))
    assert response.status_code == 302
    assert "second-factor" in response.url


def test_signed_out_nobody_sees_anything(client):
    assert client.get(reverse("status:application", args=[application_in().pk])).status_code == 302


def test_the_page_is_never_stored(client):
    assert "no-store" in page(client, application_in())["Cache-Control"]


def test_the_page_renews_its_inner_part(client):
    text = page(client, application_in(), hx_request="true").content.decode()
    assert "<html" not in text
    assert 'hx-trigger="every 20s"' in text


def test_looking_writes_nothing(client, django_assert_max_num_queries):
    application = application_in("in_review")
    page(client, application)
    with django_assert_max_num_queries(20):
        client.get(reverse("status:application", args=[application.pk]))


def test_the_timeline_tells_past_present_and_future():
    steps = queries.timeline_of(application_in("in_review"), {})
    assert [step.state for step in steps] == ["done", "done", "current", "open", "open", "open"]
    assert [step.title for step in steps][2] == PLAIN["in_review"].title
    assert all(step.at for step in steps[:3])


def test_a_state_that_comes_again_is_told_once():
    application = application_in("action_required")
    advance(application, "review")
    titles = [step.title for step in queries.timeline_of(application, {})]
    assert titles.count(PLAIN["in_review"].title) == 1


@pytest.mark.parametrize("state", states.FINAL)
def test_after_the_end_nothing_is_promised(state):
    assert not [step for step in queries.timeline_of(application_in(state), {}) if step.state == "open"]


def test_what_the_office_asks_for_and_until_when_is_shown(client):
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte <b>Nachweis</b> der Krankenkasse", until="2026-12-31")
    text = page(client, application).content.decode()
    assert "Bitte &lt;b&gt;Nachweis&lt;/b&gt; der Krankenkasse" in text
    assert "2026" in text


def test_old_words_of_the_office_go_when_it_moves_on():
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte Nachweis")
    advance(application, "review")
    assert queries.standing_of(application).office_says is None


def test_old_words_of_the_office_stay_in_the_timeline():
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte Nachweis")
    advance(application, "review")
    assert [step.quote for step in queries.standing_of(application).steps if step.quote] == ["Bitte Nachweis"]


def decided(outcome, *moves, **words):
    application = application_in("in_review")
    reply(application, "decided", outcome=outcome, **words)
    for move in ("decide", *moves):
        advance(application, move)
    return application


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("moves", [(), ("close",)])
def test_what_was_decided_stays_on_the_page(client, outcome, moves):
    text = page(client, decided(outcome, *moves)).content.decode()
    assert text.count(str(OUTCOMES[outcome])) == 2


def test_a_refusal_without_words_leaves_its_trace_in_the_timeline():
    steps = queries.standing_of(decided("refused", "close")).steps
    assert [step.text for step in steps if step.title == PLAIN["decided"].title] == [str(OUTCOMES["refused"])]


@pytest.mark.parametrize(("outcome", "comes"), [("refused", False), ("granted", True), ("granted_in_part", True)])
def test_only_after_a_grant_there_is_something_to_collect(outcome, comes):
    ahead = [step.title for step in queries.standing_of(decided(outcome)).steps if step.state == queries.OPEN]
    assert (PLAIN["ready_to_collect"].title in ahead) is comes
    assert PLAIN["closed"].title in ahead


def test_nothing_is_to_come_for_a_returned_application():
    application = application_in(states.REJECTED)
    reply(application, "rejected", note="Bitte neu stellen")
    assert all(step.state != queries.OPEN for step in queries.standing_of(application).steps)


@pytest.mark.parametrize(("outcome", "tone"), [("refused", "neutral"), ("granted", "success")])
def test_a_refusal_is_not_coloured_as_a_success(outcome, tone):
    assert queries.standing_of(decided(outcome)).plain.tone == tone


def test_an_outcome_that_nobody_knows_is_not_shown(client):
    assert queries.standing_of(decided("mystery")).decided == ""


def test_the_outcome_and_the_desks_words_for_it_are_the_same_ones():
    assert set(OUTCOMES) == set(wording.OUTCOMES)


def test_the_day_that_was_asked_for_stays_in_the_timeline():
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte Nachweis", until="2026-12-31")
    advance(application, "review")
    with translation.override("de"):
        [step] = [step for step in queries.standing_of(application).steps if step.quote]
        assert "31. Dezember 2026" in str(step.text)


def test_the_newest_words_of_the_office_count():
    application = application_in("action_required")
    reply(application, "action_required", note="Seite 2")
    advance(application, "ask")
    reply(application, "action_required", note="Seite 3")
    assert queries.standing_of(application).office_says.note == "Seite 3"


@pytest.mark.parametrize(("language", "is_said"), [("de", False), ("en", True), ("ar", True)])
def test_other_readers_are_told_that_the_offices_words_are_german(client, language, is_said):
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte Nachweis")
    sign_in(client, application.person, verified=True)
    address = reverse("status:application", args=[application.pk]).split("/", 2)[2]
    with translation.override(language):
        words = translation.gettext("The office wrote this text in German.")
    assert (words in client.get(f"/{language}/{address}").content.decode()) is is_said


def test_in_the_timeline_too_readers_are_told_that_the_words_are_german():
    application = application_in("action_required")
    reply(application, "action_required", note="Bitte Nachweis")
    advance(application, "review")
    with translation.override("en"):
        texts = [step.text for step in queries.standing_of(application).steps if step.quote]
    assert texts == ["The office wrote this text in German."]


def test_the_messages_of_this_application_are_shown_and_no_others(client):
    application = application_in()
    notices.post("status_changed", application.person, subject=application.pk, context={"text": "About this one"})
    notices.post("status_changed", application.person, subject=uuid.uuid4(), context={"text": "About another"})
    text = page(client, application).content.decode()
    assert "About this one" in text
    assert "About another" not in text


def test_after_erasure_the_page_still_opens(client):
    application = application_in("closed")
    reply(application, "closed", note="Bis bald")
    vault.erase(application.pk)
    assert page(client, application).status_code == 200


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_page_speaks_the_readers_language(client, language):
    application = application_in()
    sign_in(client, application.person, verified=True)
    address = reverse("status:application", args=[application.pk]).split("/", 2)[2]
    assert f'lang="{language}"' in client.get(f"/{language}/{address}").content.decode()


def test_a_message_says_what_the_application_had_become(client):
    application = application_in("in_review")
    context = {"state": "in_review"}
    notices.post("status_changed", application.person, subject=application.pk, context=context)
    message = queries.standing_of(application).messages[0]
    assert (message.title, message.text) == (str(PLAIN["in_review"].title), str(PLAIN["in_review"].text))


def test_the_page_says_how_to_reach_the_office(client):
    application = application_in()
    assert application.office.email in page(client, application).content.decode()


def test_missing_documents_are_named_with_a_way_to_send_them(client):
    application = application_in(states.IN_REVIEW)
    with translation.override("en"):
        text = page(client, application).content.decode()
        assert "These documents are still missing:" in text
        assert reverse("applications:documents", args=[application.pk]) in text


def test_nothing_is_missing_once_the_office_has_decided(client):
    with translation.override("en"):
        assert "still missing:" not in page(client, application_in(states.DECIDED)).content.decode()
