"""What a child that opens strangers' files may not do. Linux only; runs in the child, without Django.

Denied for good: network, other processes' memory, mounting, kernel doors, more memory, time or disk than it needs.
Where the machine allows it: an empty network, only programs and its own folder to open, a user of its own.
"""

import ctypes
import os
import platform
import resource
import struct
from contextlib import suppress

NOBODY = 65534
MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_FILTER = 2
KILL, ALLOW, NO_PERMISSION = 0x80000000, 0x7FFF0000, 0x00050001

# Denied on each processor: sockets, looking into other processes, mounts, new name spaces, kernel doors, and changing
# whose a file is or who may open it (Landlock does not guard those).
# socket connect accept bind listen accept4 ptrace mount umount2 unshare setns bpf io_uring_setup keyctl add_key
# request_key kexec_load process_vm_readv process_vm_writev perf_event_open userfaultfd init_module finit_module
# truncate fchmod fchmodat fchown fchownat setxattr lsetxattr fsetxattr; on x86_64 also chmod chown lchown
DENIED = {
    "x86_64": (
        0xC000003E,
        (
            "41 42 43 49 50 288 101 165 166 272 308 321 425 250 248 249 246 310 311 298 323 175 313 "
            "76 91 268 93 260 188 189 190 90 92 94"
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            "198 203 202 200 201 242 117 40 39 97 268 280 425 219 217 218 104 270 271 241 282 105 273 "
            "45 52 53 55 54 5 6 7"
        ),
    ),
}
# Numbers from here on are the x32 twins of the same calls.
X32 = 0x40000000
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
# Landlock's rights by the version of its interface (kernel 5.13, 5.19, 6.2, 6.7, 6.10, 6.12): each guards more.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NETWORK_RIGHTS, SCOPES = {4: 3}, {6: 3}
VERSION_ASKED = 1
READABLE = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/sys/devices/system/cpu")
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """Be killed when the parent ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0)


def stand_back() -> None:
    """Give way: somebody who reads a page waits less gladly than somebody whose file is being checked."""
    os.nice(15)
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    # The first core stays free for web pages.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[1:] or os.sched_getaffinity(0))


def lock_up(folder: str, programs: tuple[str, ...], memory: int, seconds: int) -> None:
    """Give up everything that opening a file does not need. OSError when the ban on sockets cannot be had."""
    os.setsid()
    die_with_parent()
    _limit(memory, seconds)
    _leave_network()
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _cut_files(folder, programs)
    _become_nobody()
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    die_with_parent()
    _deny_calls()


def _limit(memory: int, seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 128 * MEGABYTE,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


def _leave_network() -> None:
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET):
        with suppress(OSError):
            os.unshare(flags)
            return


def _become_nobody() -> None:
    if os.getuid() == 0:
        with suppress(OSError):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)


def _cut_files(folder: str, programs: tuple[str, ...]) -> None:
    """Landlock (Linux 5.13 and newer): read and run programs, write in the own folder, nothing else.

    Newer kernels also keep its signals from all processes but its own children.
    """
    version = _libc.syscall(CREATE_RULESET, None, 0, VERSION_ASKED)
    if version < 1:
        return
    every = _known(FILE_RIGHTS, version)
    words = (every, _known(NETWORK_RIGHTS, version), _known(SCOPES, version))
    rights = ctypes.create_string_buffer(struct.pack("QQQ", *words))
    # Older kernels know fewer words; what they do not know must not be sent.
    ruleset = _libc.syscall(CREATE_RULESET, rights, 8 * (1 + (version >= 4) + (version >= 6)), 0)  # noqa: PLR2004
    if ruleset < 0:
        return
    for path in (*READABLE, *programs):
        _allow(ruleset, path, READ_FILE | READ_DIR | EXECUTE)
    _allow(ruleset, "/dev/null", READ_FILE | WRITE_FILE)
    # Without chance, encrypted PDFs cannot be opened, not even those with an empty password.
    _allow(ruleset, "/dev/urandom", READ_FILE)
    _allow(ruleset, folder, every)
    _libc.syscall(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _known(rights: dict[int, int], version: int) -> int:
    return max((each for since, each in rights.items() if since <= version), default=0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, handle))
        _libc.syscall(ADD_RULE, ruleset, 1, rule, 0)
        os.close(handle)


def _deny_calls() -> None:
    architecture, numbers = DENIED[platform.machine()]
    code = _program(architecture, tuple(map(int, numbers.split())))
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    if _libc.prctl(PR_SET_SECCOMP, SECCOMP_FILTER, ctypes.create_string_buffer(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "The child's system calls cannot be limited on this machine.")


def _program(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """Write the filter: another architecture dies, x32 and the denied calls fail, the rest passes."""
    count = len(numbers)
    steps = [
        _step(0x20, 0, 0, 4),
        _step(0x15, 1, 0, architecture),
        _step(0x06, 0, 0, KILL),
        _step(0x20, 0, 0, 0),
        _step(0x35, count + 1, 0, X32),
        *(_step(0x15, count - at, 0, number) for at, number in enumerate(numbers)),
        _step(0x06, 0, 0, ALLOW),
        _step(0x06, 0, 0, NO_PERMISSION),
    ]
    return b"".join(steps)


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
