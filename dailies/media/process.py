"""Runs one media tool as a supervised process: bounded, cancellable, and never left behind.

A cancelled or stalled tool is killed with its whole process group at once. FFmpeg answers SIGTERM with a playable
short file after ten seconds, and `q` with exit 0: neither is a way to stop it.
"""

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dailies.domain.errors import Cancelled, ToolMissing, ToolStalled
from dailies.media.launch import NOT_STARTED

OnOutput = Callable[[bytes], bool]
"""Takes what the tool wrote to stdout; says whether that shows progress."""
IsCancelled = Callable[[], bool]
"""Tells whether the user has stopped the work, such as `threading.Event().is_set`."""

_LAUNCHER = Path(__file__).with_name("launch.py")
_TICK_SECONDS = 0.1
_READ_BYTES = 64 * 1024
_STDERR_BYTES = 8 * 1024
_READS_AFTER_EXIT = 64


@dataclass(frozen=True, kw_only=True)
class ProcessLimits:
    """What one run of a tool may use."""

    stall_seconds: float = 60.0
    """Longest time without progress."""
    total_seconds: float = 3600.0
    """Longest wall time."""
    cpu_seconds: int = 4 * 3600
    """Processor time over all threads."""
    file_bytes: int = 64 * 1024**3
    """Size of any file it writes."""
    memory_bytes: int | None = None
    """Address space; None leaves memory to the container's limit."""
    open_files: int = 256
    """Files open at once."""

    def resources(self) -> dict[str, int]:
        """Give the limits that the kernel holds, by their names in `resource`."""
        limits = {
            "RLIMIT_CPU": self.cpu_seconds,
            "RLIMIT_FSIZE": self.file_bytes,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }
        return limits if self.memory_bytes is None else {**limits, "RLIMIT_AS": self.memory_bytes}


@dataclass(frozen=True)
class Ended:
    """How a tool ended by itself."""

    code: int
    """Exit code, or minus the signal that killed it."""
    errors: str
    """The last 8 KiB of its stderr."""
    cpu_seconds: float
    memory_bytes: int
    """The most memory it held at once, or our own when it started if that was more."""
    seconds: float
    """Wall time."""

    @property
    def reason(self) -> str:
        """The last line that the tool wrote to stderr, at most 300 characters."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        return lines[-1][:300] if lines else f"exit code {self.code}"


class _Tail:
    def __init__(self) -> None:
        self._bytes = b""

    def keep(self, chunk: bytes) -> bool:
        self._bytes = (self._bytes + chunk)[-_STDERR_BYTES:]
        return False

    def text(self) -> str:
        return self._bytes.decode("utf-8", "replace")


class _Watch:
    """Knows when a run has gone on too long."""

    def __init__(self, name: str, limits: ProcessLimits) -> None:
        self._name = name
        self._limits = limits
        self.started = self._moved = time.monotonic()

    def progressed(self) -> None:
        self._moved = time.monotonic()

    def check(self, cancelled: IsCancelled) -> None:
        now = time.monotonic()
        if cancelled():
            raise Cancelled(f"{self._name} was stopped on request.")
        if now - self._moved > self._limits.stall_seconds:
            raise ToolStalled(f"{self._name} made no progress for {self._limits.stall_seconds:g} s.")
        if now - self.started > self._limits.total_seconds:
            raise ToolStalled(
                f"{self._name} ran longer than {self._limits.total_seconds:g} s.", code="tool_too_slow"
            )


def never() -> bool:
    """Answer that nobody has stopped the work."""
    return False


def run(
    command: Sequence[str],
    *,
    limits: ProcessLimits,
    on_output: OnOutput,
    cancelled: IsCancelled = never,
) -> Ended:
    """Run `command` to its own end; raises Cancelled, ToolStalled, or ToolMissing if it cannot start.

    Whatever happens, on return or raise its process group is gone.
    """
    name = Path(command[0]).name
    watch = _Watch(name, limits)
    errors = _Tail()
    watch.check(cancelled)
    with _started(command, limits) as process:
        _follow(process, watch, {process.stdout: on_output, process.stderr: errors.keep}, cancelled)
        code, usage = _reap(process)
    if code == NOT_STARTED:
        raise ToolMissing(f"{name} could not be started.", advice=errors.text().strip() or None)
    return Ended(
        code=code,
        errors=errors.text(),
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        memory_bytes=usage.ru_maxrss * 1024,
        seconds=time.monotonic() - watch.started,
    )


@contextmanager
def _started(command: Sequence[str], limits: ProcessLimits) -> Iterator[subprocess.Popen[bytes]]:
    bound = json.dumps(limits.resources())
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), bound, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        bufsize=0,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            _reap(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _follow(
    process: subprocess.Popen[bytes],
    watch: _Watch,
    readers: dict[IO[bytes] | None, OnOutput],
    cancelled: IsCancelled,
) -> None:
    """Read both pipes until the process itself has ended; a grandchild may hold them open for ever."""
    exited = os.pidfd_open(process.pid)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(exited, selectors.EVENT_READ)
            for pipe, take in readers.items():
                if pipe is not None:
                    os.set_blocking(pipe.fileno(), False)
                    selector.register(pipe, selectors.EVENT_READ, take)
            while not _read_ready(selector, watch, _TICK_SECONDS):
                watch.check(cancelled)
            for _ in range(_READS_AFTER_EXIT):
                _read_ready(selector, watch, 0)
    finally:
        os.close(exited)


def _read_ready(selector: selectors.BaseSelector, watch: _Watch, timeout: float) -> bool:
    """Hand on what has arrived; True once the process has exited."""
    exited = False
    for key, _ in selector.select(timeout):
        if isinstance(key.fileobj, int):
            exited = True
            continue
        chunk = os.read(key.fd, _READ_BYTES)
        if not chunk:
            selector.unregister(key.fileobj)
        elif key.data(chunk):
            watch.progressed()
    return exited


def _reap(process: subprocess.Popen[bytes]) -> tuple[int, resource.struct_rusage]:
    # Killing the group before its leader is waited for: afterwards its number may belong to someone else.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage
