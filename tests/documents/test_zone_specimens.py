"""What the reader says about a zone beside its text: place, turn, doubt, other documents."""

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from portal.documents.adapters.reading import band, grammar, grid, lines, opinion, pictures, repair, zonereader
from portal.documents.checks import layouts

FOLDER = Path(__file__).resolve().parents[1] / "data" / "specimens"
with (FOLDER / "truth.csv").open(newline="") as _truth:
    TRUTH = {row["file"]: row for row in csv.DictReader(_truth)}
VALID = [name for name in TRUTH if "misprint" not in name]


def page(name):
    return pictures.open_picture((FOLDER / name).read_bytes(), "image/jpeg")


@lru_cache
def read(name):
    return zonereader.first_zone([page(name)])


@pytest.mark.parametrize("name", TRUTH)
def test_layouts_and_difficulties_that_the_corpus_lacks(name):
    assert "|".join(read(name).lines) in (TRUTH[name]["mrz"], TRUTH[name]["other"])


@pytest.mark.parametrize("name", VALID)
def test_printed_digits_fit_and_nothing_was_changed(name):
    assert (read(name).wrong, read(name).repaired) == (0, ())


def test_a_wrong_printed_digit_stays_as_it_is_printed():
    found = read("td3_misprint.jpg")
    assert found.wrong > 0
    assert (found.repaired, found.is_sure) == ((), False)


@pytest.mark.parametrize("name", TRUTH)
def test_the_turn_makes_the_page_upright(name):
    assert read(name).turn == -int(TRUTH[name]["quarter"]) % 360


@pytest.mark.parametrize("name", TRUTH)
def test_corners_go_clockwise_from_where_the_reading_starts(name):
    found, size = read(name), np.array(page(name).size)
    points = np.array(found.corners) * size
    assert ((np.array(found.corners) >= 0) & (np.array(found.corners) <= 1)).all()
    right, down = points[1] - points[0], points[3] - points[0]
    assert right[0] * down[1] - right[1] * down[0] > 0
    columns = len(found.lines[0])
    assert np.hypot(*right) == pytest.approx(columns * found.pitch, rel=0.12)
    assert np.degrees(np.arctan2(right[1], right[0])) % 360 == pytest.approx(-found.turn % 360, abs=12) or (
        found.turn == 0 and abs(np.degrees(np.arctan2(right[1], right[0]))) < 12
    )


def test_two_documents_in_one_picture_are_noticed():
    assert read("two.jpg").others == 1
    assert {read(name).others for name in TRUTH if name != "two.jpg"} == {0}


def test_two_documents_on_two_pages_are_noticed():
    found = zonereader.first_zone([page("td3_papers.jpg"), page("td3_small.jpg")])
    assert (found.page, found.others) == (1, 1)


def test_the_page_with_the_zone_is_told():
    empty = Image.new("RGB", (600, 400), "white")
    assert zonereader.first_zone([empty, page("td1_long_270.jpg")]).page == 2
    assert zonereader.first_zone([empty]) is None


def test_each_printed_field_has_its_confidence():
    names = set(read("td3_papers.jpg").confidence)
    assert {"code", "issuer", "number", "nationality", "birth", "expiry", "name"} <= names
    assert "expiry" not in read("idfra_90.jpg").confidence
    assert all(0 <= each <= 100 for name in TRUTH for each in read(name).confidence.values())


def test_a_field_whose_digit_does_not_fit_is_trusted_less():
    found = read("td3_misprint.jpg")
    wrong = layouts.wrong_digits(layouts.layout_of(found.lines), found.lines)
    field = next(key for key in wrong if key != "total")
    assert found.confidence[field] <= 60


def as_odds(text):
    found = []
    for line in text:
        rows = np.full((len(line), len(layouts.ALPHABET)), 1e-6)
        rows[range(len(line)), [layouts.ALPHABET.index(each) for each in line]] = 1.0
        found.append(rows)
    return found


def draft(text, doubts=()):
    """A reading that is sure of `text`, except for `doubts`: (line, column, other character, its odds)."""
    odds = as_odds(text)
    for row, column, other, chance in doubts:
        odds[row][column] *= 1 - chance
        odds[row][column][layouts.ALPHABET.index(other)] = chance
    return grammar.settle(layouts.layout_of(text), odds)


ZONE = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
MISREAD = (ZONE[0], "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10")
MISPRINT = (ZONE[0], "L898902C37UTO7408122F1204159ZE184226B<<<<<10")


def test_an_unsure_character_is_repaired_by_the_digits():
    made = draft(MISREAD, [(1, 5, "0", 0.3)])
    assert made.lines == MISREAD
    assert repair.repair(made) == ZONE
    assert repair.changed_fields(made.layout, MISREAD, ZONE) == ("number",)


def test_a_sure_character_is_never_repaired():
    assert repair.repair(draft(MISREAD)) == MISREAD
    assert repair.repair(draft(MISPRINT)) == MISPRINT


def test_a_repair_must_clearly_win():
    # Both 0 and K make every digit fit: values 0 and 20.
    even = draft(MISREAD, [(1, 5, "0", 0.3), (1, 5, "K", 0.3)])
    clear = draft(MISREAD, [(1, 5, "K", 0.02), (1, 5, "0", 0.3)])
    assert repair.repair(even) == MISREAD
    assert repair.repair(clear) == ZONE


