"""A scanner daemon that does one thing wrong, over a local socket: for drills."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

Fault = Callable[[socket.socket], None]


def whole(connection: socket.socket) -> None:
    """Take a streamed file to its end, as the protocol says."""
    file = connection.makefile("rb")
    file.readline()
    while size := struct.unpack(">L", file.read(4))[0]:
        file.read(size)


def says(reply: bytes) -> Fault:
    """Take the file and answer with these bytes."""

    def fault(connection: socket.socket) -> None:
        whole(connection)
        connection.sendall(reply)

    return fault


def trickles(connection: socket.socket) -> None:
    """Answer rightly, but with a letter a quarter of a second."""
    whole(connection)
    for letter in b"stream: OK\n":
        connection.sendall(bytes([letter]))
        time.sleep(0.25)


def is_slow(connection: socket.socket) -> None:
    """Answer when nobody waits any more."""
    whole(connection)
    time.sleep(2)
    connection.sendall(b"stream: OK\n")


def speaks_early(connection: socket.socket) -> None:
    """Call a file clean before it is there."""
    connection.sendall(b"stream: OK\n")
    whole(connection)


def hangs_up(connection: socket.socket) -> None:
    """Go away in the middle of the file."""
    connection.recv(1000)


def hangs_up_clean(connection: socket.socket) -> None:
    """Call a file clean and go away in the middle of it."""
    connection.recv(1000)
    connection.sendall(b"stream: OK\n")


def resets(connection: socket.socket) -> None:
    """Break the connection after the file."""
    whole(connection)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def is_half_open(connection: socket.socket) -> None:
    """Accept, and do nothing."""
    del connection
    time.sleep(2)


FAULTS: dict[str, Fault] = {
    "no reply": says(b""),
    "an error": says(b"stream: Can't allocate memory ERROR\n"),
    "half a line": says(b"stream: O"),
    "no end of the line": says(b"stream: OK"),
    "two lines": says(b"stream: OK\nstream: Eicar FOUND\n"),
    "another file": says(b"other: OK\n"),
    "nearly OK": says(b"stream: OKAY\n"),
    "garbage": says(b"\xff\xfe\x00 OK\n"),
    "too large": says(b"INSTREAM size limit exceeded. ERROR\n"),
    "an endless line": says(b"stream: OK" * 10_000),
    "trickling": trickles,
    "slow": is_slow,
    "early": speaks_early,
    "hanging up": hangs_up,
    "clean and hanging up": hangs_up_clean,
    "reset": resets,
    "half open": is_half_open,
}


@contextmanager
def faulty(path: Path, fault: Fault) -> Iterator[str]:
    """Yield the address of a daemon that knows its version and fails at files."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(50)

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError, struct.error):
            if connection.recv(20, socket.MSG_PEEK).startswith(b"nVERSION"):
                connection.sendall(b"ClamAV 1.4.6/27500/today\n")
            else:
                fault(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"unix:{path}"
    finally:
        server.close()
