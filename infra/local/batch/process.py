"""One attempt as a running process: started under its init, followed, stopped."""

import asyncio
import json
import os
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from infra.local.batch.log_pipe import LogPipe
from infra.local.batch.logs import JobLog

_INIT = Path(__file__).with_name("init.py")
_LAST_WORDS_SECONDS = 2.0
_OVERDUE_SECONDS = 15.0  # past the grace: longer than the init itself gives its kills


@dataclass(frozen=True)
class Order:
    """What to run, with which environment (nothing is inherited), in which folder."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    grace_seconds: float

    def to_json(self) -> bytes:
        """Write the line that the init reads."""
        fields: dict[str, Any] = {
            "command": list(self.command),
            "environment": dict(self.environment),
            "folder": str(self.folder),
            "grace_seconds": self.grace_seconds,
        }
        return json.dumps(fields).encode() + b"\n"


class JobProcess:
    """A started attempt, whose output goes to the log until it ends."""

    def __init__(self, process: Process, output: LogPipe, grace_seconds: float) -> None:
        self._process = process
        self._output = output
        self._grace_seconds = grace_seconds
        self._overdue: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, order: Order, python: Path, log: JobLog) -> Self:
        """Start the order's command; raises OSError when not even the init can start."""
        output = LogPipe(log)
        try:
            # The order goes in by the pipe: on its command line any process listing would show it.
            process = await asyncio.create_subprocess_exec(
                str(python), "-I", "-S", str(_INIT),
                stdin=PIPE, stdout=output.inlet, stderr=STDOUT, env={}, cwd="/", start_new_session=True,
            )  # fmt: skip
        except OSError:
            output.close()
            raise
        finally:
            os.close(output.inlet)
        started = cls(process, output, order.grace_seconds)
        started._input.write(order.to_json())
        return started

    def stop(self) -> None:
        """Ask for the end: SIGTERM now, SIGKILL to all after the grace."""
        self._input.close()
        if self._overdue is None:
            wait = self._grace_seconds + _OVERDUE_SECONDS
            self._overdue = asyncio.get_running_loop().call_later(wait, self._kill)

    async def wait(self) -> int:
        """Wait for the end; give the exit code, 128 + signal when a signal ended it."""
        code = await self._process.wait()
        if self._overdue is not None:
            self._overdue.cancel()
        return code if code >= 0 else 128 - code

    async def finish_log(self) -> None:
        """Wait, but not for ever, until the last output is in the log; someone may still hold the pipe."""
        await self._output.drain(_LAST_WORDS_SECONDS)
        self._output.close()

    @property
    def _input(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None  # noqa: S101 - asked for in start
        return self._process.stdin

    def _kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
