"""Answers that hardly can be right bring a hint on their page; they never keep anybody from going on."""

import pytest
import time_machine

from portal.catalogue import queries
from tests.catalogue.conftest import TODAY
from tests.factories.catalogue import published

pytestmark = pytest.mark.django_db

PASSPORT = {"passport_kind": "passport", "passport_issued_on": "2024-01-01"}
REFUGEE = {"settlement_route": "refugee", "since_title": "2024-06-01"}
CHILDREN = {"application_for": "self", "children_too": True}


def child(**more):
    return {"child_date_of_birth": "2015-01-01", "child_lives_here": True, **more}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.mark.parametrize(
    ("slug", "step", "hint", "odd", "fine"),
    [
        (
            *("study-extension", "passport", "passport_dates"),
            *(PASSPORT | {"passport_valid_until": "2019-01-01"}, PASSPORT | {"passport_valid_until": "2034-01-01"}),
        ),
        ("blue-card", "person", "very_young", {"date_of_birth": "2026-02-01"}, {"date_of_birth": "1990"}),
        ("blue-card", "job", "job_start_far", {"job_start": "1950-01-01"}, {"job_start": "2010-01-01"}),
        ("skilled-degree", "job", "job_start_far", {"job_start": "2090-01-01"}, {"job_start": "2027-01-01"}),
        ("skilled-training", "job", "salary_tiny", {"gross_year": "12.50"}, {"gross_year": "31000.00"}),
        (
            *("skilled-degree", "qualification", "qualification_ahead"),
            *({"qualifications": [{"qualification_year": 2099}]}, {"qualifications": [{"qualification_year": 2019}]}),
        ),
        (
            *("settlement-permit", "route", "asylum_after_permit"),
            *(REFUGEE | {"asylum_applied": "2025-01-01"}, REFUGEE | {"asylum_applied": "2020-01-01"}),
        ),
        (
            *("settlement-permit", "person", "permit_before_birth"),
            *({"date_of_birth": "1990-01-01", "since_title": day} for day in ("1980-01-01", "2015-01-01")),
        ),
        (
            *("naturalisation", "family", "child_elsewhere"),
            *(CHILDREN | {"children": [child(), child(child_lives_here=here)]} for here in (False, True)),
        ),
    ],
)
def test_what_hardly_can_be_right_is_asked_about_on_its_page(slug, step, hint, odd, fine):
    definition = queries.definition_of(published(slug))
    page = definition.step(step)
    assert page is not None
    told = {
        name: [each.code for each in queries.hints_for(definition, given, step)]
        for name, given in {"odd": odd, "fine": fine}.items()
    }
    assert hint in told["odd"]
    assert hint not in told["fine"]
