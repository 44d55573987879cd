import re
from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from django.utils.translation import override

from portal.catalogue.actions import load_packs
from portal.catalogue.errors import PackError
from portal.catalogue.management.commands.check_packs import problems_in
from portal.catalogue.pack import FOLDER, MOST_BYTES, read_packs, read_service, written
from portal.catalogue.shape import normal
from portal.catalogue.wording import is_texts, money
from portal.shared.language import CODES
from tests.factories.catalogue import packs as shipped

pytestmark = pytest.mark.usefixtures("english")
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "uk": r"[\u0400-\u04ff]", "ru": r"[\u0400-\u04ff]"}
CODES_OF_THE_LAW = {f"S{number}" for number in range(1, 20)}


def texts_in(node):
    if isinstance(node, list):
        for each in node:
            yield from texts_in(each)
    elif is_texts(node):
        yield node
    elif isinstance(node, dict):
        yield from texts_in([value for key, value in node.items() if key != "origins"])


def all_texts(packs):
    tables = [packs.document_types, packs.fees, packs.fee_reductions, packs.thresholds, packs.legal_sentences]
    return [*texts_in(list(packs.services.values())), *texts_in(tables), *texts_in(packs.standard_texts)]


def spoil(folder, name, old, new):
    path = folder / name
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def problems_after(folder, name, old, new) -> str:
    spoil(folder, name, old, new)
    return "\n".join(problems_in(read_packs(folder)))


def test_the_packs_have_no_problems(packs):
    assert problems_in(packs) == []


def test_all_nineteen_services_are_there(packs):
    assert {data["code"] for data in packs.services.values()} == CODES_OF_THE_LAW
    assert all(slug == data["slug"] for slug, data in packs.services.items())


def test_every_text_is_there_in_every_language(packs):
    for texts in all_texts(packs):
        assert set(texts) == set(CODES), texts
        assert all(text.strip() for text in texts.values()), texts


@pytest.mark.parametrize("language", SCRIPTS)
def test_texts_are_in_their_own_script(packs, language):
    # A1, B2, BAföG are the same everywhere.
    worded = [texts for texts in all_texts(packs) if len(texts["en"]) > 5]
    assert [texts[language] for texts in worded if not re.search(SCRIPTS[language], texts[language])] == []


def test_ukrainian_texts_hold_no_russian_letters(packs):
    assert [texts["uk"] for texts in all_texts(packs) if re.search(r"[ыэъёЫЭЪЁ]", texts["uk"])] == []


def test_laws_and_telephone_numbers_survive_translation(packs):
    for texts in all_texts(packs):
        numbers = set(re.findall(r"116 116|§ \d+\w*", texts["de"]))
        for text in texts.values():
            assert numbers <= set(re.findall(r"116 116|§ \d+\w*", text)), texts


@pytest.mark.parametrize("slug", sorted(shipped().services))
def test_no_translation_of_a_service_is_left_over(slug):
    raw = yaml.safe_load((FOLDER / "services" / f"{slug}.yaml").read_text())
    languages = raw.pop("languages", {})
    wanted = {texts["en"] for texts in texts_in(raw)}
    assert [text for each in languages.values() for text in each["texts"] if text not in wanted] == []


def test_machine_made_languages_are_marked(packs):
    origins = dict.fromkeys(("tr", "ar", "uk", "ru"), "machine") | dict.fromkeys(("de", "en"), "human")
    assert all(data["origins"] == origins for data in packs.services.values())


def test_german_sentences_are_short(packs):
    """Plain language: at most 15 words on average in every service (DIN 8581-1)."""
    for slug, data in packs.services.items():
        text = " ".join(texts["de"] for texts in texts_in(data))
        sentences = [each for each in re.split(r"(?<=[.?!:])\s", text) if len(each.split()) > 1]
        words = sum(len(each.split()) for each in sentences) / len(sentences)
        assert words <= 15, (slug, words)


def test_amounts_are_written_as_each_language_writes_them():
    assert money(Decimal(11904), "de") == "11.904\xa0€"
    assert money(Decimal(11904), "en") == "€11,904"
    assert money(Decimal(11904), "uk").endswith("\xa0€")


def test_a_missing_translation_is_named(folder):
    assert "study-extension: title: no text in: Turkish" in problems_after(
        folder, "languages/tr.yaml", '"Extend your residence permit for studies"', '"Another sentence"'
    )


