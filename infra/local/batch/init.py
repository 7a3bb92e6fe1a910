"""The first process of a job, as `init` is of a container: when it ends, nothing of the job is left.

A script, run alone with the standard library: reads one line of JSON from standard input (`command`,
`environment`, `folder`, `grace_seconds`), runs the command in its own session, and ends with its exit
code (128 + signal when killed, 126/127 when it cannot start). End of input means *stop*: SIGTERM to the
command alone, as a container's init passes it on, SIGKILL to every descendant after the grace. So a job
also ends when the endpoint itself is killed. Linux only: orphans are adopted (child subreaper), whatever
their group, session or environment, and found through their parent links in /proc.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

KILL_SECONDS = 10.0
_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_STANDARD_INPUT = 0


def main() -> int:
    """Run the job that standard input describes; give the exit code."""
    order = json.loads(sys.stdin.buffer.readline())
    grace_seconds = float(order["grace_seconds"])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    wake = _wake_on_signals()
    try:
        worker = subprocess.Popen(
            order["command"],
            env=order["environment"],
            cwd=order["folder"],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: libc.prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0),  # noqa: PLW1509 - one thread
        )
    except OSError as error:
        sys.stderr.write(f"CannotStartContainerError: {error}\n")
        return 127 if isinstance(error, FileNotFoundError) else 126
    status = _follow(worker.pid, wake, grace_seconds)
    killed = _kill_descendants()
    return _exit_code(killed.get(worker.pid, 0) if status is None else status)


def _wake_on_signals() -> int:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(writing)
    return reading


def _follow(worker: int, wake: int, grace_seconds: float) -> int | None:
    """Wait for the worker's status; None when it outlived the grace after a stop."""
    deadline: float | None = None
    while True:
        ended = _reap()
        if worker in ended:
            return ended[worker]
        if deadline is not None and time.monotonic() >= deadline:
            return None
        if _is_stop_asked(wake, deadline) and deadline is None:
            deadline = time.monotonic() + grace_seconds
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGTERM)


def _is_stop_asked(wake: int, deadline: float | None) -> bool:
    watched = [wake] if deadline is not None else [wake, _STANDARD_INPUT]
    left = None if deadline is None else max(0.0, deadline - time.monotonic())
    ready, _, _ = select.select(watched, [], [], left)
    signals = os.read(wake, 512) if wake in ready else b""
    return _STANDARD_INPUT in ready or signal.SIGTERM in signals or signal.SIGINT in signals


def _reap() -> dict[int, int]:
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            ended[pid] = status
    return ended


def _kill_descendants() -> dict[int, int]:
    """Kill until none is left: who is killed hands its children to us, and the next round finds them."""
    ended = _reap()
    deadline = time.monotonic() + KILL_SECONDS
    while (alive := _descendants(os.getpid())) and time.monotonic() < deadline:
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        select.select([], [], [], 0.005)
        ended |= _reap()
    return ended


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # The program's name is in brackets and may hold anything; the parent is the second field after it.
            parent = int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    queue = [root]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def _exit_code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    outcome = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(outcome)  # the worker's Popen object would only warn that nobody waited for it
