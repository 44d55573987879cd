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
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from portal.documents.adapters import answers
from portal.documents.adapters.reading import jail
from portal.documents.errors import ReaderAwayError, ReaderBrokeError
from portal.documents.ports import Cleaned, Health, Reading, Wanted

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "anlaufpunkt-child-"
MOST_OUTPUT = 96 * 1024 * 1024
MOST_LAYER = 1024 * 1024
START = 120.0
# Beyond the child's own limits, for pipes and clean-up.
GRACE = 30.0
TOO_MUCH = "too much output"
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from portal.documents.adapters.reading.nursery import main; main(int(sys.argv[2]))"
)


class SandboxReader:
    """Keeps one warm parent and has it fork a child per file, one at a time."""

    def __init__(
        self, wall: float = 60, render: float = 20, reading: float = 45, memory: int = 1200 * jail.MEGABYTE
    ) -> None:
        """Limits in seconds: for opening a file, for drawing one page of it (processor time), for reading; bytes."""
        self.limits = {"wall": wall, "render": render, "memory": memory}
        self.reading = reading
        self._lock = threading.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None
        self._owner = 0

    def normalise(self, portions: Iterable[bytes], *, mime: str) -> Cleaned:
        output, ending = self._in_child(portions, {"job": "normalise", "mime": mime})
        return answers.cleaned(output, ending)

    def read(self, pages: Sequence[bytes], *, wanted: Wanted, layer: str) -> Reading:
        text = layer.encode()[:MOST_LAYER]
        sizes = [len(text), *map(len, pages)]
        request = {"job": "read", "wanted": wanted, "sizes": sizes, "wall": self.reading, "soft": self.reading * 0.85}
        output, ending = self._in_child([text, *pages], request)
        return answers.reading(output, ending)

    def _in_child(self, portions: Iterable[bytes], request: dict[str, Any]) -> tuple[bytes, str]:
        words = {**self.limits, **request}
        words["cpu"] = int(words["wall"]) + 1
        with self._lock:
            door = self._open_door()
            try:
                output, ending = self._have_it_done(door, portions, words)
            except BaseException:
                self.close()
                raise
            if ending == TOO_MUCH:
                self.close()
            return output, ending

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

    def _have_it_done(
        self, door: socket.socket, portions: Iterable[bytes], request: dict[str, Any]
    ) -> tuple[bytes, str]:
        folder = _private_folder()
        source, feed = os.pipe()
        drain, target = os.pipe()
        try:
            words = {**request, "folder": folder, "programs": [sys.prefix, sys.base_prefix]}
            socket.send_fds(door, [json.dumps(words).encode()], [source, target])
            os.close(source)
            os.close(target)
            output = _exchange(feed, drain, portions, time.monotonic() + request["wall"] + GRACE)
            if output is None:
                return b"", TOO_MUCH
            door.settimeout(GRACE)
            return output, _ending(door)
        except TimeoutError as error:
            raise ReaderBrokeError from error
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


def _ending(door: socket.socket) -> str:
    """Return how the child ended; ReaderBrokeError when its parent is gone with it."""
    try:
        return _line(door)
    except (ReaderAwayError, OSError) as error:
        raise ReaderBrokeError from error


def _exchange(feed: int, drain: int, portions: Iterable[bytes], until: float) -> bytes | None:
    """Write the file and read the result; None when that has no end, TimeoutError past the deadline."""
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
            return None
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
