"""ClamAV's daemon as Scanner. Fail closed: only its exact OK for exactly our bytes is clean.

The `clamd` package returns None when the daemon hangs up, raises errors of its own and of the socket, and waits for
ever by default; everything that is not a clear verdict becomes ScannerAwayError here, or ScannerBusyError when the
daemon is there and does not answer (it loads new signatures, or all its threads are taken).
"""

import select
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import clamd

from portal.documents.errors import ScannerAwayError, ScannerBusyError
from portal.documents.ports import Health, Verdict

DEADLINE = 60.0
PATIENCE = 30.0
# For a question without a file: a daemon with a free thread answers in milliseconds.
SHORT = 2.0
# Connections of one process at a time; all workers together must stay below MaxThreads (docs/operations.md).
MOST_AT_ONCE = 2
MOST_REPLY = 4096
# A daemon that takes less than this in one go is not set up for us: no verdict, rather than "too large".
LEAST_STREAM = 10 * 1024 * 1024
SIGNATURES = Path(__file__).resolve().parents[1] / "signatures"
CONF = """\
Foreground yes
LocalSocket {socket}
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory {signatures}
TemporaryDirectory {folder}
PidFile {folder}/clamd.pid
{user}# One MB more than the portal takes, so that the portal says "too large", not the scanner.
StreamMaxLength 26M
MaxScanSize 100M
MaxFileSize 50M
MaxThreads 12
# Half-open connections give their thread back soon; the portal itself never pauses in the middle of a file.
ReadTimeout 20
CommandReadTimeout 5
AlertExceedsMax yes
AlertEncrypted yes
AlertEncryptedArchive yes
AlertEncryptedDoc yes
ConcurrentDatabaseReload yes
# What a picture looks like is a sign of phishing mail. Looking would decode strangers' pictures outside our
# sandbox, and cost half a second for a photograph.
ScanImageFuzzyHash no
"""


def configuration(folder: Path, socket_path: Path, signatures: Path = SIGNATURES, user: str = "") -> str:
    """Return a clamd.conf for a daemon of our own, with limits that fit the portal's."""
    line = f"User {user}\n" if user else ""
    return CONF.format(folder=folder, socket=socket_path, signatures=signatures, user=line)


class _Portions:
    """Lets the client read an iterable of portions like a file, up to the deadline."""

    def __init__(self, portions: Iterable[bytes], until: float) -> None:
        self._portions = iter(portions)
        self.until = until
        self._rest = b""
        self.given = 0

    def read(self, size: int) -> bytes:
        if time.monotonic() > self.until:
            raise TimeoutError
        while not self._rest:
            portion = next(self._portions, None)
            if portion is None:
                return b""
            self._rest = portion
        taken, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(taken)
        return taken


class _WholeSocket(socket.socket):
    """A socket whose `send` sends everything: the client does not look at how much went out.

    A daemon that speaks or hangs up before it has the whole file gives no verdict on it; what it says is still read.
    """

    spoke_early = False

    def send(self, data: Any, flags: int = 0) -> int:
        self.spoke_early = self.spoke_early or bool(select.select([self], [], [], 0)[0])
        if not self.spoke_early:
            try:
                self.sendall(data, flags)
            except (BrokenPipeError, ConnectionResetError):
                self.spoke_early = True
        return len(data)


