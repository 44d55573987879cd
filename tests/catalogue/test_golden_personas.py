"""Ten people as they really come: what the needs check advises, what the form asks, what they bring, pay and read."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from portal.applications.steps import progress
from portal.catalogue import personas as golden
from portal.catalogue import queries
from portal.catalogue.errors import PackError
from tests.factories.catalogue import published

PEOPLE = golden.personas()
FORMS = [(persona, form) for persona in PEOPLE for form in persona.forms]

pytestmark = pytest.mark.django_db
everybody = pytest.mark.parametrize("persona", PEOPLE, ids=lambda persona: persona.slug)
every_form = pytest.mark.parametrize(("persona", "form"), FORMS, ids=[f"{p.slug}-{f.service}" for p, f in FORMS])


def test_there_are_the_ten():
    assert [persona.number for persona in PEOPLE] == list(range(1, 11))
    assert all(persona.title["de"] and persona.title["en"] and persona.story["de"] for persona in PEOPLE)


@every_form
def test_the_form_does_what_the_law_says(persona, form):
    definition = queries.definition_of(published(form.service))
    assert golden.differences(form, definition, queries.law_on(persona.today)) == []


@everybody
def test_the_needs_check_leads_to_the_right_service(persona):
    published()
    check = golden.needs_check()
    assert golden.needs_differences(persona.needs, check, queries.law_on(persona.today)) == []
    assert len(persona.needs.expected.questions) <= 8
    assert persona.needs.expected.services[0] == persona.forms[0].service


@every_form
def test_the_answers_could_be_sent_like_this(persona, form):
    definition = queries.definition_of(published(form.service))
    with time_machine.travel(persona.today, tick=False):
        weighed = progress.weigh(definition, form.answers)
        content = {"values": form.answers, "raw": {}}
        problems = [progress.problems_of(asked, content, weighed.facts) for _step, asked in weighed.opened]
    assert [each for each in problems if each] == []


@every_form
def test_the_applicant_sees_the_same_on_that_day(persona, form):
    definition = queries.definition_of(published(form.service))
    expected, answers = form.expected, form.answers
    with time_machine.travel(persona.today, tick=False):
        pages = [queries.visible_questions(definition, step, answers) for step in definition.steps]
        papers = [each.requirement.code for each in queries.checklist_of(definition, answers)]
        hints = [each.code for each in queries.hints_for(definition, answers)]
        notes = [each.code for each in queries.notes_for(definition, answers)]
        total = queries.total(queries.fees_of(definition, answers, persona.today))
    assert [each.code for page in pages for each in page] == [code for code in expected.questions if "." not in code]
    assert papers == [each.split()[0] for each in expected.documents]
    assert (hints, notes, f"{total:.2f}") == (list(expected.hints), list(expected.notes), expected.total)


# -- the ruler itself ----------------------------------------------------------------


@pytest.fixture
def pensioner():
    persona = PEOPLE[7]
    form = persona.forms[0]
    return form, queries.definition_of(published(form.service)), queries.law_on(persona.today)


def test_what_is_gone_and_what_is_new_is_named(pensioner):
    form, definition, law = pensioner
    later = replace(definition.requirements[0], code="passport_copy", required=False)
    changed = replace(definition, requirements=(*definition.requirements[1:], later))
    found = golden.differences(form, changed, law)
    assert found == [golden.Difference("documents", gone=("passport",), new=("passport_copy (optional)",))]


def test_another_order_is_a_difference_too(pensioner):
    form, definition, law = pensioner
    found = golden.differences(form, replace(definition, notes=definition.notes[::-1]), law)
    assert [each.part for each in found] == ["notes"]
    assert found[0].is_order


def test_another_amount_is_a_difference(pensioner):
    form, definition, law = pensioner
    dearer = replace(law.prices["44-3"], amount=law.prices["44-3"].amount + 10)
    found = golden.differences(form, definition, replace(law, prices={**law.prices, "44-3": dearer}))
    assert [each.part for each in found] == ["fees", "total"]
    assert found[1] == golden.Difference("total", gone=("113.00",), new=("123.00",))


def test_answers_that_are_missing_or_not_asked_are_named(pensioner):
    form, definition, law = pensioner
    answers = {**form.answers, "study_semester": 4, "warm_rent": None}
    found = golden.differences(replace(form, answers=answers), definition, law)
    assert found == [
        golden.Difference("missing", new=("warm_rent",)),
        golden.Difference("unasked", new=("study_semester",)),
    ]


def test_members_of_a_group_are_looked_at_too():
    persona = PEOPLE[2]
    form = persona.forms[0]
    child = {**form.answers["children"][0], "child_shoe_size": "27", "child_lives_here": ""}
    changed = replace(form, answers={**form.answers, "children": [child]})
    definition = queries.definition_of(published(form.service))
    found = golden.differences(changed, definition, queries.law_on(persona.today))
    assert [(each.part, each.new) for each in found] == [
        ("missing", ("children.child_lives_here",)),
        ("unasked", ("children.child_shoe_size",)),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("permit: required", "permit: perhaps"),
        ("today: 2026-11-25", "today: soon"),
        ("\nneeds:", "\nwishes:"),
        ("total: ", "sum: "),
        ("    fees:\n", "    fees:\n      - [1]\n"),
    ],
)
def test_a_file_that_is_no_persona_is_named(tmp_path, old, new):
    path = tmp_path / "8-british-pensioner.yaml"
    shutil.copy(golden.FOLDER / path.name, path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(PackError, match=r"8-british-pensioner\.yaml"):
        golden.personas(tmp_path)


def test_days_are_read_as_answers_hold_them():
    assert PEOPLE[7].today == date(2026, 11, 25)
    assert PEOPLE[7].forms[0].answers["since_title"] == "2021-08-02"