STUDY, CARD = "services/study-extension.yaml", "services/card-transfer.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (STUDY, "semester_no > standard_period", "semester_no > nothing", "asks about nothing"),
        (STUDY, 'funding_kind == "blocked_account"', 'funding_kind == "gold"', "gold is not a choice of funding_kind"),
        (STUDY, 'funding_kind == "blocked_account"', "funding_kind > 3", "cannot compare"),
        (STUDY, "document_type: IMMA", "document_type: NOPE", "no kind of paper is called NOPE"),
        (STUDY, "checks: [name_matches]", "checks: [smell]", "must be one of: passport_zone"),
        (STUDY, "kind: number", "kind: digits", "must be one of: text"),
        (STUDY, "use: person", "use: nobody", "no block is called nobody"),
        (STUDY, "code: university", "code: city", "city: this question stands twice"),
        (STUDY, "code: university", "code: today", "today: conditions keep this word"),
        (STUDY, "code: university", "code: 'x; drop'", "is not written as it must be"),
        (STUDY, "code: university", "code: university\n        colour: red", "nothing is called “colour” here"),
        (CARD, 'reason == "name"', "height_cm > 3", "not a question before it"),
        (CARD, """reason == "name"'""", "reason =='", "ends too early"),
        (CARD, 'reason == "name"', 'reason == "name" && reason == "loss"', "nobody can ever be asked this"),
        (CARD, "slug: card-transfer\n", "", "“slug” is missing"),
        (CARD, 'fee_key: "45c"', 'fee_key: "45-x"', "fee 45-x: there is no such fee today"),
        ("standard_texts.yaml", "privacy:", "secrecy:", "the privacy notice is missing"),
        ("standard_texts.yaml", "contact:", "touch:", "the contact is missing"),
        ("fees.yaml", 'law: "§ 44 Nr. 1 AufenthV"', 'law: ""', "fees.44-1: law is missing"),
        ("fees.yaml", '"147.00"', '"a lot"', "fees.44-1: write the amount"),
        ("fees.yaml", "valid_from: 2026-08-19", "valid_from: soon", "fees.44-1: write days"),
        ("fees.yaml", 'key: "44-2"', 'key: "44-1"', "fees.44-1: written twice"),
        ("thresholds.yaml", "valid_until: 2025-12-31", "valid_until: 2024-12-31", "ends before it starts"),
        ("document_types.yaml", "  official_name", "  name", "nothing is called name here"),
        ("blocks.yaml", "{fee:45a}", "{fee:45z}", "{fee:45z} names no amount"),
    ],
)
def test_spoiled_packs_are_refused_with_the_place(folder, name, old, new, problem):
    assert problem in problems_after(folder, name, old, new)


def test_a_requirement_without_reason_is_refused(folder):
    why = re.search(r"    why: \{de: \"Sie leben von einem Stipendium.*\n", (folder / STUDY).read_text())
    assert why
    assert "scholarship: say why this document is needed" in problems_after(folder, STUDY, why[0], "")


def test_questions_that_wait_for_each_other_are_refused(folder):
    problems = problems_after(
        folder,
        CARD,
        "- code: reason\n        kind: choice",
        "- code: reason\n        when: 'is_before(loss_date, today)'\n        kind: choice",
    )
    assert "reason: condition – asks about loss_date, which is not a question before it" in problems


BROKEN = [
    (b"- &a [*a]", "Anchors"),
    (b"- {a: 1, a: 2}", "Written twice"),
    (b"- {a: 1, [b]: 2}", "must be a word|cannot be read"),
    (b"- [", "line 2"),
    (b"\x00", "fees.yaml"),
    (b"\xff\xfe", "fees.yaml"),
    (b"[" * 20_000, "fees.yaml"),
    (b"x" * (MOST_BYTES + 1), "larger than any service"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN, ids=[message for _content, message in BROKEN])
def test_files_that_are_not_plain_yaml_are_refused(folder, content, message):
    (folder / "fees.yaml").write_bytes(content)
    with pytest.raises(PackError, match=message):
        read_packs(folder)


@pytest.mark.parametrize(
    "content", [b"", b"- a", b"3", b"steps: 7", b"languages: 3", b"steps: [[], 3]", b"steps: [{questions: [3]}]"]
)
def test_what_is_no_service_is_refused_or_named(content, packs):
    one = replace(packs, problems=[])
    try:
        one.services = {"upload": read_service(content, "upload.yaml")}
    except PackError as error:
        one.problems = error.problems
    assert problems_in(one)


@pytest.mark.parametrize("slug", sorted(shipped().services))
def test_what_is_exported_is_imported_as_the_same_service(slug, packs):
    data = packs.services[slug]
    assert normal(read_service(written(data).encode(), slug)) == normal(data)


def test_nothing_is_loaded_when_anything_is_wrong(db, folder):
    spoil(folder, "fees.yaml", 'law: "§ 44 Nr. 1 AufenthV"', 'law: ""')
    with pytest.raises(PackError) as refused:
        load_packs(folder)
    assert refused.value.problems == ["fees.44-1: law is missing"]
