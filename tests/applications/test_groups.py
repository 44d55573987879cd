"""Repeating questions, several choices, languages: typed, kept, shown, sent, and tried to be broken."""

import pypdfium2
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.applications import actions, package, queries, tasks
from portal.applications.models import Receipt
from portal.applications.steps import groups, progress, showing
from portal.catalogue import kinds
from portal.catalogue.definition import definition_from
from tests.factories.accounts import PersonFactory
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service

pytestmark = pytest.mark.django_db

CHILDREN = group(
    "children",
    question("name", "name"),
    question("born", "partial_date", period="past"),
    question("at_school", "yes_no", required=False),
    question("school", when="at_school", because={"en": "The child goes to school.", "de": "Das Kind lernt."}),
    question("speaks", "several", choices=["de", "tr", "ar"], required=False),
    required=False,
    most=3,
)
JOBS = group("jobs", question("firm"), question("pay", "money", required=False), least=2)
FAMILY = [question("married", "yes_no"), CHILDREN]
DATA = service(("family", FAMILY), ("work", [JOBS, question("mother_tongue", "language")]))
CHILD = {"children-0-name": "Ada", "children-0-born": "05.2019", "children-0-at_school": "yes"}


@pytest.fixture
def application(person):
    publish_data(DATA)
    return actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)


def url(name, application, step="family"):
    return reverse(f"applications:{name}", kwargs={"id": application.pk, "step": step})


def saved(application, fields, step="family"):
    return actions.save_step(application.pk, step, fields, by=application.person)


def children(application):
    return queries.contents_of(application)["family"]["values"]["children"]


# -- reading ------------------------------------------------------------------------


def test_entries_are_read_into_a_list(application):
    saved(application, CHILD | {"children-1-name": "Bo", "children-1-born": "2021"})
    assert children(application) == [
        {"name": "Ada", "born": "2019-05", "at_school": "yes"},
        {"name": "Bo", "born": "2021"},
    ]


def test_empty_entries_are_dropped_and_the_others_close_up(application):
    saved(application, {"children-0-name": " ", "children-4-name": "Ada", "children-7-born": "soon"})
    content = queries.contents_of(application)["family"]
    assert content["values"]["children"] == [{"name": "Ada"}, {}]
    assert content["raw"] == {"children-1-born": "soon"}


def test_what_cannot_be_read_is_kept_in_its_own_field_and_told_there(application):
    found = saved(application, CHILD | {"married": "yes", "children-0-born": "yesterday", "children-0-school": "A"})
    assert list(found.problems) == ["children-0-born"]
    assert found.shown["children-0-born"] == "yesterday"


def test_an_entry_asks_only_what_its_own_answers_lead_to(application):
    fields = CHILD | {
        "married": "no",
        "children-1-name": "Bo",
        "children-1-born": "2021",
        "children-1-at_school": "no",
    }
    assert list(saved(application, fields).problems) == ["children-0-school"]


def test_the_last_entry_can_go(application):
    saved(application, CHILD)
    saved(application, {"children": ""})
    assert children(application) is None


def test_other_questions_of_the_page_do_not_touch_a_group(application):
    saved(application, CHILD)
    saved(application, {"married": "yes"})
    assert len(children(application)) == 1


@pytest.mark.parametrize(("count", "told"), [(1, "at least 2 entries"), (2, None), (11, "at most 10 entries")])
def test_too_few_and_too_many_are_told_in_a_sentence(application, count, told):
    fields = {f"jobs-{number}-firm": "Bakery" for number in range(count)} | {"mother_tongue": "tr"}
    problems = saved(application, fields, "work").problems
    assert list(problems) == (["jobs"] if told else [])
    assert told is None or told in str(problems["jobs"])


def test_several_choices_are_kept_in_the_forms_order_without_smuggled_ones(application):
    saved(application, {"children-0-name": "Ada", "children-0-speaks": ["ar", "xx", "de", "<b>"]})
    assert children(application)[0]["speaks"] == ["de", "ar"]


def test_only_smuggled_choices_are_no_answer():
    asked = definition_from(DATA).steps[0].questions[1].questions[4]
    with pytest.raises(kinds.UnreadableError) as told:
        kinds.read(asked, ["xx"])
    assert "Choose one answer or more" in str(told.value.sentence)
    assert kinds.read(asked, ["", ""]) is None


