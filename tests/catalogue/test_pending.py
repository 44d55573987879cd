"""What is said of fees before a form is filled in: nothing that an open answer may still change."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from portal.catalogue import personas as golden
from portal.catalogue import queries
from portal.catalogue.actions.loading import load_rows
from portal.catalogue.queries.fees import PENDING
from tests.factories import services as small
from tests.factories.catalogue import packs, published
from tests.factories.services import group, question, texts

pytestmark = pytest.mark.django_db
FORMS = [(persona, form) for persona in golden.personas() for form in persona.forms]
TODAY = date(2026, 11, 25)
RULES = [
    {"fee_key": "45-2a", "when": "longer && months <= 3", "reason": texts("Short.")},
    {"fee_key": "45-2b", "when": "longer", "reason": texts("Long.")},
    {"fee_key": "45-1", "reason": texts("New.")},
]


@pytest.fixture
def form():
    load_rows(packs())
    pages = ("job", [question("longer", "yes_no"), question("months", "number", when="longer"), question("note")])
    return queries.definition_of(small.publish_data(small.service(pages, fees=RULES)))


def said(definition, **answers):
    facts, _kept = queries.known_of(definition, answers, TODAY)
    lines = queries.lines_so_far(definition, facts, queries.law_on(TODAY))
    waiting = [each.title.value for each in lines if each.kind == PENDING]
    return [each.reason.value for each in lines if each.kind == "fee"], waiting, queries.known_total(lines)


@pytest.mark.parametrize("answers", [{}, {"note": "x"}, {"months": "5"}])
def test_no_fee_is_named_before_what_decides_is_answered(form, answers):
    assert said(form, **answers) == ([], ["Longer", "Months"], None)


def test_each_answer_leaves_less_open(form):
    assert said(form, longer="yes") == ([], ["Months"], None)
    assert said(form, longer="yes", months="2")[:2] == (["Short."], [])
    assert said(form, longer="yes", months="9")[:2] == (["Long."], [])
    # What is not asked decides nothing.
    assert said(form, longer="no")[:2] == (["New."], [])


def test_an_optional_question_left_out_keeps_nothing_open():
    load_rows(packs())
    pages = ("job", [question("longer", "yes_no", required=False)])
    rules = [{**RULES[1]}, {**RULES[2]}]
    assert said(queries.definition_of(small.publish_data(small.service(pages, fees=rules))))[0] == ["New."]


def test_fees_for_each_entry_wait_for_the_entries():
    load_rows(packs())
    rules = [{"fee_key": "45-1", "per": "children", "surcharge": True, "reason": texts("A child.")}]
    pages = ("home", [group("children", question("name"))])
    definition = queries.definition_of(small.publish_data(small.service(pages, fees=rules)))
    assert said(definition) == ([], ["Children"], None)
    facts, _kept = queries.known_of(definition, {"children": [{"name": "Ada"}]}, TODAY)
    lines = queries.lines_so_far(definition, facts, queries.law_on(TODAY))
    assert queries.known_total(lines) == sum((each.amount for each in lines), Decimal(0)) > 0


@pytest.mark.parametrize(("persona", "form"), FORMS, ids=[f"{p.slug}-{f.service}" for p, f in FORMS])
def test_once_all_is_answered_nothing_is_open(persona, form):
    definition, law = queries.definition_of(published(form.service)), queries.law_on(persona.today)
    with time_machine.travel(persona.today, tick=False):
        facts, _kept = queries.known_of(definition, form.answers, persona.today)
        assert queries.lines_so_far(definition, facts, law) == queries.lines_for(definition, facts, law)
