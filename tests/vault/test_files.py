import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from portal.vault import crypto, files
from portal.vault.errors import ErasedError, TamperedError
from portal.vault.uploads import SealedUpload

KEY = crypto.new_key()


def path_of(name):
    return Path(settings.SEALED_ROOT) / name[:2] / name


@pytest.mark.parametrize("size", [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK])
def test_a_file_comes_back_as_it_was(size):
    plain = os.urandom(size)
    name = files.write(KEY, [plain[:10], plain[10:]])
    assert b"".join(files.read(KEY, name)) == plain


def test_nothing_of_the_plain_text_is_on_disk():
    name = files.write(KEY, [b"Passport C01X00T47 " * 9000])
    assert b"C01X00T47" not in path_of(name).read_bytes()


@pytest.mark.parametrize("cut", [1, files.CHUNK + files.TAG])
def test_a_cut_file_is_noticed(cut):
    name = files.write(KEY, [os.urandom(2 * files.CHUNK)])
    with path_of(name).open("r+b") as file:
        file.truncate(path_of(name).stat().st_size - cut)
    with pytest.raises(TamperedError):
        list(files.read(KEY, name))


def test_another_key_does_not_open_it():
    name = files.write(KEY, [b"x"])
    with pytest.raises(TamperedError):
        list(files.read(crypto.new_key(), name))


def test_a_removed_file_is_gone():
    name = files.write(KEY, [b"x"])
    files.remove(name)
    files.remove(name)
    with pytest.raises(ErasedError):
        list(files.read(KEY, name))


def test_a_failing_source_leaves_nothing_behind():
    def source():
        yield b"half"
        raise OSError("No space left on device")

    before = set(Path(settings.SEALED_ROOT).rglob("*"))
    with pytest.raises(OSError, match="No space"):
        files.write(KEY, source())
    assert {path for path in set(Path(settings.SEALED_ROOT).rglob("*")) - before if path.is_file()} == set()


def upload(content, path="/de/applications/x/"):
    boundary = "b"
    body = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="Pass ü.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{boundary}--\r\n".encode()
    )
    request = RequestFactory().post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return request.FILES["file"]


def test_an_upload_is_sealed_while_it_arrives():
    file = upload(b"\xff\xd8" + b"plain " * 100_000)
    assert isinstance(file, SealedUpload)
    assert file.head.startswith(b"\xff\xd8plain")
    assert b"".join(files.read(file.key, file.sealed_name)).endswith(b"plain ")
    assert b"plain plain" not in path_of(file.sealed_name).read_bytes()


def test_an_upload_that_is_too_large_is_cut_off_and_says_so(monkeypatch):
    monkeypatch.setattr("portal.vault.uploads.MOST", 100_000)
    file = upload(b"x" * 300_000)
    assert file.too_large
    assert path_of(file.sealed_name).stat().st_size < 200_000


def test_pictures_for_the_cms_arrive_as_plain_files():
    assert upload(b"x", path="/cms/images/add/").read() == b"x"
