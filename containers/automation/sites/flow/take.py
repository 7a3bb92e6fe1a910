"""One item at the site: prepare, submit once, watch, download."""

from pathlib import Path

from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.order import Order, Outcome, Prepared
from containers.automation.sites.flow.preparing import check_order, prepare
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.steps import step
from containers.automation.sites.flow.submitting import arm, click_once
from containers.automation.sites.flow.tiles import Tile, outcomes_of, own_tiles
from containers.automation.sites.flow.waiting import wait_until
from containers.automation.sites.flow.watching import OnProgress, follow, raise_if_account_stops
from dailies.domain.errors import Conflict


class Take:
    """The work on one item in one Flow project, which is this item's alone."""

    def __init__(self, project: Project, recorder: Recorder) -> None:
        self._project = project
        self._recorder = recorder
        self._order: Order | None = None
        self._prepared: Prepared | None = None
        self._clicked = False
        self._before = 0
        self._outputs = 0
        self.tiles: tuple[Tile, ...] = ()
        """The take's own tiles at the last look, newest first."""

    @property
    def submitted(self) -> bool:
        """Tell whether the site shows anything that the click made."""
        return bool(self.tiles)

    async def prepare(self, order: Order) -> Prepared:
        """Fill a new project's composer, read all of it back, and give address and price; nothing is sent."""
        check_order(order, self._project.pack)
        async with step(self._recorder, "prepare", charged=False):
            self._prepared = await prepare(self._project, order)
        self._order, self._before, self._outputs = order, self._prepared.tiles_before, order.outputs
        return self._prepared

    async def submit(self) -> None:
        """Make the one paid click; a failure with `charged=None` may have been paid and must be looked up."""
        if self._order is None or self._prepared is None or self._clicked:
            raise Conflict("a take is submitted once, after it was prepared")
        async with step(self._recorder, "arm", charged=False):
            await arm(self._project, self._order, self._prepared)
        self._clicked = True
        async with step(self._recorder, "submit", charged=None):
            await click_once(self._project, self._order, self._prepared)
            self.tiles = await self._own()

    async def look(self, tiles_before: int) -> None:
        """Find the tiles beyond `tiles_before` in an opened project; none within the budget = never submitted."""
        self._before = tiles_before
        pace = self._project.pace
        async with step(self._recorder, "look", charged=None):
            within = pace.scaled(pace.look_seconds, floor=3)
            self.tiles = await wait_until(self._all_shown, every=0.3, within=within) or ()
            self._outputs = len(self.tiles)

    async def watch(self, on_progress: OnProgress) -> tuple[Outcome, ...]:
        """Follow the take's own tiles to their ends; an account's failure is raised when nothing was made."""
        if not self.submitted:
            raise Conflict("nothing was submitted that could be watched")
        async with step(self._recorder, "watch", charged=None):
            self.tiles = await follow(
                self._project, self._before, self._outputs, on_progress, self._recorder.renew
            )
            outcomes = outcomes_of(self.tiles, self._project.pack)
            raise_if_account_stops(outcomes)
        if not all(outcome.finished for outcome in outcomes):
            await self._recorder.keep()
        return outcomes

    async def download(self, output: int, path: Path) -> None:
        """Save the checked 720p clip of one output, from 1 at the newest; only ever downloads."""
        async with step(self._recorder, f"download {output}", charged=True):
            await self._project.fetch(output - 1, path)

    async def _own(self) -> tuple[Tile, ...]:
        return own_tiles(await self._project.grid.read(), self._before, self._outputs)

    async def _all_shown(self) -> tuple[Tile, ...] | None:
        """Give the tiles once two looks in a row count the same: a page fills its grid bit by bit."""
        tiles = await self._project.grid.read()
        own = tiles[: max(len(tiles) - self._before, 0)]
        shown, self.tiles = len(self.tiles), own
        return own if own and len(own) == shown else None
