"""WOP 1.0: safe names, hashes of every part, one manifest for every attempt, a signature that anybody can check."""

import hashlib
import json
import re
import zipfile

import pytest

from portal.handoff import actions, queries, states
from portal.handoff.adapters.folder import FolderBackOffice
from portal.handoff.adapters.jose import JoseSigner, verify
from portal.handoff.errors import PartChangedError
from portal.settings import env
from portal.shared.errors import UnavailableError
from tests.factories import handoff

pytestmark = pytest.mark.django_db
TOP = """wop packageId kind caseId reference supersedes sequence tenant service times applicant urgency data files
replyChannel payment crypto"""


@pytest.fixture
def delivery():
    return handoff.post()


@pytest.fixture
def package(delivery):
    return actions.prepare(delivery)


@pytest.fixture
def manifest(package):
    return json.loads(package.manifest)


def document(manifest):
    return next(each for each in manifest["files"] if each["role"] == "document")


def test_the_manifest_has_the_shape_of_the_standard(manifest, delivery):
    assert list(manifest) == TOP.split()
    assert manifest["wop"] == "1.0"
    assert (manifest["packageId"], manifest["caseId"]) == (str(delivery.pk), str(delivery.case_id))
    assert manifest["tenant"]["ars"] == "000000000000"
    assert manifest["replyChannel"]["preferredLanguage"] == "ar"


def test_every_part_is_named_with_size_and_hash(package, manifest):
    files = [*manifest["files"], manifest["data"], *document(manifest)["derivatives"]]
    named = {each["path"]: (each["size"], each["sha512"]) for each in files}
    assert set(named) == {part.path for part in package.parts}
    for part in package.parts:
        plain = b"".join(part.read())
        assert named[part.path] == (len(plain), hashlib.sha512(plain).hexdigest())


def test_names_are_safe_and_the_original_name_is_only_in_the_manifest(package, manifest):
    safe = re.compile(
        r"(data\.json|form\.pdf|reports/[a-z]+\.json|documents/[0-9a-f-]{36}\.[a-z]+"
        r"|derivatives/[0-9a-f-]{36}-\d+\.jpg)"
    )
    assert all(safe.fullmatch(part.path) for part in package.parts)
    assert document(manifest)["original"] == "Pass ü.pdf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "-rf", "a\r\nb"])
def test_a25_a_file_id_that_is_no_uuid_is_a_bug_not_a_path(name):
    with pytest.raises(ValueError, match="badly formed"):
        actions.prepare(handoff.post(files=[handoff.entry(id=name)]))


def test_every_attempt_has_the_same_manifest_and_the_same_form(delivery):
    with handoff.files_from("with_form"):
        first, again = actions.prepare(delivery), actions.prepare(delivery)
    assert first.manifest == again.manifest
    assert b"".join(first.part("form.pdf").read()) == b"".join(again.part("form.pdf").read())


def test_reports_hold_results_but_no_reading(package):
    found = json.loads(b"".join(package.part("reports/ocr.json").read()))
    assert found == [{"id": handoff.PASSPORT, **handoff.entry()["ocr"]}]


def test_the_data_say_which_schema_they_follow(package, manifest):
    data = json.loads(b"".join(package.part("data.json").read()))
    assert data["$schema"] == manifest["data"]["schema"]
    assert data["steps"][0]["answers"][0]["value"] == "Şahin"


def test_a_file_that_is_not_clean_is_named_but_never_sent(delivery):
    with handoff.files_from("infected"):
        package = actions.prepare(delivery)
    entry = document(json.loads(package.manifest))
    assert entry["withheld"] is True
    assert "path" not in entry
    assert not [part for part in package.parts if part.path.startswith(("documents", "derivatives"))]


def test_a_file_exchanged_after_the_manifest_is_refused(delivery, memory):
    with handoff.files_from("exchanged"):
        handoff.send(delivery)
    assert (delivery.state, delivery.trouble) == (states.REFUSED, PartChangedError.code)
    assert memory.received == {}


def test_anybody_can_verify_the_signature_with_the_public_keys(package):
    assert verify(package.manifest, package.signature, queries.public_jwks())
    assert ".." in package.signature


def test_a_changed_manifest_does_not_verify(package):
    assert not verify(package.manifest + b" ", package.signature, queries.public_jwks())


def test_a_signature_by_another_key_does_not_verify(package):
    stranger = JoseSigner(env.new_signing_key())
    assert not verify(package.manifest, stranger.sign(package.manifest), queries.public_jwks())
    forged = {"keys": [{**stranger.jwks()["keys"][0], "kid": queries.public_jwks()["keys"][0]["kid"]}]}
    assert not verify(package.manifest, package.signature, forged)


def test_the_public_keys_hold_no_secret():
    assert "d" not in queries.public_jwks()["keys"][0]
    assert queries.signing_health()


def test_the_folder_holds_files_first_and_the_manifest_last(tmp_path, package):
    FolderBackOffice(str(tmp_path)).send(package)
    names = zipfile.ZipFile(tmp_path / f"wop_{package.package_id}.zip").namelist()
    assert names[-2:] == ["manifest.jws", "manifest.json"]
    assert set(names[:-2]) == {part.path for part in package.parts}


def test_the_folder_shows_no_half_package(tmp_path, delivery):
    with handoff.files_from("exchanged"):
        package = actions.prepare(delivery)
        with pytest.raises(PartChangedError):
            FolderBackOffice(str(tmp_path)).send(package)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_means_later(tmp_path, package):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError):
        FolderBackOffice(str(tmp_path / "file" / "folder")).send(package)


def test_only_the_owner_may_read_a_package_in_the_folder(tmp_path, package):
    FolderBackOffice(str(tmp_path)).send(package)
    assert (tmp_path / f"wop_{package.package_id}.zip").stat().st_mode & 0o077 == 0