def test_a_language_is_one_of_the_list(application):
    assert saved(application, {"mother_tongue": "ckb"}, "work").standing.answers["mother_tongue"] == "ckb"
    problems = saved(application, {"mother_tongue": "klingon"}, "work").problems
    assert "from the list" in str(problems["mother_tongue"])


# -- bad input ------------------------------------------------------------------------

CRAFTED = [
    {"children": "x"},
    {"children-0": "x"},
    {"children-0-": "x"},
    {"children--1-name": "x"},
    {"children-00000000000000000009-name": "x"},
    {"children-²-name": "x"},
    {"children-0-name-extra": "x"},
    {"children-0-unknown": "x"},
    {"children-0-name": ["a", "b"]},
    {"children-0-name": {"a": 1}},
    {"children-0-speaks": {"a": 1}},
    {"children-0-speaks": [["de"], None, 4]},
    {"children": [{"name": ["x"]}, 3, None, {"born": {"year": 1}}]},
    {"married": ["yes", {"no": 1}]},
    {"\x00-0-name": "x", "children-0-name": "\x00\ud800"},
    {"jobs-0-firm": "another page's"},
]


@pytest.mark.parametrize("fields", CRAFTED, ids=range(len(CRAFTED)))
def test_crafted_fields_do_no_harm(application, fields):
    saved(application, {"married": "yes"})
    found = saved(application, fields)
    assert found.standing.answers.get("married") == "yes" or "married" in fields
    assert actions.try_to_submit(application, by=application.person) is False


def test_ten_thousand_entries_are_cut(application):
    saved(application, {f"children-{number}-name": "Ada" for number in range(10_000)})
    assert len(children(application)) == 50


def test_more_fields_than_a_page_may_send_are_refused_calmly(visitor, application):
    saved(application, CHILD)
    answer = visitor.post(url("step", application), {f"children-{each}-name": "A" for each in range(10_000)})
    assert answer.status_code == 400
    assert len(children(application)) == 1


@given(st.dictionaries(st.from_regex(r"children(-[0-9]{1,3}(-(name|born|speaks|x))?)?", fullmatch=True), st.text()))
def test_whatever_is_posted_is_read_without_a_failure(fields):
    step = definition_from(DATA).steps[0]
    typed = progress.read_step(step, fields)
    content = {"values": typed.values, "raw": typed.raw}
    for name in typed.raw:
        assert int(groups.NAME.fullmatch(name)["number"]) < len(typed.values["children"])
    again = groups.stored(step.questions[1], content["values"], content["raw"])
    assert groups.content_of(step.questions[1], again) == (typed.values.get("children"), typed.raw)


# -- the page -------------------------------------------------------------------------


def test_a_required_group_shows_as_many_empty_entries_as_it_needs(visitor, application):
    page = visitor.get(url("step", application, "work")).content.decode()
    assert 'name="jobs-1-firm"' in page
    assert 'name="jobs-2-firm"' not in page
    assert 'name="children-0-name"' not in visitor.get(url("step", application)).content.decode()


