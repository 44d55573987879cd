"""`manage.py check_document`: the pipeline's steps on any file, for operators, with the real reader."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.documents.models import Document
from portal.documents.ports import Verdict

DATA = Path(__file__).resolve().parents[1] / "data"
PASSPORT = DATA / "zones" / "042_TD3_medium.jpg"
LETTER = DATA / "letters" / "deu_0_200.png"
OUTAGE = {"ADAPTER": "portal.documents.adapters.outage.OutageScanner"}


@pytest.fixture(autouse=True)
def _real(real_reader):
    """Files are opened in the real sandbox."""


def run(capsys, *words):
    """Return the code it ends with, and what it says."""
    try:
        call_command("check_document", *map(str, words))
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def as_json(capsys, *words):
    code, said = run(capsys, *words, "--json")
    return code, [json.loads(line) for line in said.splitlines()]


def test_a_passport_is_read_field_by_field_with_the_time_of_each_step(capsys):
    _, (found,) = as_json(capsys, PASSPORT, "--type", "pass")
    assert (found["state"], found["mime"], found["pages"], found["looks_like"]) == (
        "checked",
        "image/jpeg",
        1,
        "passport",
    )
    assert found["zone"]["is_valid"]
    assert len(found["zone"]["lines"]) == 2
    assert {"family_name", "number", "expiry", "nationality"} <= found["zone"].keys()
    assert list(found["seconds"]) == ["policy", "scan", "normalise", "scan attachments", "read", "check"]


def test_without_a_type_a_file_is_recognised_and_not_judged(capsys):
    code, (found,) = as_json(capsys, LETTER)
    assert (code, found["looks_like"], found["findings"]) == (0, "enrolment", [])


def test_the_wrong_paper_is_a_warning_with_advice(capsys):
    code, (found,) = as_json(capsys, LETTER, "--type", "pass")
    assert code == 1
    assert any(each["advice"] for each in found["findings"] if each["result"] in ("warn", "fail"))


def test_the_sentences_come_in_the_wanted_language(capsys):
    _, english = run(capsys, LETTER, "--type", "pass")
    _, german = run(capsys, LETTER, "--type", "pass", "--language", "de")
    assert "We noticed something" in english
    assert "We noticed something" not in german
    assert str(LETTER) in german


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.exe", b"MZ", "type-not-allowed"),
        ("x.jpg", b"%PDF-1.7", "type-mismatch"),
        ("x.jpg", b"", "empty"),
        ("x.jpg", b"\xff\xd8\xff broken", "corrupt"),
        ("x.jpg", b"\xff\xd8\xff" + bytes(26 * 1024 * 1024), "too-large"),
    ],
)
def test_what_the_portal_refuses_is_refused_with_the_reason_in_words(name, data, code, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(data)
    ended, said = run(capsys, path)
    assert ended == 2
    assert f"Not accepted ({code})" in said


def test_malware_is_named(capsys, settings):
    settings.SCANNER = {"ADAPTER": "tests.documents.test_check_document.Finder"}
    code, (found,) = as_json(capsys, PASSPORT)
    assert (code, found["refusal"], found["signature"]) == (2, "infected", "Some.Signature")


class Finder:
    def scan(self, portions):
        assert b"".join(portions) == PASSPORT.read_bytes()
        return Verdict("infected", "Some.Signature")


def test_without_a_scanner_it_says_so_unless_none_is_wanted(settings, capsys):
    settings.SCANNER = OUTAGE
    code, (found,) = as_json(capsys, PASSPORT)
    assert (code, found["state"], found["refusal"]) == (3, "away", "scanner-away")
    code, (found,) = as_json(capsys, PASSPORT, "--no-scan")
    assert (code, found["state"]) == (0, "checked")


def test_of_several_files_the_worst_decides_the_code(tmp_path, capsys):
    bad = tmp_path / "x.exe"
    bad.write_bytes(b"MZ")
    code, found = as_json(capsys, bad, LETTER)
    assert (code, [each["state"] for each in found]) == (2, ["refused", "checked"])


def test_a_file_that_is_not_there_stops_nothing(capsys):
    with pytest.raises(SystemExit) as end:
        call_command("check_document", "/nowhere/x.jpg", str(LETTER))
    told = capsys.readouterr()
    assert end.value.code == 2
    assert "No such file" in told.err
    assert LETTER.name in told.out


def test_a_type_that_nobody_knows_is_named(capsys):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("check_document", str(LETTER), "--type", "bogus")


def test_without_a_type_nothing_is_called_fine(capsys):
    assert "nothing is checked" in run(capsys, LETTER, "--no-scan")[1]


@pytest.mark.django_db
def test_nothing_is_stored(capsys):
    run(capsys, LETTER, "--type", "imma")
    assert not Document.objects.exists()
