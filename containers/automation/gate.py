"""The one place that every paid act passes: spaced as the account's pace says, and only while it is ours."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from dailies.domain.errors import Cancelled

FIRST_SLOWDOWN_SECONDS = 10.0
SLOWEST_SECONDS = 300.0
SIGN_OF_LIFE_SECONDS = 30.0


class Gate:
    """Lets one paid act through at a time, over all contexts of a container."""

    def __init__(
        self, spacing_seconds: float, may_act: Callable[[], bool], *, clock_factor: float = 1.0
    ) -> None:
        """Take the least time between two paid acts, in seconds of the site's own time."""
        self.spacing_seconds = spacing_seconds
        self._may_act, self._clock_factor = may_act, clock_factor
        self._turn = asyncio.Lock()
        self._last: float | None = None

    async def pass_through(self) -> None:
        """Wait for the next turn; Cancelled when nothing may be paid any more."""
        async with self._turn:
            if self._last is not None:
                since = monotonic() - self._last
                await asyncio.sleep(max(0.0, self.spacing_seconds / self._clock_factor - since))
            if not await asyncio.to_thread(self._may_act):
                raise Cancelled("Nothing may be paid now: the account is another's, or the job is paused.")
            self._last = monotonic()

    async def await_turn(self, still_waiting: Callable[[], Awaitable[None]]) -> None:
        """Wait as `pass_through` does, and say so now and then: a silent worker is taken for dead."""
        passing = asyncio.create_task(self.pass_through())
        try:
            while not passing.done():
                await still_waiting()
                await asyncio.wait({passing}, timeout=SIGN_OF_LIFE_SECONDS)
            await passing
        finally:
            passing.cancel()

    def slow_down(self) -> bool:
        """Double the time between two paid acts; tell whether that was possible."""
        if self.spacing_seconds >= SLOWEST_SECONDS:
            return False
        self.spacing_seconds = slower(self.spacing_seconds)
        return True


def slower(spacing_seconds: float) -> float:
    """Give the pace after the site said that the account asks too quickly."""
    return min(max(spacing_seconds * 2, FIRST_SLOWDOWN_SECONDS), SLOWEST_SECONDS)
