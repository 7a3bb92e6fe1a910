"""Following the outputs of one submission until each is finished or failed."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from containers.automation.provider import OnProgress
from containers.automation.sites.flow.outputs import progress_of
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.tiles import Tile
from dailies.domain.errors import SiteFailure


class Budget:
    """Time left for a generation; time in the site's own queue comes out of a second purse."""

    def __init__(self, pace: Pace) -> None:
        # The page budget on top: a browser and a network do not run faster because a clock does.
        self._left = pace.scaled(pace.generation_seconds) + pace.page_seconds
        self._queue_left = pace.scaled(pace.queue_seconds)
        self._last = monotonic()

    def spend(self, *, queued: bool) -> bool:
        """Take off the time since the last call; tell whether some is left."""
        now = monotonic()
        spent, self._last = now - self._last, now
        if queued and self._queue_left > 0:
            self._queue_left -= spent
        else:
            self._left -= spent
        return self._left > 0


async def follow(
    look: Callable[[], Awaitable[tuple[Tile, ...]]], expected: int, pace: Pace, on_progress: OnProgress
) -> tuple[Tile, ...]:
    """Look at our tiles again and again until all that are expected are settled."""
    budget = Budget(pace)
    told = None
    while True:
        own = await look()
        progress = progress_of(own, expected, reached=told.percent if told else 0)
        if progress != told:
            await on_progress(progress)
            told = progress
        if len(own) == expected and all(tile.settled for tile in own):
            return own
        if not budget.spend(queued=progress.queued):
            raise SiteFailure(
                f"the videos are at {progress.percent} % and did not end in time",
                code="stuck",
                charged=None,
                advice="The project is looked at again before anything else is bought.",
            )
        await asyncio.sleep(pace.poll)
