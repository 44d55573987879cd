"""What every scanner does, the real clamd included; and what an absent or broken one must never do: pass a file."""

import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import clamd
import pytest

from portal.documents.adapters.clamav import MOST_AT_ONCE, ClamavScanner, _WholeSocket
from portal.documents.adapters.memory import EICAR, MemoryScanner
from portal.documents.adapters.outage import OutageScanner
from portal.documents.errors import ScannerAwayError, ScannerBusyError
from tests.documents import faulty_clamd
from tests.documents.clamd_daemon import daemon

HALVES = [EICAR[:30], EICAR[30:]]
TESTFILES = sorted(Path("/usr/share/clamav-testfiles").glob("*"))


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    with daemon(tmp_path_factory.mktemp("clamd")) as scanner:
        yield scanner


@pytest.fixture(params=["memory", "real"])
def scanner(request):
    return MemoryScanner() if request.param == "memory" else request.getfixturevalue("real")


def test_clean_bytes_are_clean(scanner):
    assert scanner.scan([b"\xff\xd8\xff", b"a photograph" * 9000]).kind == "clean"


def test_malware_in_any_portions_is_found_by_name(scanner):
    verdict = scanner.scan(HALVES)
    assert verdict.kind == "infected"
    assert "eicar" in verdict.signature.lower()


def test_an_empty_file_is_clean(scanner):
    assert scanner.scan([]).kind == "clean"


def test_a_working_scanner_says_so(scanner):
    assert scanner.health().is_up


def test_an_absent_scanner_passes_nothing():
    for away in (OutageScanner(), ClamavScanner("unix:/nowhere/clamd.sock"), ClamavScanner("tcp:127.0.0.1:9")):
        assert not away.health().is_up
        assert "loading" not in away.health().detail
        with pytest.raises(ScannerAwayError):
            away.scan([b"x"])


def test_the_health_names_test_signatures(real):
    assert "test signatures only" in real.health().detail


@pytest.mark.parametrize("path", TESTFILES, ids=lambda path: path.name)
def test_a24_debians_test_files_do_not_pass(real, path):
    assert real.scan([path.read_bytes()]).kind in {"infected", "too-complex"}


def test_25_mb_pass_and_what_the_daemon_never_takes_is_refused_instead_of_tried_for_ever(real):
    assert real.scan([bytes(1024 * 1024)] * 25).kind == "clean"
    assert real.scan([bytes(1024 * 1024)] * 40).kind == "too-complex"


def test_the_verdict_names_the_signatures_it_rests_on(scanner):
    assert scanner.engine()
    assert scanner.scan([b"x"]).engine == scanner.engine()
    assert scanner.scan([EICAR]).engine == scanner.engine()


def test_a_stopped_daemon_passes_nothing(real):
    impatient = ClamavScanner(real.address, deadline=1.0, patience=0.5)
    real.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(ScannerBusyError):
            impatient.scan([b"x" * 4_000_000])
        assert "loading signatures" in impatient.health().detail
    finally:
        real.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\n",
        b"garbage\n",
        b"stream: \n",
        b"INSTREAM size limit exceeded. ERROR\n",
        b"stream: Can't allocate memory ERROR\n",
        b"COMMAND READ TIMED OUT\n",
        b"\xff\xfe\n",
        b"other: OK\n",
        b"stream: OKAY\n",
        b"stream: not OK\n",
    ],
)
def test_no_other_answer_is_a_pass(reply, tmp_path):
    with pytest.raises(ScannerAwayError):
        ClamavScanner(_answering(tmp_path / "sock", reply), deadline=2, patience=1).scan([b"x"])


@pytest.mark.parametrize("reply", [None, {}, {"stream": None}, {"stream": ("ERROR", "x")}, ("ERROR", "x"), "OK"])
def test_no_other_result_of_the_client_is_a_pass(monkeypatch, reply):
    _answered(monkeypatch, lambda *_: reply)
    with pytest.raises(ScannerAwayError):
        ClamavScanner("unix:/x").scan([b"x"])


@pytest.mark.parametrize("error", [BrokenPipeError, TimeoutError, clamd.BufferTooLongError, clamd.ResponseError])
def test_no_error_of_the_client_is_a_pass(monkeypatch, error):
    def fail(*_args):
        raise error

    _answered(monkeypatch, fail)
    with pytest.raises(ScannerAwayError):
        ClamavScanner("unix:/x").scan([b"x"])


@pytest.mark.parametrize(
    ("signature", "kind"),
    [
        ("Heuristics.Encrypted.PDF", "encrypted"),
        ("Heuristics.Limits.Exceeded.MaxFiles", "too-complex"),
        ("Heuristics.Broken.Media.JPEG", "clean"),
        ("Win.Test.EICAR_HDB-1", "infected"),
    ],
)
def test_findings_are_told_apart(monkeypatch, signature, kind):
    _answered(monkeypatch, lambda *_: {"stream": ("FOUND", signature)})
    assert ClamavScanner("unix:/x").scan([b"x"]).kind == kind


def test_one_process_never_takes_more_than_two_of_the_daemons_threads(tmp_path):
    lock, now, most = threading.Lock(), 0, 0

    def counts(connection: socket.socket) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        faulty_clamd.whole(connection)
        with lock:
            now -= 1
        connection.sendall(b"stream: OK\n")

    with faulty_clamd.faulty(tmp_path / "sock", counts) as address:
        scanner = ClamavScanner(address)
        with ThreadPoolExecutor(8) as threads:
            verdicts = list(threads.map(lambda _: scanner.scan([bytes(300_000)]).kind, range(16)))
    assert verdicts == ["clean"] * 16
    assert 1 <= most <= MOST_AT_ONCE


def _answered(monkeypatch, instream) -> None:
    """Let the supplier's client answer: the version, and what `instream` does."""
    monkeypatch.setattr(clamd.ClamdNetworkSocket, "version", lambda *_: "ClamAV 1.4.6")
    monkeypatch.setattr(clamd.ClamdNetworkSocket, "instream", instream)
    monkeypatch.setattr(clamd.ClamdNetworkSocket, "clamd_socket", _WholeSocket(), raising=False)


def _answering(path: Path, reply: bytes) -> str:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(1)

    def answer() -> None:
        connection, _ = server.accept()
        with connection, server:
            connection.recv(4096)
            connection.sendall(reply)

    threading.Thread(target=answer, daemon=True).start()
    return f"unix:{path}"
