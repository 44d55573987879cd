"""Reader that opens each file only in a killable child without network: here is the portal's side of it.

Bytes go in by a pipe, JPEG pages and a little JSON come out; nothing that comes out is trusted beyond its shape.
"""

import atexit
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from portal.documents.adapters.reading import jail
from portal.documents.errors import ReaderAwayError
from portal.documents.ports import Health, Reading, Wanted

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "anlaufpunkt-child-"
MOST_OUTPUT = 96 * 1024 * 1024
MOST_JSON = 2 * 1024 * 1024
MOST_PAGES = 100
START = 120.0
# Beyond the child's own limits, for pipes and clean-up.
GRACE = 30.0
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from portal.documents.adapters.reading.nursery import main; main(int(sys.argv[2]))"
)
REFUSALS = {"", "corrupt", "encrypted", "xfa", "too-complex", "too-many-pixels", "too-many-pages", "page-too-large"}
# The child died in somebody's decoder: the file is broken. All other deaths are limits.
CRASHES = ("signal 11", "signal 6", "signal 7", "signal 8", "signal 4")
NO_JAIL = "exit 97"


class SandboxReader:
    """Keeps one warm parent and has it fork a child per file, one at a time."""

    def __init__(self, wall: float = 60, render: float = 20, memory: int = 1500 * jail.MEGABYTE) -> None:
        self.limits = {"wall": wall, "render": render, "memory": memory, "cpu": int(wall) + 1}
        self._lock = threading.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None
        self._owner = 0

    def read(self, portions: Iterable[bytes], *, mime: str, wanted: Wanted) -> Reading:
        with self._lock:
            door = self._open_door()
            try:
                output, ending = self._have_it_read(door, portions, {"mime": mime, "wanted": wanted})
            except BaseException:
                self.close()
                raise
        return _reading(output, ending)

    def health(self) -> Health:
        try:
            with self._lock:
                self._open_door()
        except (ReaderAwayError, OSError):
            return Health(is_up=False, detail="the reading process does not start")
        if shutil.which("tesseract") is None:
            return Health(is_up=False, detail="tesseract is not installed")
        return Health(is_up=True)

    def close(self) -> None:
        """End the warm parent; the next file starts a new one."""
        if self._door is not None:
            self._door.close()
        if self._nursery is not None and self._owner == os.getpid():
            self._nursery.kill()
            self._nursery.wait()
        self._nursery = self._door = None

    def _open_door(self) -> socket.socket:
        if self._owner != os.getpid() or self._nursery is None or self._nursery.poll() is not None:
            self._start()
        if self._door is None:
            raise ReaderAwayError
        return self._door

    def _start(self) -> None:
        self.close()
        _sweep()
        ours, theirs = socket.socketpair()
        with theirs:
            self._nursery = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-c", PROGRAM, str(ROOT), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._door, self._owner = ours, os.getpid()
        atexit.register(self.close)
        ours.settimeout(START)
        if _line(ours) != "ready":
            self.close()
            raise ReaderAwayError

    def _have_it_read(
        self, door: socket.socket, portions: Iterable[bytes], request: dict[str, Any]
    ) -> tuple[bytes, str]:
        folder = _private_folder()
        source, feed = os.pipe()
        drain, target = os.pipe()
        try:
            words = {**self.limits, **request, "folder": folder, "programs": [sys.prefix, sys.base_prefix]}
            socket.send_fds(door, [json.dumps(words).encode()], [source, target])
            os.close(source)
            os.close(target)
            output = _exchange(feed, drain, portions, time.monotonic() + self.limits["wall"] + GRACE)
            door.settimeout(GRACE)
            return output, _line(door)
        except OSError as error:
            raise ReaderAwayError from error
        finally:
            os.close(drain)
            shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Only what the libraries need: no secret of the portal reaches a child."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **one}


def _memory_folder() -> str | None:
    """Where plain bytes may lie for a moment: in memory, not on a disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def _private_folder() -> str:
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_memory_folder())
    if os.getuid() == 0:
        os.chown(folder, jail.NOBODY, jail.NOBODY)
    return folder


def _sweep() -> None:
    """Remove what a killed worker could not remove itself."""
    for left in Path(_memory_folder() or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if left.stat().st_mtime < time.time() - 3600:
            shutil.rmtree(left, ignore_errors=True)


def _line(door: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\n"):
        more = door.recv(200)
        if not more:
            raise ReaderAwayError
        found += more
    return found.decode(errors="replace").strip()


def _exchange(feed: int, drain: int, portions: Iterable[bytes], until: float) -> bytes:
    """Write the file and read the result at once; TimeoutError past the deadline, however the child behaves."""
    output = bytearray()
    try:
        for portion in portions:
            _write_all(feed, portion, until)
    except BrokenPipeError:
        # The child ended before it had read everything; how, its parent tells.
        pass
    finally:
        os.close(feed)
    for portion in _portions(drain, until):
        output += portion
        if len(output) > MOST_OUTPUT:
            raise ReaderAwayError
    return bytes(output)


def _write_all(feed: int, data: bytes, until: float) -> None:
    rest = memoryview(data)
    while rest:
        _, ready, _ = select.select([], [feed], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        # At most what a pipe that is ready takes at once.
        rest = rest[os.write(feed, rest[: select.PIPE_BUF]) :]


def _portions(drain: int, until: float) -> Iterator[bytes]:
    while True:
        ready, _, _ = select.select([drain], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        portion = os.read(drain, 1024 * 1024)
        if not portion:
            return
        yield portion


def _reading(output: bytes, ending: str) -> Reading:
    if ending == NO_JAIL:
        raise ReaderAwayError
    if ending != "exit 0":
        return Reading(refusal="corrupt" if ending in CRASHES else "too-complex")
    try:
        return _shaped(output)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Reading(refusal="too-complex")


def _shaped(output: bytes) -> Reading:
    """Take the result apart; ValueError and the like when it has not the agreed shape."""
    head, _, body = output.partition(b"\n")
    if len(head) > MOST_JSON:
        raise ValueError
    words = json.loads(head)
    if words["refusal"] not in REFUSALS:
        raise ValueError
    return Reading(
        refusal=words["refusal"],
        pages=tuple(_pages(body, words["pages"])),
        attachments=tuple(_parts(body[sum(words["pages"]) :], words["attachments"])),
        zone=tuple(str(line)[:44] for line in words["zone"][:3]),
        is_zone_sure=bool(words["is_zone_sure"]),
        text=str(words["text"]),
        confidence=int(words["confidence"]),
        quality={str(key)[:20]: float(value) for key, value in list(words["quality"].items())[:10]},
    )


def _pages(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    for page in _parts(body, sizes[:MOST_PAGES]):
        if not page.startswith(b"\xff\xd8\xff"):
            raise ValueError
        yield page


def _parts(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield body[at : at + int(size)]
        at += int(size)
