"""ClamAV's daemon as Scanner. Fail closed: only its exact OK for exactly our bytes is clean.

The `clamd` package returns None when the daemon hangs up, raises errors of its own and of the socket, and waits for
ever by default; everything that is not a clear verdict becomes ScannerAwayError here.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import clamd

from portal.documents.errors import ScannerAwayError
from portal.documents.ports import Health, Verdict

DEADLINE = 60.0
PATIENCE = 30.0
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
MaxThreads 4
ReadTimeout 60
CommandReadTimeout 30
AlertExceedsMax yes
AlertEncrypted yes
AlertEncryptedArchive yes
AlertEncryptedDoc yes
ConcurrentDatabaseReload yes
"""


def configuration(folder: Path, socket_path: Path, signatures: Path = SIGNATURES, user: str = "") -> str:
    """Return a clamd.conf for a daemon of our own, with limits that fit the portal's."""
    line = f"User {user}\n" if user else ""
    return CONF.format(folder=folder, socket=socket_path, signatures=signatures, user=line)


class _Portions:
    """Lets the client read an iterable of portions like a file, up to the deadline."""

    def __init__(self, portions: Iterable[bytes], until: float) -> None:
        self._portions = iter(portions)
        self._until = until
        self._rest = b""

    def read(self, size: int) -> bytes:
        if time.monotonic() > self._until:
            raise TimeoutError
        while not self._rest:
            portion = next(self._portions, None)
            if portion is None:
                return b""
            self._rest = portion
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


class _WholeSocket(socket.socket):
    """A socket whose `send` sends everything: the client does not look at how much went out."""

    def send(self, data: Any, flags: int = 0) -> int:
        self.sendall(data, flags)
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

    def give_up(self) -> None:
        """End a connection that trickles on past the deadline."""
        self.clamd_socket.shutdown(socket.SHUT_RDWR)


class ClamavScanner:
    """Talks to clamd at `unix:/path` or `tcp:host:port`."""

    def __init__(self, address: str, deadline: float = DEADLINE, patience: float = PATIENCE) -> None:
        self.address = address
        self.deadline = deadline
        self.patience = min(patience, deadline)

    def scan(self, portions: Iterable[bytes]) -> Verdict:
        with _away_otherwise():
            reply = self._reply(portions)
        return _verdict(reply)

    def engine(self) -> str:
        with _away_otherwise():
            return str(_Client(self.address, 2.0).version())

    def _reply(self, portions: Iterable[bytes]) -> object:
        client = _Client(self.address, self.patience)
        watch = threading.Timer(self.deadline, _quietly(client.give_up))
        watch.start()
        try:
            return client.instream(_Portions(portions, time.monotonic() + self.deadline))
        finally:
            watch.cancel()

    def health(self) -> Health:
        try:
            with _away_otherwise():
                version = _Client(self.address, 2.0).version()
        except ScannerAwayError:
            return Health(is_up=False, detail="no answer")
        # With official signatures the version carries their number and date behind a slash.
        if "/" in version:
            return Health(is_up=True, detail=version)
        return Health(is_up=True, detail=f"{version}, test signatures only", is_limited=True)


@contextmanager
def _away_otherwise() -> Iterator[None]:
    try:
        yield
    except (clamd.ClamdError, OSError, UnicodeDecodeError) as error:
        raise ScannerAwayError from error


def _quietly(call: Any) -> Any:
    def run() -> None:
        try:
            call()
        except (OSError, AttributeError):
            return

    return run


def _verdict(reply: object) -> Verdict:
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