class _Client(clamd.ClamdNetworkSocket):
    """The package's protocol on a connection that times out from its first moment."""

    def __init__(self, address: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self.family, _, self.place = address.partition(":")

    def _init_socket(self) -> None:
        is_unix = self.family == "unix"
        self.clamd_socket = _WholeSocket(socket.AF_UNIX if is_unix else socket.AF_INET, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(self.timeout)
        try:
            self.clamd_socket.connect(self.place if is_unix else self._host_and_port())
        except OSError:
            self.clamd_socket.close()
            raise

    def _host_and_port(self) -> tuple[str, int]:
        host, _, port = self.place.rpartition(":")
        return host.strip("[]"), int(port)

    def _recv_response(self) -> str:
        """Return the daemon's one line; two lines, half a line or no end are no answer."""
        reply = b""
        # A daemon that refuses the rest of a file resets the connection behind its word.
        with suppress(ConnectionResetError):
            while len(reply) <= MOST_REPLY and (portion := self.clamd_socket.recv(MOST_REPLY)):
                reply += portion
        if reply and (reply.count(b"\n") != 1 or not reply.endswith(b"\n")):
            raise clamd.ResponseError
        return reply.decode().strip()

    def give_up(self) -> None:
        """End a connection that trickles on past the deadline."""
        self.clamd_socket.shutdown(socket.SHUT_RDWR)


class ClamavScanner:
    """Talks to clamd at `unix:/path` or `tcp:host:port`."""

    def __init__(self, address: str, deadline: float = DEADLINE, patience: float = PATIENCE) -> None:
        self.address = address
        self.deadline = deadline
        self.patience = min(patience, deadline)
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    def scan(self, portions: Iterable[bytes]) -> Verdict:
        until = time.monotonic() + self.deadline
        if not self._turns.acquire(timeout=self.deadline):
            raise ScannerBusyError
        try:
            # Asked before the scan: signatures that arrive meanwhile only mean one more scan later.
            engine = self.engine()
            return replace(self._verdict(_Portions(portions, until)), engine=engine)
        finally:
            self._turns.release()

    def engine(self) -> str:
        with _away_otherwise():
            version = _Client(self.address, min(SHORT, self.patience)).version()
        if not version.startswith("ClamAV "):
            raise ScannerBusyError
        return str(version)

    def health(self) -> Health:
        try:
            version = self.engine()
        except ScannerBusyError:
            return Health(is_up=False, detail="busy, or loading signatures: it is there and does not answer")
        except ScannerAwayError:
            return Health(is_up=False, detail="down: nobody listens")
        # With official signatures the version carries their number and date behind a slash.
        if "/" in version:
            return Health(is_up=True, detail=version)
        return Health(is_up=True, detail=f"{version}, test signatures only", is_limited=True)

    def _verdict(self, portions: _Portions) -> Verdict:
        client = _Client(self.address, self.patience)
        watch = threading.Timer(portions.until - time.monotonic(), _quietly(client.give_up))
        watch.start()
        try:
            with _away_otherwise():
                reply = client.instream(portions)
        except ScannerAwayError as error:
            if isinstance(error.__cause__, clamd.BufferTooLongError) and portions.given > LEAST_STREAM:
                # It will never take this file: waiting for a verdict would have no end.
                return Verdict("too-complex", "StreamMaxLength")
            raise
        finally:
            watch.cancel()
        if client.clamd_socket.spoke_early:
            raise ScannerAwayError
        return _meant(reply)


@contextmanager
def _away_otherwise() -> Iterator[None]:
    try:
        yield
    except (clamd.ClamdError, OSError, UnicodeDecodeError) as error:
        # The package wraps what happens while it reads.
        is_late = any(isinstance(each, TimeoutError | BlockingIOError) for each in (error, error.__context__))
        raise (ScannerBusyError if is_late else ScannerAwayError) from error


def _quietly(call: Any) -> Any:
    def run() -> None:
        with suppress(OSError, AttributeError):
            call()

    return run


def _meant(reply: object) -> Verdict:
    status = reply.get("stream") if isinstance(reply, dict) else None
    if status == ("OK", None):
        return Verdict("clean")
    if not (isinstance(status, tuple) and len(status) == 2 and status[0] == "FOUND"):  # noqa: PLR2004
        raise ScannerAwayError
    return _found(str(status[1]))


def _found(signature: str) -> Verdict:
    if signature.startswith("Heuristics.Encrypted"):
        return Verdict("encrypted", signature)
    if signature.startswith("Heuristics.Limits.Exceeded"):
        return Verdict("too-complex", signature)
    if signature.startswith("Heuristics.Broken.Media"):
        # A hint only: broken pictures are told by the reader, with better advice.
        return Verdict("clean", signature)
    return Verdict("infected", signature)
