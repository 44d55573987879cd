import re
from decimal import Decimal

import pytest
import yaml

from portal.catalogue.actions import load_packs
from portal.catalogue.errors import PackError
from portal.catalogue.pack import FOLDER, TABLES, money, read_packs
from portal.catalogue.pack_checks import problems_of
from portal.shared.language import CODES
from tests.catalogue.conftest import TODAY

SCRIPTS = {"ar": r"[\u0600-\u06ff]", "uk": r"[\u0400-\u04ff]", "ru": r"[\u0400-\u04ff]"}


def texts_in(node):
    if isinstance(node, list):
        for each in node:
            yield from texts_in(each)
    elif isinstance(node, dict) and node and set(node) <= set(CODES):
        yield node
    elif isinstance(node, dict):
        yield from texts_in(list(node.values()))


def all_texts(packs):
    tables = [packs.document_types, packs.fees, packs.thresholds, packs.legal_sentences]
    return [*texts_in(list(packs.services.values())), *texts_in(tables)]


def spoil(folder, name, old, new):
    path = folder / name
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


def problems_after(folder, name, old, new) -> str:
    spoil(folder, name, old, new)
    return "\n".join(problems_of(read_packs(folder, TODAY)))


def test_the_packs_have_no_problems(packs):
    assert problems_of(packs) == []


def test_every_text_is_there_in_every_language(packs):
    for texts in all_texts(packs):
        assert set(texts) == set(CODES)
        assert all(text.strip() for text in texts.values()), texts


@pytest.mark.parametrize("language", SCRIPTS)
def test_texts_are_in_their_own_script(packs, language):
    foreign = [texts[language] for texts in all_texts(packs) if not re.search(SCRIPTS[language], texts[language])]
    assert foreign == []


def test_ukrainian_texts_hold_no_russian_letters(packs):
    assert [texts["uk"] for texts in all_texts(packs) if re.search(r"[ыэъёЫЭЪЁ]", texts["uk"])] == []


def test_no_placeholder_is_left_in_a_text(packs):
    assert [text for texts in all_texts(packs) for text in texts.values() if "{" in text] == []


def test_laws_and_telephone_numbers_survive_translation(packs):
    for texts in all_texts(packs):
        numbers = set(re.findall(r"116 116|§ \d+\w*", texts["de"]))
        for text in texts.values():
            assert numbers <= set(re.findall(r"116 116|§ \d+\w*", text)), texts


@pytest.mark.parametrize("language", sorted(set(CODES) - {"de", "en"}))
def test_no_translation_is_left_over(language):
    files = [FOLDER / "blocks.yaml", *FOLDER.glob("services/*.yaml"), *(FOLDER / f"{name}.yaml" for name in TABLES)]
    raw = [yaml.safe_load(path.read_text()) for path in files]
    kept = yaml.safe_load((FOLDER / f"languages/{language}.yaml").read_text())["texts"]
    assert set(kept) == {texts["en"] for texts in texts_in(raw)}


def test_machine_made_languages_are_marked(packs):
    assert packs.origins == {
        "de": "human",
        "en": "human",
        "tr": "machine",
        "ar": "machine",
        "uk": "machine",
        "ru": "machine",
    }


def test_amounts_are_written_as_each_language_writes_them():
    assert money(Decimal(11904), "de") == "11.904\xa0€"
    assert money(Decimal(11904), "en") == "€11,904"
    assert money(Decimal(11904), "uk").endswith("\xa0€")


def test_a_missing_translation_is_named(folder):
    assert "study-extension.title: no text in tr" in problems_after(
        folder, "languages/tr.yaml", '"Extend your residence permit for studies"', '"Another sentence"'
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("services/study-extension.yaml", "gt_field: standard_period", "gt_field: nothing", "asks about nothing"),
        ("services/study-extension.yaml", "eq: blocked_account", "eq: gold", "gold is not a choice of funding_kind"),
        (
            "services/study-extension.yaml",
            "document_type: IMMA",
            "document_type: NOPE",
            "no document type is called NOPE",
        ),
        ("services/study-extension.yaml", "checks: [name_matches]", "checks: [smell]", "no check is called smell"),
        ("services/study-extension.yaml", '- fee_key: "45-2b"\n', '- fee_key: "45-x"\n', "fee 45-x: no such fee"),
        ("services/study-extension.yaml", "kind: number", "kind: digits", "unknown kind digits"),
        ("services/study-extension.yaml", "use: person", "use: nobody", "no block is called nobody"),
        ("services/study-extension.yaml", "code: university", "code: city", "city: asked twice"),
        (
            "services/card-transfer.yaml",
            "{field: reason, eq: name}",
            "{field: height_cm, gt: 3}",
            "not a question before it",
        ),
        (
            "services/card-transfer.yaml",
            "{field: reason, eq: name}",
            "{field: reason}",
            "condition needs `field` and one",
        ),
        ("services/card-transfer.yaml", "slug: card-transfer\n", "", "cannot be read"),
        ("fees.yaml", 'law: "§ 44 Nr. 1 AufenthV"', 'law: ""', "fees.44-1: law is missing"),
        ("fees.yaml", '"147.00"', '"a lot"', "fees.44-1: write the amount"),
        ("fees.yaml", "valid_from: 2026-08-19", "valid_from: soon", "fees.44-1: write days"),
        ("fees.yaml", 'key: "44-2"', 'key: "44-1"', "fees.44-1: written twice"),
        ("thresholds.yaml", "valid_until: 2025-12-31", "valid_until: 2024-12-31", "ends before it starts"),
        ("document_types.yaml", "  official_name", "  name", "nothing is called name here"),
        ("services/card-transfer.yaml", "{fee:45a}", "{fee:45z}", "{fee:45z} names no amount"),
    ],
)
def test_spoiled_packs_are_refused_with_the_place(folder, name, old, new, problem):
    assert problem in problems_after(folder, name, old, new)


def test_a_requirement_without_reason_is_refused(folder):
    why = '    why: {de: "Sie leben von einem Stipendium.", en: "You live on a scholarship."}'
    assert "cannot be read" in problems_after(folder, "services/study-extension.yaml", why, "")


def test_questions_that_wait_for_each_other_are_refused(folder):
    problems = problems_after(
        folder,
        "services/card-transfer.yaml",
        "- code: reason\n        kind: choice",
        "- code: reason\n        when: {field: loss_date, before_date: today}\n        kind: choice",
    )
    assert "reason: the condition asks about loss_date, which is not a question before it" in problems


@pytest.mark.parametrize(
    ("content", "message"),
    [("- &a [*a]", "aliases"), ("- {a: 1, a: 2}", "written twice"), ("- [", "fees.yaml"), ("\x00", "fees.yaml")],
)
def test_files_that_are_not_plain_yaml_are_refused(folder, content, message):
    (folder / "fees.yaml").write_text(content)
    with pytest.raises(PackError, match=message):
        read_packs(folder, TODAY)


def test_nothing_is_loaded_when_anything_is_wrong(db, folder):
    spoil(folder, "fees.yaml", 'law: "§ 44 Nr. 1 AufenthV"', 'law: ""')
    with pytest.raises(PackError) as refused:
        load_packs(folder)
    assert refused.value.problems == ["fees.44-1: law is missing"]
