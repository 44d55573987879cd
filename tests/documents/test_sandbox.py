"""The child that opens files: what it may not do, and what is left of it when it is killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.documents.adapters import answers
from portal.documents.adapters import sandbox as sandboxes
from portal.documents.adapters.reading import child, jail
from portal.documents.adapters.sandbox import SandboxReader
from portal.documents.errors import ReaderAwayError, ReaderBrokeError
from portal.documents.ports import Cleaned, Reading
from tests.documents.conftest import sandbox

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
BOMB = DATA / "uploads" / "pdf" / "gen__bomb_xobject_exponential.pdf"
PHOTO = DATA / "zones" / "042_TD3_medium.jpg"


def in_jail(code, folder, memory=2**31, seconds=20, user="nobody"):
    """Run a line of Python inside the jail; return what it prints."""
    os.chown(folder, jail.NOBODY, jail.NOBODY) if os.getuid() == 0 and user == "nobody" else None
    program = (
        "import sys, socket, os, ctypes, pathlib, subprocess\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from portal.documents.adapters.reading import jail\n"
        + ("jail._become_nobody = lambda: None\n" if user == "same" else "")
        + f"jail.lock_up({str(folder)!r}, (sys.prefix, sys.base_prefix), {memory}, {seconds})\n"
        f"try:\n    {code}\nexcept BaseException as error:\n    print(type(error).__name__)\n"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False).stdout.strip()


def folders():
    return list(Path(sandboxes._memory_folder() or "/tmp").glob(f"{sandboxes.PREFIX}{os.getpid()}-*"))  # noqa: S108


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_UNIX)",
        "os.unshare(os.CLONE_NEWNS)",
        "os.listdir('/proc')",
        "open('/proc/1/environ').read()",
        f"open({str(ROOT / 'manage.py')!r}).read()",
        "open('/var/tmp/x', 'w')",
        "open('/tmp/anlaufpunkt-escape', 'w')",
    ],
)
def test_a30_the_child_reaches_nothing(code, tmp_path):
    assert in_jail(f"{code}; print('reached')", tmp_path) == "PermissionError"


def test_the_child_gets_no_more_memory_than_allowed(tmp_path):
    assert in_jail("bytearray(3 * 2**30); print('got')", tmp_path) == "MemoryError"


def test_the_child_may_write_in_its_own_folder():
    folder = Path(sandboxes._private_folder())
    assert in_jail(f"open({str(folder / 'x')!r}, 'w').write('x'); print('written')", folder) == "written"
    shutil.rmtree(folder)


def test_the_warm_parent_knows_no_secret():
    reader = sandbox()
    assert reader.health().is_up
    words = Path(f"/proc/{reader._nursery.pid}/environ").read_bytes()
    assert b"SECRET" not in words
    assert b"VAULT" not in words


def test_a23_a_drawing_without_end_is_ended_and_leaves_nothing():
    reader, started = sandbox(), time.monotonic()
    reader.limits["render"] = 1
    assert reader.normalise([BOMB.read_bytes()], mime="application/pdf").refusal == "too-complex"
    reader.limits["render"] = 15
    assert time.monotonic() - started < 10
    assert not folders()


def test_a23_past_the_wall_limit_the_child_is_killed_and_the_next_file_is_read():
    reader = sandbox()
    reader.limits["wall"] = 1
    assert reader.normalise([BOMB.read_bytes()], mime="application/pdf").refusal == "too-complex"
    reader.limits["wall"] = 90
    assert reader.normalise([PHOTO.read_bytes()], mime="image/jpeg").pages
    assert not folders()


def test_a_killed_warm_parent_is_replaced():
    reader = SandboxReader()
    reader.health()
    reader._nursery.send_signal(signal.SIGKILL)
    reader._nursery.wait()
    assert reader.normalise([PHOTO.read_bytes()], mime="image/jpeg").pages
    reader.close()


def test_closing_ends_the_warm_parent():
    reader = SandboxReader()
    reader.health()
    process = reader._nursery
    reader.close()
    assert process.poll() is not None


def test_without_programs_the_reader_is_away(monkeypatch):
    monkeypatch.setattr(sandboxes, "PROGRAM", "import sys; sys.exit(1)")
    with pytest.raises(ReaderAwayError):
        SandboxReader().normalise([b"x"], mime="image/jpeg")


def test_a_jail_that_cannot_be_built_is_no_verdict_on_the_file():
    with pytest.raises(ReaderAwayError):
        answers.cleaned(b"", answers.NO_JAIL)


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"[]\n",
        b"{}\n",
        b"not json\n",
        b'{"refusal": "made up", "pages": []}\n',
        b'{"refusal": "", "pages": [3], "layer": "", "quality": {}, "attachments": []}\na',
        b'{"refusal": "", "pages": [], "layer": "", "quality": {}, "attachments": []}\n',
    ],
)
def test_what_a_hostile_child_says_is_not_believed(output):
    assert answers.cleaned(output, "exit 0") == Cleaned(refusal="too-complex")
    assert answers.reading(output, "exit 0") == Reading(is_late=True)


def test_a_file_that_breaks_off_is_no_verdict_on_the_reader():
    def broken():
        yield b"\xff\xd8"
        raise OSError(5, "Input/output error")

    with pytest.raises(ReaderAwayError):
        sandbox().normalise(broken(), mime="image/jpeg")
    assert sandbox().normalise([PHOTO.read_bytes()], mime="image/jpeg").pages


def test_web_processes_do_not_load_the_suppliers():
    code = (
        "import sys, django; django.setup(); from portal.documents import queries, actions; "
        "from portal.documents.adapters import sandbox; "
        "print([each for each in ('onnxruntime', 'pikepdf', 'pypdfium2', 'pytesseract') if each in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PATH": "/usr/bin:/bin"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )
    assert run.stdout.strip() == "[]", run.stderr


def test_a_reading_that_takes_too_long_is_late_and_no_refusal():
    reader = sandbox()
    reader.reading, page = 0.2, PHOTO.read_bytes()
    assert reader.read([page] * 5, wanted="zone", layer="") == Reading(is_late=True)
    reader.reading = 45
    assert reader.read([page], wanted="zone", layer="").zone is not None


def test_what_was_read_before_the_soft_end_is_kept(monkeypatch):
    def late(result, *_):
        result.confidence = 70
        child._time_is_up()

    monkeypatch.setattr(child, "_read_pages", late)
    assert child._read(b"", {"wanted": "text", "sizes": [0], "soft": 9}) == child.Read(confidence=70, is_late=True)


@pytest.mark.parametrize(
    "code",
    ["os.kill(os.getppid(), 0)", "os.chmod(sys.argv[0], 0)", "os.truncate(sys.argv[0], 0)"],
)
def test_a_child_with_the_workers_own_user_reaches_neither_its_processes_nor_its_files(code, tmp_path):
    """Where the worker is not root, the child keeps its user: the kernel's other fences must hold."""
    target = tmp_path / "database"
    target.write_text("precious")
    code = code.replace("sys.argv[0]", repr(str(target)))
    folder = tmp_path / "own"
    folder.mkdir()
    assert in_jail(f"{code}; print('reached')", folder, user="same") == "PermissionError"
    assert target.read_text() == "precious"


def test_a_child_may_end_its_own_helpers(tmp_path):
    code = "helper = subprocess.Popen(['/bin/sleep', '60']); helper.kill(); print(helper.wait())"
    assert in_jail(code, tmp_path, user="same") == "-9"


def test_a_warm_parent_that_dies_with_a_file_is_the_files_fault():
    reader = SandboxReader()
    reader.health()

    def deadly():
        yield PHOTO.read_bytes()
        reader._nursery.send_signal(signal.SIGKILL)
        reader._nursery.wait()

    with pytest.raises(ReaderBrokeError):
        reader.normalise(deadly(), mime="image/jpeg")
    assert reader.normalise([PHOTO.read_bytes()], mime="image/jpeg").pages
    reader.close()


def test_output_without_end_is_the_files_fault(monkeypatch):
    monkeypatch.setattr(sandboxes, "MOST_OUTPUT", 1000)
    reader = SandboxReader()
    assert reader.normalise([PHOTO.read_bytes()], mime="image/jpeg").refusal == "too-complex"
    monkeypatch.undo()
    assert reader.normalise([PHOTO.read_bytes()], mime="image/jpeg").pages
    reader.close()
