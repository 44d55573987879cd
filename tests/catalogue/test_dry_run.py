"""A new version is tried on applications that were sent before, and nobody can be recognised in what is told."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest

from portal.catalogue.definition import definition_from
from portal.catalogue.models import Fee, Sample, Service
from portal.catalogue.queries.dry_run import dry_run

pytestmark = pytest.mark.django_db


def texts(text: str) -> dict[str, str]:
    return {"de": text, "en": text}


def question(code: str, kind: str = "text", **more):
    return {"code": code, "kind": kind, "label": texts(code), **more}


@pytest.fixture
def form():
    choices = [{"code": code, "label": texts(code)} for code in ("work", "study")]
    pair = [question("purpose", "choice", choices=choices), question("pay", "money")]
    return {
        "slug": "s", "code": "S", "title": texts("t"), "summary": texts("s"), "legal_basis": "§ 1",
        "origins": {"de": "human"},
        "guide": {part: texts(part) for part in ("who", "deadline", "duration", "after")} | {"steps": []},
        "steps": [{"code": "one", "title": texts("1"), "questions": [question("name"), *pair]}],
        "requirements": [{"code": "contract", "document_type": "AV", "why": texts("y"), "when": 'purpose == "work"'}],
        "fees": [{"fee_key": "45-3", "reason": texts("usual")}],
        "hints": [{"code": "low", "when": "pay < 1000", "text": texts("low")}],
    }  # fmt: skip


@pytest.fixture
def service() -> Service:
    for key, amount in (("45-3", 93), ("45-1", 100)):
        Fee.objects.create(key=key, amount=Decimal(amount), law="§ 45", title_de="x", valid_from=date(2020, 1, 1))
    return Service.objects.create(slug="s", code="S", title_de="s", legal_basis="§ 1")


def samples(service: Service, count: int, **answers):
    given = {"name": "✓", "purpose": "work", "pay": "2000"} | answers
    Sample.objects.bulk_create(
        Sample(service=service, version_number=1, month=date(2026, 7, 1), answers=given) for _ in range(count)
    )


def tried(service, old, new):
    return dry_run(service, definition_from(old), definition_from(new))


def changed(form, code: str, **more):
    new = deepcopy(form)
    found = next(each for each in new["steps"][0]["questions"] if each["code"] == code)
    found |= more
    return new


def test_the_same_form_changes_nothing(service, form):
    samples(service, 7)
    found = tried(service, form, form)
    assert found.samples.exact == 7
    assert not any((found.failing, found.losing, found.gaining, found.paying_otherwise, found.hinted_otherwise))
    assert found.more_to_pay is None


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("purpose", {"choices": [{"code": "study", "label": texts("study")}]}),
        ("name", {"kind": "date"}),
        ("name", {"kind": "number"}),
        ("name", {"kind": "group", "questions": [question("inner")], "least": 1}),
        ("pay", {"kind": "several", "choices": [{"code": "a", "label": texts("a")}]}),
        ("pay", {"kind": "number", "maximum": 1999}),
        ("pay", {"kind": "yes_no"}),
    ],
)
def test_answers_that_no_longer_fit_are_counted(service, form, code, more):
    samples(service, 6)
    found = tried(service, form, changed(form, code, **more))
    assert found.failing.exact == 6
    assert found.failing_at == {code: 6}


def test_a_new_question_fails_only_where_it_is_asked(service, form):
    samples(service, 5)
    samples(service, 8, purpose="study")
    new = deepcopy(form)
    new["steps"][0]["questions"].append(question("subject", when='purpose == "study"', because=texts("b")))
    assert tried(service, form, new).failing_at == {"subject": 8}
    new["steps"][0]["questions"][-1]["required"] = False
    assert not tried(service, form, new).failing


def test_what_failed_before_is_not_the_new_versions_fault(service, form):
    samples(service, 6, name="")
    assert not tried(service, form, form).failing


def test_documents_fees_and_hints(service, form):
    samples(service, 6)
    samples(service, 5, purpose="study", pay="500")
    new = deepcopy(form)
    new["requirements"][0]["when"] = 'purpose == "study"'
    new["fees"].insert(0, {"fee_key": "45-1", "when": 'purpose == "study"', "reason": texts("more")})
    new["hints"] = []
    found = tried(service, form, new)
    assert (found.lost, found.gained) == ({"contract": 6}, {"contract": 5})
    assert (found.paying_otherwise.exact, found.more_to_pay) == (5, Decimal(35))
    assert found.hinted_otherwise.exact == 5


def test_groups_are_held_against_their_limits(service, form):
    group = question("stays", "group", required=False, questions=[question("place")], most=3)
    form["steps"][0]["questions"].append(group)
    samples(service, 5, stays=[{"place": "✓"}, {"place": "✓"}])
    assert not tried(service, form, form).failing
    assert tried(service, form, changed(form, "stays", most=1)).failing.exact == 5
    assert tried(service, form, changed(form, "stays", questions=[question("since", "date")])).failing.exact == 5


def test_few_people_are_not_told_apart(service, form):
    samples(service, 4, purpose="study")
    samples(service, 20)
    new = changed(form, "purpose", choices=[{"code": "work", "label": texts("work")}])
    new["fees"].insert(0, {"fee_key": "45-1", "when": 'purpose == "study"', "reason": texts("more")})
    found = tried(service, form, new)
    assert found.failing
    assert found.failing.few
    assert (found.failing_at, found.more_to_pay) == ({}, None)


def test_broken_samples_stop_nothing(service, form):
    Sample.objects.create(service=service, version_number=1, month=date(2026, 7, 1), answers=["x"])
    samples(service, 5, pay={"a": 1}, purpose=["work"])
    found = tried(service, form, form)
    assert found.samples.exact == 6
