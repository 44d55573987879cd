"""Drafts that nobody comes back to: told after 23 days, deleted after 30."""

import pytest
import time_machine

from portal.applications import actions, tasks
from portal.applications.models import Application, StepAnswers
from portal.notices.models import Notice
from portal.vault.models import DataKey
from tests.factories import applications as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(person) -> Application:
    with time_machine.travel("2026-10-01 09:00"):
        return made.draft(person, answers={"person": made.STUDY["person"]})


def test_a_draft_of_three_weeks_is_left_alone(old):
    with time_machine.travel("2026-10-23 09:00"):
        tasks.tidy_drafts()
    assert not Notice.objects.exists()


def test_after_23_days_the_person_is_told_once(old):
    with time_machine.travel("2026-10-25 09:00"):
        tasks.tidy_drafts()
        tasks.tidy_drafts()
    assert Notice.objects.filter(subject=old.pk).count() == 1


def test_after_30_days_everything_is_erased(old):
    for day in ("2026-10-25 09:00", "2026-11-02 09:00"):
        with time_machine.travel(day):
            tasks.tidy_drafts()
    old.refresh_from_db()
    assert old.state == "withdrawn"
    assert not StepAnswers.objects.exists()
    assert not DataKey.objects.filter(pk=old.pk).exists()


def test_nobody_loses_a_draft_without_a_week_s_notice(old):
    with time_machine.travel("2026-12-01 09:00"):
        assert actions.warn_abandoned() == 1
        assert actions.delete_abandoned() == 0


def test_going_on_starts_the_time_anew(old, person):
    with time_machine.travel("2026-10-25 09:00"):
        tasks.tidy_drafts()
        actions.save_step(old.pk, "person", {"family_name": "Back"}, by=person)
    with time_machine.travel("2026-11-10 09:00"):
        assert actions.delete_abandoned() == 0


def test_a_sent_application_is_never_deleted(person):
    with time_machine.travel("2026-10-01 09:00"):
        application = made.submitted(person)
    with time_machine.travel("2027-10-01 09:00"):
        tasks.tidy_drafts()
    application.refresh_from_db()
    assert application.state == "submitted"
