"""What differs between two versions, for editors and for applicants."""

from copy import deepcopy

import pytest

from portal.catalogue.definition import definition_from
from portal.catalogue.diff import changed_questions, changes


def texts(text: str) -> dict[str, str]:
    return {"de": text, "en": f"{text} (en)", "ar": f"{text} (ar)"}


def question(code: str, **more):
    return {"code": code, "kind": "text", "label": texts(code), **more}


@pytest.fixture
def old():
    pay = question("pay", kind="choice", choices=[{"code": code, "label": texts(code)} for code in ("cash", "card")])
    child = question("child", kind="group", required=False, questions=[question("child_name"), question("school")])
    return {
        "slug": "s", "code": "S", "title": texts("t"), "summary": texts("s"), "legal_basis": "§ 1",
        "origins": {"de": "human"},
        "guide": {
            **{part: texts(part) for part in ("who", "deadline", "duration", "after")},
            "steps": [{"title": texts("first"), "text": texts("do")}],
        },
        "steps": [
            {"code": "one", "title": texts("One"), "questions": [question("name", max_length=50), pay]},
            {"code": "two", "title": texts("Two"), "questions": [child]},
        ],
        "requirements": [{"code": "passport", "document_type": "PASS", "why": texts("why")}],
        "fees": [
            {"fee_key": "45-3", "when": 'pay == "cash"', "reason": texts("cash")},
            {"fee_key": None, "reason": texts("free")},
        ],
        "hints": [{"code": "late", "when": "year > 1", "text": texts("late")}],
        "notes": [{"code": "keep", "text": texts("keep")}],
        "status": {"submitted": texts("sent")},
    }  # fmt: skip


@pytest.fixture
def new(old):
    return deepcopy(old)


def found(old, new):
    return [(each.place, each.kind, each.what, each.field) for each in changes(old, new)]


def test_the_same_service_has_no_changes_whatever_is_left_out(old, new):
    new["steps"][0]["questions"][0] |= {"required": True, "hint": {}, "when": ""}
    assert changes(old, new) == []


def test_a_text_is_a_change_in_its_language(old, new):
    new["steps"][0]["questions"][0]["label"]["ar"] = "x"
    (change,) = changes(old, new)
    assert (change.place, change.field, change.old, change.new) == ("question.name", "label.ar", "name (ar)", "x")


def test_what_comes_and_goes(old, new):
    new["steps"][1]["questions"].append(question("height", kind="number"))
    new["steps"][0]["questions"][1]["choices"].pop()
    del new["requirements"][0], new["status"]["submitted"]
    assert found(old, new) == [
        ("question.pay", "changed", "question", "order.choices"),
        ("page.two", "changed", "page", "order.questions"),
        ("question.height", "added", "question", ""),
        ("question.pay.card", "removed", "choice", ""),
        ("document.passport", "removed", "document", ""),
        ("status.submitted", "removed", "status", ""),
    ]


def test_a_moved_question_is_no_new_one(old, new):
    new["steps"][1]["questions"].insert(0, new["steps"][0]["questions"].pop(0))
    assert found(old, new) == [
        ("page.one", "changed", "page", "order.questions"),
        ("page.two", "changed", "page", "order.questions"),
        ("question.name", "changed", "question", "page"),
    ]


def test_fees_hints_and_notes(old, new):
    new["fees"][0]["when"] = 'pay == "card"'
    new["fees"].insert(1, {"fee_key": "45-3", "when": "year > 1", "reason": texts("again")})
    new["hints"][0]["text"]["de"] = "zu spät"
    new["notes"][0]["law"] = "§ 2"
    new["guide"]["steps"][0]["title"]["en"] = "First"
    assert found(old, new) == [
        ("guide.1", "changed", "guide_step", "title.en"),
        ("hint.late", "changed", "hint", "text.de"),
        ("note.keep", "added", "note", "law"),
        ("fee.45-3", "changed", "fee", "when"),
        ("fee.45-3.2", "added", "fee", ""),
    ]


# -- for applicants -----------------------------------------------------------


def test_nothing_is_asked_again_when_nothing_changed(old, new):
    new["steps"][0]["questions"][0] |= {"when": "year > 1", "because": texts("b"), "x_map": {"a": "b"}}
    new["steps"][0]["questions"][1]["choices"].reverse()
    new["steps"].reverse()
    assert changed_questions(old, new) == set()


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "number"},
        {"label": texts("other")},
        {"hint": texts("like this")},
        {"required": False},
        {"max_length": 20},
        {"minimum": 1},
        {"period": "past"},
        {"must_agree": True},
    ],
)
def test_a_question_that_asks_something_else_is_named(old, new, more):
    new["steps"][0]["questions"][0] |= more
    assert changed_questions(old, new) == {"name"}
    assert changed_questions(definition_from(old), definition_from(new)) == {"name"}


def test_choices_count_by_code_and_label(old, new):
    new["steps"][0]["questions"][1]["choices"].append({"code": "transfer", "label": texts("transfer")})
    assert changed_questions(old, new) == {"pay"}
    new["steps"][0]["questions"][1]["choices"][2:] = []
    new["steps"][0]["questions"][1]["choices"][0]["label"] = texts("in coins")
    assert changed_questions(old, new) == {"pay"}


def test_new_and_removed_questions_are_not_changed_ones(old, new):
    new["steps"][0]["questions"][0]["code"] = "full_name"
    assert changed_questions(old, new) == set()


def test_a_changed_entry_changes_its_group(old, new):
    new["steps"][1]["questions"][0]["questions"][1]["kind"] = "number"
    assert changed_questions(old, new) == {"child", "school"}


def test_a_mended_translation_troubles_its_readers_only(old, new):
    new["steps"][0]["questions"][0]["label"]["ar"] = "mended"
    assert changed_questions(old, new, "ar") == {"name"}
    assert changed_questions(old, new, "en") == set()
    assert changed_questions(old, new) == {"name"}


def test_a_new_translation_and_spaces_are_no_change(old, new):
    new["steps"][0]["questions"][0]["label"] |= {"tr": "ad", "de": " name\n"}
    assert changed_questions(old, new) == set()
