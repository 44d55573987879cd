"""The seed texts say the same in every language."""

import pytest

from cms.pages.seed import BY_PEOPLE, Seed, origin_of, seeds
from portal.shared.language import CODES

SEEDS = seeds()


def shape(seed: Seed, code: str) -> list[tuple[str, int]]:
    """The kinds of the blocks, and how many parts each has."""
    return [(kind, parts(value)) for each in seed.texts[code].get("body", []) for kind, value in each.items()]


def parts(value: dict) -> int:
    lists = [len(each) for each in value.values() if isinstance(each, list)]
    return sum(lists) + str(value.get("text", "")).count("\n- ")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.slug)
def test_every_language_has_the_same_blocks(seed):
    for code in CODES:
        assert shape(seed, code) == shape(seed, "de"), code


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.slug)
def test_every_language_has_heading_summary_and_search_words(seed):
    for code in CODES:
        assert seed.texts[code]["heading"]
        assert seed.texts[code]["summary"]


def test_blocks_keep_their_ids_across_languages():
    seed = next(each for each in SEEDS if each.slug == "lost-card")
    ids = {code: [block["id"] for block in seed.columns(code)["body"]] for code in CODES}
    assert len({tuple(each) for each in ids.values()}) == 1


def test_texts_by_machine_are_known_as_such():
    assert {code for code in CODES if origin_of(code) == "human"} == set(BY_PEOPLE)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.slug)
def test_entries_and_next_steps_lead_to_pages(seed):
    slugs = {each.slug for each in SEEDS}
    assert {*seed.entries, *filter(None, [seed.next, seed.parent])} <= slugs
