"""Following the outputs of one submission until each is finished or failed."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from containers.automation.sites.flow.order import Outcome, Progress
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.tiles import Tile, own_tiles, progress_of
from dailies.domain.errors import SiteFailure
from dailies.domain.verdicts import VERDICTS

OnProgress = Callable[[Progress], Awaitable[None]]


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
    project: Project, before: int, outputs: int, on_progress: OnProgress, renew: Callable[[], Awaitable[None]]
) -> tuple[Tile, ...]:
    """Look at our tiles again and again until all are settled; `renew` is called before each look."""
    budget = Budget(project.pace)
    told: Progress | None = None
    while True:
        await renew()
        project.check()
        own = own_tiles(await project.grid.read(), before, outputs)
        progress = progress_of(own, outputs, reached=told.percent if told else 0)
        if progress != told:
            await on_progress(progress)
            told = progress
        if len(own) == outputs and all(tile.settled for tile in own):
            return own
        if not budget.spend(queued=progress.queued):
            raise SiteFailure(
                f"the videos are at {progress.percent} % and did not end in time",
                code="stuck",
                charged=None,
                advice="The project is looked at again before anything else is bought.",
            )
        await asyncio.sleep(project.pace.poll)


def raise_if_account_stops(outcomes: tuple[Outcome, ...]) -> None:
    """Raise the account's own failure where no output is left to save."""
    if any(outcome.finished for outcome in outcomes):
        return
    for outcome in outcomes:
        if outcome.account_wide and outcome.failure is not None:
            disclaimed = outcome.failure.charged is False
            raise VERDICTS[outcome.failure.code].error(outcome.failure.detail, disclaimed=disclaimed)
