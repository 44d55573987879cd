"""Passes: made for one paper, opened once, over after a quarter of an hour or when their maker says so."""

from datetime import timedelta

import pytest

from portal.accounts import actions as accounts
from portal.applications import actions as applications
from portal.documents.models import Document, Origin
from portal.journal.models import Entry
from portal.passes import actions, queries, states
from portal.passes.errors import PassOverError, PassUsedError, TooManyPassesError, UnknownPassError
from portal.passes.models import Pass, PassFile
from portal.shared import clock
from portal.shared.errors import TooManyError
from tests.factories import applications as made
from tests.factories import passes
from tests.factories.accounts import PersonFactory
from tests.factories.documents import process, upload

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def later(time_machine, minutes):
    time_machine.move_to(clock.now() + MINUTE * minutes, tick=False)


def test_a_code_has_128_bits_and_only_its_hash_is_stored(application):
    permit, token = passes.waiting(application)
    assert len(actions.LETTERS) ** len(token) >= 2**128
    assert set(token) <= set(actions.LETTERS)
    row = str(Pass.objects.filter(pk=permit.pk).values().get())
    assert token not in row
    assert queries.hash_of(token) in row


def test_the_key_of_the_browser_is_stored_as_hash_only(application):
    _permit, token = passes.waiting(application)
    key = passes.key_of(token)
    assert key not in str(Pass.objects.values().get())
    assert queries.may_send(key)


def test_a_code_opens_once(application):
    _permit, token = passes.waiting(application)
    passes.key_of(token)
    with pytest.raises(PassUsedError):
        actions.open_with(token)


def test_a_code_may_be_typed_in_capitals(application):
    _permit, token = passes.waiting(application)
    assert queries.may_send(passes.key_of(token.upper()))


def test_an_unknown_code_opens_nothing(application):
    passes.waiting(application)
    with pytest.raises(UnknownPassError):
        actions.open_with("x" * 26)


def test_after_a_quarter_of_an_hour_a_code_is_over(application, time_machine):
    _permit, token = passes.waiting(application)
    later(time_machine, 14.9)
    assert actions.find(token)
    later(time_machine, 0.2)
    with pytest.raises(PassOverError):
        actions.open_with(token)


def test_opening_gives_a_fresh_quarter_of_an_hour(application, time_machine):
    _permit, token = passes.waiting(application)
    later(time_machine, 14)
    key = passes.key_of(token)
    later(time_machine, 14)
    assert queries.may_send(key)
    later(time_machine, 1.1)
    assert not queries.may_send(key)


def test_a_file_that_began_in_time_may_arrive_a_little_later_but_not_for_ever(application, time_machine):
    permit, _phone = passes.opened(application)
    later(time_machine, 20)
    assert actions.send(permit, [upload()]) == []
    later(time_machine, 5)
    with pytest.raises(PassOverError):
        actions.send(permit, [upload()])


def test_files_count_as_the_makers_and_the_journal_names_the_pass(application):
    permit, _phone = passes.opened(application)
    assert actions.send(permit, [upload()]) == []
    document = Document.objects.get()
    assert (document.uploader, document.origin) == (application.person, Origin.PHONE)
    assert (document.subject, document.requirement) == (application.pk, "passport")
    entry = Entry.objects.get(kind="pass.file")
    assert entry.detail == {"pass": str(permit.pk), "requirement": "passport", "document": str(document.pk)}
    assert entry.actor == str(application.person_id)


def test_a_new_code_for_the_same_paper_voids_the_one_that_waits(application):
    _first, old = passes.waiting(application)
    _second, new = passes.waiting(application)
    with pytest.raises(PassOverError):
        actions.open_with(old)
    assert actions.open_with(new)


def test_three_devices_at_once_are_the_most(application):
    for requirement in ("passport", "enrolment", "parents_income"):
        passes.opened(application, requirement)
    with pytest.raises(TooManyPassesError):
        passes.waiting(application)
    actions.revoke(Pass.objects.first(), by=application.person)
    assert passes.waiting(application)


def test_making_codes_is_limited(application, settings):
    settings.LIMITS_ON, settings.LIMITS = True, {**settings.LIMITS, "pass": [(2, 3_600)]}
    passes.waiting(application)
    passes.waiting(application)
    with pytest.raises(TooManyError):
        passes.waiting(application)


def test_a_cancelled_pass_takes_nothing_and_keeps_nothing(application):
    permit, _phone = passes.opened(application)
    actions.revoke(permit, by=application.person)
    actions.revoke(permit, by=application.person)
    file = upload()
    with pytest.raises(PassOverError):
        actions.send(permit, [file])
    assert not Document.objects.exists()
    assert Entry.objects.filter(kind="pass.revoke").count() == 1


def test_sending_the_application_ends_its_passes_and_only_those(application):
    mine, _phone = passes.opened(application)
    other, _other_phone = passes.opened(made.complete())
    applications.submit(application, by=application.person)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (states.REVOKED, states.OPENED)


def test_sending_later_papers_ends_passes_too(application):
    applications.submit(application, by=application.person)
    permit, _phone = passes.opened(application)
    actions.send(permit, [upload()])
    applications.send_supplement(application, by=application.person)
    with pytest.raises(PassOverError):
        actions.send(permit, [upload()])
    assert Document.objects.get().handed_over_at


def test_deleting_a_draft_ends_its_passes(application):
    permit, _phone = passes.opened(application)
    applications.withdraw(application, by=application.person)
    with pytest.raises(PassOverError):
        actions.send(permit, [upload()])


def test_signing_out_everywhere_ends_passes(application):
    permit, token = passes.waiting(application)
    accounts.end_sessions(application.person, by=application.person)
    permit = Pass.objects.select_related("maker").get(pk=permit.pk)
    assert not queries.is_live(permit)
    with pytest.raises(PassOverError):
        actions.open_with(token)


def test_a_new_password_ends_passes(application):
    permit, _phone = passes.opened(application)
    application.person.set_password("four large wooden boats")
    application.person.save()
    with pytest.raises(PassOverError):
        actions.send(permit, [upload()])


def test_a_pass_is_shown_to_its_maker_only(application):
    permit, _token = passes.waiting(application)
    assert queries.made_by(application.person, application.pk, permit.pk) == permit
    with pytest.raises(UnknownPassError):
        queries.made_by(PersonFactory(), application.pk, permit.pk)
    with pytest.raises(UnknownPassError):
        queries.made_by(application.person, made.complete().pk, permit.pk)


def test_finishing_twice_is_harmless(application):
    permit, _phone = passes.opened(application)
    actions.finish(permit)
    actions.finish(permit)
    permit.refresh_from_db()
    assert permit.state == states.FINISHED
    assert Entry.objects.filter(kind="pass.finish").count() == 1


def test_how_it_stands_changes_its_mark_with_every_file(application):
    permit, _phone = passes.opened(application)
    before = queries.standing_of(permit).mark
    assert queries.standing_of(permit).mark == before
    actions.send(permit, [upload()])
    received = queries.standing_of(permit)
    assert received.mark != before
    process(PassFile.objects.get().document)
    assert queries.standing_of(permit).mark != received.mark
