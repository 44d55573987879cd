"""A few more people beside the ten golden ones: what they are asked for, what they pay, what their receipt says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from portal.catalogue import queries
from tests.catalogue.conftest import TODAY
from tests.factories.catalogue import published


@dataclass
class Persona:
    slug: str
    answers: dict
    documents: list[str]
    fee: str
    sentence: str
    valid_until: date | None = None


STUDENT = {
    "title_kind": "residence_permit",
    "wanted_duration": "longer",
    "semester_no": 3,
    "standard_period": 4,
    "side_job": "no",
}
ALWAYS = ["PASS", "TITLE", "IMMA", "NOTEN", "KV"]
PEOPLE = {
    "a Turkish student of 22 who works and takes longer": Persona(
        "study-extension",
        STUDENT
        | {
            "nationality": "TR",
            "date_of_birth": "2004-02-01",
            "funding_kind": "work",
            "semester_no": 6,
            "side_job": "yes",
        },
        [*ALWAYS[:4], "PROG", "KV", "LOHN3", "AV"],
        "27.60",
        "receipt-late",
        date(2026, 11, 20),
    ),
    "a stateless scholar with a visa who does not know when it ends": Persona(
        "study-extension",
        STUDENT
        | {
            "nationality": "XXA",
            "date_of_birth": "1990",
            "funding_kind": "public_scholarship",
            "title_kind": "national_visa",
        },
        ["PASS", "VISA", "IMMA", "NOTEN", "KV", "STIP"],
        "0.00",
        "receipt-unknown",
    ),
    "a girl of 17 at a preparatory college": Persona(
        "study-extension",
        STUDENT | {"nationality": "VN", "date_of_birth": "2009-03", "funding_kind": "parents"},
        [*ALWAYS, "ELTERN", "SORGE"],
        "46.50",
        "receipt-in-time",
        TODAY,
    ),
    "a nurse from Nigeria who married": Persona(
        "card-transfer",
        {
            "reason": "name",
            "nationality": "NG",
            "date_of_birth": "1980-06-06",
            "fee_grounds": [],
            "title_kind": "residence_permit",
        },
        ["PASS", "REISEALT", "TITLE", "HEIRAT"],
        "67.00",
        "receipt-not-applicable",
        date(2028, 1, 1),
    ),
    "a Syrian refugee whose card was stolen": Persona(
        "card-transfer",
        {"reason": "theft", "nationality": "SY", "date_of_birth": "1975", "fee_grounds": ["protection"]},
        ["PASS", "TITLE", "POLIZEI"],
        "67.00",
        "receipt-not-applicable",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PEOPLE)
def test_the_catalogue_serves(name):
    persona = PEOPLE[name]
    definition = queries.definition_of(published(persona.slug))
    with time_machine.travel(TODAY, tick=False):
        documents = [each.document_type for each in queries.open_requirements(definition, persona.answers)]
        fees = queries.fees_of(definition, persona.answers, TODAY)
        kind = persona.answers.get("title_kind", "")
        sentence = queries.receipt_sentence(definition, persona.valid_until, TODAY, title_kind=kind)
    assert documents == persona.documents
    assert queries.total(fees) == Decimal(persona.fee)
    assert sentence.key == persona.sentence
