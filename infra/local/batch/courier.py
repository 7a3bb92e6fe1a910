"""Carries state changes to their receiver: in order for each job, with bounded retries, never in the way."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from infra.local.batch.config import BatchConfig

OnEvent = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes one EventBridge-shaped event; raising means *not delivered, try again*."""

LONGEST_WAIT_SECONDS = 20.0

_log = logging.getLogger(__name__)


class Courier:
    """Delivers each job's events one after the other, several jobs at once."""

    def __init__(self, on_event: OnEvent, config: BatchConfig) -> None:
        self._on_event = on_event
        self._tries = config.event_tries
        self._first_wait_seconds = config.event_first_wait_seconds
        self._timeout_seconds = config.event_timeout_seconds
        self._at_once = asyncio.Semaphore(config.events_at_once)
        self._pending: dict[str, deque[dict[str, Any]]] = {}
        self._rounds: dict[str, asyncio.Task[None]] = {}

    def post(self, job_id: str, event: dict[str, Any]) -> None:
        """Take an event; returns at once."""
        self._pending.setdefault(job_id, deque()).append(event)
        if job_id not in self._rounds:
            self._rounds[job_id] = asyncio.create_task(self._deliver_all(job_id))

    async def close(self, seconds: float) -> None:
        """Wait for what is under way, at most so long, then drop the rest."""
        rounds = list(self._rounds.values())
        if rounds:
            await asyncio.wait(rounds, timeout=seconds)
        for each in rounds:
            each.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)

    async def _deliver_all(self, job_id: str) -> None:
        try:
            events = self._pending[job_id]
            while events:
                await self._deliver(events.popleft())
        finally:
            del self._pending[job_id], self._rounds[job_id]

    async def _deliver(self, event: dict[str, Any]) -> None:
        for number in range(self._tries):
            if number:
                await asyncio.sleep(min(LONGEST_WAIT_SECONDS, self._first_wait_seconds * 2 ** (number - 1)))
            if await self._try(event):
                return
        detail = event["detail"]
        _log.error("gave up telling that job %s is %s", detail["jobId"], detail["status"])

    async def _try(self, event: dict[str, Any]) -> bool:
        try:
            async with self._at_once, asyncio.timeout(self._timeout_seconds):
                await self._on_event(event)
        except Exception as error:  # noqa: BLE001 - the receiver is foreign code; any failure means: again
            detail = event["detail"]
            _log.warning("telling that job %s is %s: %r", detail["jobId"], detail["status"], error)
            return False
        return True
