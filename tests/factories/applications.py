"""Applications in their states, made by the real actions; the answers are those of nobody."""

from typing import Any

from portal.accounts.models import Person
from portal.applications import actions
from portal.applications.models import Application
from portal.offices.models import Office
from tests.factories.accounts import PersonFactory
from tests.factories.catalogue import published
from tests.factories.offices import OfficeFactory

STUDY: dict[str, dict[str, str]] = {
    "person": {
        "family_name": "Özdemir-Łukasik",
        "given_names": "Şeyma",
        "date_of_birth": "24.05.1999",
        "place_of_birth": "Ankara",
        "country_of_birth": "TR",
        "nationality": "TR",
        "sex": "F",
    },
    "address": {
        "street": "Ostwall",
        "house_number": "12 a",
        "postcode": "47798",
        "city": "Musterstadt",
        "email": "seyma@example.org",
        "interpreter_needed": "no",
    },
    "passport": {
        "passport_kind": "passport",
        "passport_number": "U12345678",
        "passport_country": "TR",
        "passport_valid_until": "1.2.2031",
    },
    "title": {"title_kind": "residence_permit", "title_valid_until": "31.12.2030", "wanted_duration": "longer"},
    "studies": {
        "university": "Hochschule Musterstadt",
        "programme": "Informatik",
        "semester_no": "3",
        "ects": "60",
        "expected_end": "30.09.2030",
        "subject_changed": "no",
    },
    "livelihood": {
        "funding_kind": "parents",
        "funding_amount": "992,00",
        "insurance_kind": "statutory",
        "insurance_company": "Musterkasse",
    },
    "work": {"side_job": "no", "days_worked_this_year": "0"},
    "delivery": {"delivery": "pick_up"},
    "declarations": {"truth": "yes", "data_notice": "yes"},
}


def draft(
    person: Person | None = None, office: Office | None = None, answers: dict[str, dict[str, str]] | None = None
) -> Application:
    """A draft with these answers; none by default."""
    published()
    person = person or PersonFactory()
    application = actions.start("study-extension", office or OfficeFactory(back_office="memory"), by=person)
    for step, fields in (answers or {}).items():
        actions.save_step(application.pk, step, fields, by=person)
    return application


def complete(person: Person | None = None, **fields: Any) -> Application:
    """A draft that can be sent."""
    return draft(person, answers=STUDY, **fields)


def submitted(person: Person | None = None, **fields: Any) -> Application:
    """An application that was sent."""
    application = complete(person, **fields)
    return actions.submit(application, by=application.person)
