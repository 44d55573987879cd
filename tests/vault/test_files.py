import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import RequestFactory

from portal.vault import crypto, files
from portal.vault.errors import ErasedError, TamperedError
from portal.vault.middleware import leftovers
from portal.vault.uploads import SealedUpload, takes_uploads

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


def asked(content, path="/de/applications/x/", *, awaits=True, **person):
    """A request with one file, to a view that awaits it, from somebody with a second factor."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="Pass \xc3\xbc.jpg"\r\n'
    body = head + b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n--b--\r\n"
    request = RequestFactory().post(path, data=body, content_type="multipart/form-data; boundary=b")
    person = {"is_authenticated": True, "is_verified": True, "is_staff": False, **person}
    request.user = SimpleNamespace(**{**person, "is_verified": lambda: person["is_verified"]})
    view = takes_uploads(lambda: None) if awaits else lambda: None
    request.resolver_match = SimpleNamespace(func=view)
    return request


def upload(content, *args, **fields):
    return asked(content, *args, **fields).FILES["file"]


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
    assert upload(b"x", path="/cms/images/add/", is_staff=True).read() == b"x"


@pytest.mark.parametrize(
    "fields",
    [
        {"awaits": False},
        {"is_verified": False},
        {"is_authenticated": False},
        {"path": "/cms/images/add/"},
        {"path": "/cms/images/add/", "is_staff": True, "is_verified": False},
    ],
)
def test_a_file_that_nobody_awaits_is_dropped_unwritten(fields, monkeypatch):
    monkeypatch.setattr(files, "SealedWriter", None)
    assert not asked(b"x" * 200_000, **fields).FILES


def test_a_request_that_nobody_has_looked_at_yet_takes_no_file():
    request = asked(b"x")
    request.resolver_match = None
    assert not request.FILES


def test_what_nobody_took_over_is_gone_when_it_is_closed():
    file = upload(b"x")
    path = path_of(file.sealed_name)
    assert path.exists()
    file.close()
    file.close()
    assert not path.exists()


def test_what_was_taken_over_stays():
    file = upload(b"x")
    path = path_of(file.sealed_name)
    file.keep()
    file.close()
    assert path.exists()
    file.discard()
    assert not path.exists()


def test_the_end_of_a_request_clears_up_in_any_case():
    paths = []

    def view(request):
        paths.append(path_of(request.FILES["file"].sealed_name))
        assert paths[0].exists()
        raise LookupError

    with pytest.raises(LookupError):
        leftovers(view)(asked(b"x"))
    assert not paths[0].exists()


def test_a_half_written_file_goes_even_when_the_disk_is_full():
    writer = files.SealedWriter(KEY)

    def full():
        raise OSError("No space left on device")

    writer._file.close()
    writer._file = SimpleNamespace(close=full)
    writer.discard()
    assert not path_of(writer.name).with_suffix(".part").exists()