@pytest.mark.parametrize(("first", "second"), ["<K", "6G", "8S", "1B", "2C", "5P", "5F", "9J", "4E", "0U", "0K"])
def test_some_exchanges_no_check_digit_shows(first, second):
    assert not opinion.is_visible(first, second)


@pytest.mark.parametrize(("first", "second"), ["0O", "1I", "5S", "8B", "2Z", "17", "38"])
def test_usual_misreadings_are_shown(first, second):
    assert opinion.is_visible(first, second)


def test_readings_that_differ_where_no_digit_looks_are_not_sure():
    made = draft(ZONE)
    other = (ZONE[0], ZONE[1].replace("UTO", "UTD", 1))
    assert opinion.is_sure(made, ZONE, ZONE)
    assert not opinion.is_sure(made, ZONE, other)


def test_readings_that_differ_where_a_digit_decides_stay_sure():
    other = (ZONE[0], ZONE[1].replace("L898902", "L8989O2", 1))
    assert opinion.is_sure(draft(ZONE), ZONE, other)


def test_an_unknown_country_stays_when_it_is_clear_and_gives_way_when_not():
    clear = draft((ZONE[0].replace("UTO", "QQQ", 1), ZONE[1]))
    vague = draft((ZONE[0].replace("UTO", "UTQ", 1), ZONE[1]), [(0, 4, "O", 0.3)])
    assert clear.lines[0][2:5] == "QQQ"
    assert vague.lines[0][2:5] == "UTO"


def test_a_german_number_has_no_look_alikes():
    card = ("ARD<<Y8HRZ2O4K" + "0" + "<" * 15, "8001014F3001012SYR<<<<<<<<<<<0", "A<<B" + "<" * 26)
    made = draft(card, [(0, 11, "0", 0.2)])
    assert made.lines[0][5:14] == "Y8HRZ204K"


def test_fillers_behind_a_name_stay_fillers():
    made = draft((ZONE[0][:-3] + "K<<", ZONE[1]), [(0, 41, "<", 0.3)])
    assert made.lines[0] == ZONE[0]


def spotted(text, gaps=()):
    """A line of characters at every fourth step, some left out."""
    kept = [at for at in range(len(text)) if at not in gaps]
    odds = np.full((len(kept), len(layouts.ALPHABET)), 1e-4, np.float32)
    odds[range(len(kept)), [layouts.ALPHABET.index(text[at]) for at in kept]] = 0.99
    steps = np.array([4.0 * at for at in kept], np.float32)
    return grid.Spotted(steps, odds, 1.0, np.full((4 * len(text), len(layouts.ALPHABET)), 1e-4, np.float32))


def test_missing_characters_leave_their_columns_free():
    line = spotted(ZONE[1], gaps=(20, 39, 40))
    found = grid.columns(line, 44, grid.fit([line], 44))
    text = "".join(layouts.ALPHABET[each] for each in found.argmax(1))
    assert text[:20] + text[21:] == ZONE[1][:20] + ZONE[1][21:]


def test_a_bent_line_is_cut_straight():
    image = np.full((200, 400, 3), 255, np.uint8)
    bow = 20 / 150**2
    for x in range(50, 350):
        y = round(100 + bow * (x - 200) ** 2)
        image[y - 3 : y + 4, x] = 0
    cut = lines.cut(image, lines.Line(200, 100, 0, 300, 40, bow), 40)
    dark = np.nonzero(cut[:, :, 0].mean(1) < 128)[0]
    assert (dark.min(), dark.max()) == (pytest.approx(17, abs=1.5), pytest.approx(23, abs=1.5))


SHORT = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
SHORT_VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (ZONE, layouts.TD3),
        (VISA, layouts.MRVA),
        (SHORT, layouts.TD2),
        (SHORT_VISA, layouts.MRVB),
        (FRENCH, layouts.IDFRA),
    ],
)
def test_layouts_of_one_size_are_told_apart(text, layout):
    made = [band.Row(lines.Line(0, 10 * at, 0, 300, 8), spotted(line)) for at, line in enumerate(text)]
    assert band.choose(made)[0] is layout


def test_what_stands_beside_the_zone_is_left_out():
    junk = ("50" + ZONE[0], "Y" + ZONE[1])
    made = [band.Row(lines.Line(0, 10 * at, 0, 300, 8), spotted(line)) for at, line in enumerate(junk)]
    layout, rows = band.choose(made)
    assert (layout, tuple(row.spotted.text for row in rows)) == (layouts.TD3, ZONE)


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (("V" + "<" * 43, "<" * 9 + "0" + "<" * 34), layouts.MRVA),
        (("PXXXXXXX" + "<" * 36, "XXXXXXXX<<<<<<<XXXXXX" + "<" * 23), layouts.TD3),
    ],
)
def test_rows_of_fillers_are_no_zone(text, layout):
    assert not grammar.is_plausible(layout, as_odds(text), text)
    assert grammar.is_plausible(layouts.TD3, as_odds(ZONE), ZONE)
