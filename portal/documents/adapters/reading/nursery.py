"""The warm parent of the reading children: loads the libraries once, forks a fresh, locked-up child for each file.

Runs as a program of its own, without Django and without the portal's secrets. It never looks into a file itself.
"""

import ctypes
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import traceback
from contextlib import suppress
from typing import Any

from portal.documents.adapters.reading import child, jail

MOST_REQUEST = 4096
NO_JAIL = 97
# Kilobytes, as the kernel counts: more than any honest page takes.
MUCH_MEMORY = 700 * 1024


def main(handle: int) -> None:
    """Serve the portal's end of the socket pair until it is closed."""
    jail.die_with_parent()
    jail.stand_back()
    door = socket.socket(fileno=handle)
    child.warm_up()
    _slim()
    door.sendall(b"ready\n")
    while True:
        message, pipes, _, _ = socket.recv_fds(door, MOST_REQUEST, 2)
        if len(pipes) != 2:  # noqa: PLR2004 - one to read the file, one to write the result
            return
        request = json.loads(message)
        ending = _nurse(door, request, pipes)
        with suppress(OSError):
            door.sendall(ending.encode() + b"\n")


def _slim() -> None:
    """Give back what only the warming up needed: every page of memory makes each fork slower."""
    gc.collect()
    gc.freeze()
    with suppress(AttributeError):  # a C library without it
        ctypes.CDLL(None).malloc_trim(0)


def _nurse(door: socket.socket, request: dict[str, Any], pipes: list[int]) -> str:
    pid = os.fork()
    if pid == 0:
        door.close()
        _live(request, *pipes)
    for pipe in pipes:
        os.close(pipe)
    try:
        return _wait(door, pid, request["wall"])
    finally:
        shutil.rmtree(request["folder"], ignore_errors=True)


def _live(request: dict[str, Any], source: int, target: int) -> None:
    note = _silence()
    try:
        memory = _size_now() + request["memory"]
        jail.lock_up(request["folder"], tuple(request["programs"]), memory, request["cpu"])
    except (OSError, KeyError):
        os._exit(NO_JAIL)
    tempfile.tempdir = request["folder"]
    try:
        child.run(request, source, target)
    except BaseException as error:  # noqa: BLE001 - whatever it is, this process ends here
        # The place, never the message: it may quote the file.
        place = traceback.extract_tb(error.__traceback__)[-1]
        os.write(note, f"reading child: {type(error).__name__} in {place.name}, line {place.lineno}\n".encode())
        os._exit(1)
    os._exit(0)


def _silence() -> int:
    """Let the libraries talk to nobody; return where our own word goes."""
    note, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return note


def _size_now() -> int:
    with open("/proc/self/statm") as file:  # noqa: PTH123 - a kernel file
        return int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")


def _wait(door: socket.socket, pid: int, seconds: float) -> str:
    """Wait for the end, the deadline, or the portal's going away; then nothing of the child is left alive."""
    process = os.pidfd_open(pid)
    ready, _, _ = select.select([process, door.fileno()], [], [], seconds)
    os.close(process)
    if process not in ready:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if process not in ready:
        return "timeout"
    if os.WIFEXITED(status):
        return f"exit {os.WEXITSTATUS(status)}"
    # Libraries that get no more memory crash; that is a limit, and no broken file.
    return "memory" if usage.ru_maxrss > MUCH_MEMORY else f"signal {os.WTERMSIG(status)}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
