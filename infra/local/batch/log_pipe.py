"""A job's output on its way to the log.

Not asyncio's own pipe: that reports a process's end only when nobody holds its output any more, and
an orphan might hold it for ever.
"""

import asyncio
import logging
import os
from contextlib import suppress

from infra.local.batch.logs import JobLog

_CHUNK_BYTES = 65_536

_log = logging.getLogger(__name__)


class LogPipe:
    """Copies what is written to `inlet` into the log until all writers are gone; belongs to the event loop."""

    def __init__(self, log: JobLog) -> None:
        self._log = log
        self._outlet, self.inlet = os.pipe()
        os.set_blocking(self._outlet, False)
        self._dry = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._outlet, self._copy)

    async def drain(self, seconds: float) -> None:
        """Wait until all writers are gone, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._dry.wait()

    def close(self) -> None:
        """Stop copying."""
        self._loop.remove_reader(self._outlet)
        os.close(self._outlet)

    def _copy(self) -> None:
        data = os.read(self._outlet, _CHUNK_BYTES)
        if not data:
            self._loop.remove_reader(self._outlet)
            self._dry.set()
            return
        try:
            self._log.write(data)
        except (OSError, ValueError) as error:
            # A full disk (then a closed file) must not stop the job: its output is read on and dropped.
            _log.warning("job log %s: %s", self._log.path.name, error)
