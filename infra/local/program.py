"""A program that the stage runs beside itself: own process group, own log, tied to the stage's life."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path

from dailies.domain.errors import ToolMissing

_TETHER = Path(__file__).with_name("tether.py")
_LOG_LIMIT_BYTES = 10_000_000
_TAIL_BYTES = 2000
_HASTY_SECONDS = 5.0


class Program:
    """A running program; made by `start`, ended by `stop`."""

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self.log = log
        self._process = process

    @classmethod
    async def start(
        cls,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        folder: Path,
    ) -> "Program":
        """Start the command with exactly that environment; must be awaited on the main thread.

        The kernel ties a child to the thread that forked it, so another thread's end would end the child.
        """
        _rotate(log)
        with log.open("ab") as sink:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-IS",
                str(_TETHER),
                str(os.getpid()),
                *command,
                cwd=folder,
                env=dict(environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=sink,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(name, process, log)

    @property
    def has_ended(self) -> bool:
        """Tell whether the program is gone."""
        return self._process.returncode is not None

    async def wait(self) -> int:
        """Wait for the end and give the exit code."""
        return await self._process.wait()

    async def stop(self, grace_seconds: float) -> None:
        """End the program politely, then its whole group by force."""
        if not self.has_ended:
            self._signal(signal.SIGTERM, group=False)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), grace_seconds)
        self._signal(signal.SIGKILL, group=True)
        await self._process.wait()

    def failure(self, detail: str) -> ToolMissing:
        """Give the error for a program that did not come up, with the end of its log."""
        tail = self.log.read_bytes()[-_TAIL_BYTES:].decode(errors="replace").strip()
        return ToolMissing(f"{self.name} {detail}: {tail}", subject=self.name, advice=f"see {self.log}")

    def _signal(self, number: signal.Signals, *, group: bool) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self._process.pid, number)
            else:
                os.kill(self._process.pid, number)


@contextlib.asynccontextmanager
async def ended_unless_kept(program: Program) -> AsyncIterator[Callable[[], None]]:
    """End the program when the block is left before `keep` was called: by an error or by a cancellation."""
    kept = False

    def keep() -> None:
        nonlocal kept
        kept = True

    try:
        yield keep
    finally:
        if not kept:
            await program.stop(_HASTY_SECONDS)


def _rotate(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".old.log"))
