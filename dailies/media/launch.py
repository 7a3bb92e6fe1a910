"""The last program before a media tool: binds itself to limits, then becomes the tool.

Run by path, never imported: `python -I -S launch.py PARENT LIMITS TOOL [ARGUMENT…]`, where LIMITS is a JSON object
of resource names and values. A separate program instead of `preexec_fn`, which may deadlock in a worker with threads.
"""

import ctypes
import json
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

# Audit architecture and the number of socket(2); io_uring_setup(2), a second way to a socket, is 425 on both.
_SYSTEM_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425
_X32_CALLS = 0x40000000
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1  # answer EPERM

NOT_STARTED = 127


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _socket_filter(machine: str) -> bytes | None:
    """Assemble the BPF program that refuses sockets; None on a machine whose numbers are not known here."""
    if machine not in _SYSTEM_CALLS:
        return None
    architecture, socket_call = _SYSTEM_CALLS[machine]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = (
        (load, 0, 0, 4),
        (equal, 0, 5, architecture),
        (load, 0, 0, 0),
        (at_least, 3, 0, _X32_CALLS),
        (equal, 2, 0, socket_call),
        (equal, 1, 0, _IO_URING_SETUP),
        (answer, 0, 0, _ALLOW),
        (answer, 0, 0, _REFUSE),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _refuse_sockets(libc: ctypes.CDLL) -> None:
    program = _socket_filter(platform.machine())
    if program is None:
        return
    described = _Program(len(program) // 8, program)
    # Some sandboxes forbid filters; the protocol whitelist still holds there.
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0)


def _offer_to_the_oom_killer() -> None:
    try:
        # The worker must outlive its tool to say what happened.
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")
    except OSError:
        return


def _bind(parent: int, limits: dict[str, int]) -> None:
    for name, value in limits.items():
        kind = getattr(resource, name)
        ceiling = resource.getrlimit(kind)[1]
        wanted = value if ceiling == resource.RLIM_INFINITY else min(value, ceiling)
        resource.setrlimit(kind, (wanted, wanted))
    # Python ignores these two, and what is ignored stays ignored across exec.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    _offer_to_the_oom_killer()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(NOT_STARTED)  # the parent died before the line above could tie us to it
    _refuse_sockets(libc)


def main(arguments: list[str]) -> None:
    """Bind this process and replace it by the tool; exits 127 when the tool cannot be started."""
    parent, limits, *command = arguments
    _bind(int(parent), json.loads(limits))
    try:
        os.execve(command[0], command, {})  # noqa: S606 (no shell is the point)
    except OSError as error:
        os.write(2, f"cannot start {command[0]}: {error.strerror}\n".encode())
        os._exit(NOT_STARTED)


if __name__ == "__main__":
    main(sys.argv[1:])