def test_an_entry_is_added_without_script_and_gets_the_focus(visitor, application):
    answer = visitor.post(url("step", application), CHILD | {"add": "children"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="05.2019"' in page
    assert "error-summary" not in page
    new = page.index('name="children-1-name"')
    assert page.rindex("autofocus", 0, new) > page.index('name="children-0-name"')


def test_an_entry_is_removed_without_script(visitor, application):
    fields = CHILD | {"children-1-name": "Bo", "remove": "children-0"}
    page = visitor.post(url("step", application), fields).content.decode()
    assert children(application) == [{"name": "Bo"}]
    assert 'name="children-1-name"' not in page


@pytest.mark.parametrize("field", [{"add": "x" * 500}, {"add": "married"}, {"remove": "children"}, {"remove": "-0-"}])
def test_crafted_buttons_change_nothing(visitor, application, field):
    answer = visitor.post(url("step", application), CHILD | field, follow=True)
    assert answer.status_code == 200
    assert len(children(application)) == 1


def test_no_more_entries_are_offered_than_there_may_be(visitor, application):
    fields = {f"children-{number}-name": "Ada" for number in range(3)}
    page = visitor.post(url("step", application), fields | {"add": "children"}).content.decode()
    assert 'name="children-3-name"' not in page
    assert 'value="children"' not in page.split('name="add"')[-1][:20]


def test_mistakes_in_entries_are_listed_with_links(visitor, application):
    fields = {"jobs-0-firm": "Bakery", "jobs-0-pay": "much"}
    page = visitor.post(url("step", application, "work"), fields, follow=True).content.decode()
    assert 'href="#id_jobs"' in page
    assert 'href="#id_jobs-0-pay"' in page
    assert 'id="id_jobs-0-pay"' in page
    assert "1. Pay: Enter an amount" in page


def test_saving_by_itself_brings_the_question_of_the_entry_that_asks_for_it(visitor, application):
    shown = ["married,children", "children-2-name,children-2-born,children-2-at_school,children-2-speaks"]
    fields = {"children": "", "children-2-name": "Ada", "children-2-at_school": "yes", "shown": shown}
    page = visitor.post(url("autosave", application), fields).content.decode()
    assert 'data-autosave-part="children-2-school"' in page
    assert 'name="children-2-school"' in page
    assert 'data-autosave-part="shown-children"' in page
    assert 'data-autosave-part="children-2-name"' not in page


def test_new_questions_in_an_entry_are_shown_before_they_are_asked_for(visitor, application):
    shown = ["married,children", "children-1-name,children-1-born,children-1-at_school,children-1-speaks"]
    fields = {"married": "no", **{name.replace("-0-", "-1-"): text for name, text in CHILD.items()}, "shown": shown}
    page = visitor.post(url("step", application), fields, follow=True).content.decode()
    assert "There are new questions" in page
    assert "Why we ask: The child goes to school." in page


def test_a_form_of_a_session_that_ended_keeps_its_lists(client, person, application):
    fields = CHILD | {"children-0-speaks": ["", "tr", "ar"]}
    client.post(url("step", application), fields)
    token = client.cookies["held-form"].value.rsplit(":", 2)[0]
    assert actions.restore(token, by=person) is not None
    assert children(application)[0]["speaks"] == ["tr", "ar"]


# -- shown and sent --------------------------------------------------------------------


@pytest.fixture
def complete(application):
    fields = CHILD | {"married": "no", "children-0-school": "Ost", "children-0-speaks": ["de", "tr"]}
    saved(application, fields)
    saved(application, {"jobs-0-firm": "A", "jobs-0-pay": "1200", "jobs-1-firm": "B", "mother_tongue": "tr"}, "work")
    return application


def test_entries_read_as_a_list_on_the_check_page(verified, complete):
    page = verified.get(reverse("applications:check", kwargs={"id": complete.pk})).content.decode()
    assert '<ol class="summary-list__entries">' in page
    assert "Turkish" in page
    assert "1,200.00" in page


def test_the_package_keeps_the_list_and_says_what_it_means(complete):
    content = package.content_of(complete)
    assert content["data"]["answers"]["jobs"] == [{"firm": "A", "pay": "1200.00"}, {"firm": "B"}]
    row = content["data"]["sections"][0]["rows"][1]
    assert [each["code"] for each in row["entries"][0]] == ["name", "born", "at_school", "school", "speaks"]
    assert row["entries"][0][4]["shown"]["de"] == "De\nTr"
    assert row["shown"]["de"].startswith("1. Name: Ada\nBorn: 05.2019")


def test_a_sent_application_with_groups_has_a_receipt_that_lists_them(verified, complete):
    actions.submit(complete, by=complete.person)
    page = verified.get(reverse("applications:receipt", kwargs={"id": complete.pk})).content.decode()
    assert '<ol class="summary-list__entries">' in page


def test_the_printed_receipt_lists_them_too(complete):
    actions.submit(complete, by=complete.person)
    tasks.print_receipt.call(str(Receipt.work.get().pk))
    pdf = b"".join(queries.open_receipt_pdf(Receipt.work.get()))
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "Ada" in text
    assert "1.200,00" in text


def test_a_group_that_lacks_something_keeps_the_application_back(complete):
    saved(complete, {"jobs": "", "jobs-0-firm": "A"}, "work")
    assert actions.try_to_submit(complete, by=complete.person) is False


def test_stored_answers_of_another_shape_are_shown_without_a_failure():
    asked = definition_from(DATA).steps[0].questions[1]
    assert showing.shown(asked, ["x", {"name": "Ada"}], "en") == "1. Name: Ada"
    assert showing.shown(asked, "x", "en") == ""


def test_somebody_else_adds_no_entry(application):
    with pytest.raises(queries.UnknownApplicationError):
        actions.save_step(application.pk, "family", CHILD, by=PersonFactory())
