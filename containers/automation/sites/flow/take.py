"""One item at the site: prepare, submit once, watch, download."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.order import Order, Outcome, Prepared
from containers.automation.sites.flow.preparing import check_order, prepare
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.steps import step
from containers.automation.sites.flow.submitting import arm, click_once
from containers.automation.sites.flow.tiles import Tile, TileState, outcomes_of, own_tiles
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
        async with self._step("prepare", charged=False):
            self._prepared = await prepare(self._project, order)
        self._order, self._before, self._outputs = order, self._prepared.tiles_before, order.outputs
        return self._prepared

    async def submit(self) -> None:
        """Make the one paid click; a failure with `charged=None` may have been paid and must be looked up."""
        if self._order is None or self._prepared is None or self._clicked:
            raise Conflict("a take is submitted once, after it was prepared")
        async with self._step("arm", charged=False):
            button = await arm(self._project, self._order, self._prepared)
        self._clicked = True
        async with self._step("submit", charged=None):
            await click_once(self._project, button, self._prepared, self._outputs)
            self.tiles = await self._own()

    async def look(self, project_url: str, tiles_before: int) -> None:
        """Open a project and find its tiles beyond `tiles_before`; none within the budget = never submitted."""
        self._before = tiles_before
        pace = self._project.pace
        async with self._step("look", charged=None):
            await self._project.overlays.stand_guard()
            await self._project.open(project_url)
            await self._project.overlays.clear()
            # Shortened only so far: a tile that is missed here is paid for twice.
            within = pace.scaled(pace.look_seconds, floor=min(5.0, pace.look_seconds))
            await wait_until(self._all_shown, every=0.3, within=within)
            self._outputs = len(self.tiles)

    async def watch(self, on_progress: OnProgress) -> tuple[Outcome, ...]:
        """Follow the take's own tiles to their ends; an account's failure is raised when nothing was made."""
        if not self.submitted:
            raise Conflict("nothing was submitted that could be watched")
        async with self._step("watch", charged=None):
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
        async with self._step(f"download {output}", charged=True):
            self.tiles = await self._own()
            if not 0 < output <= len(self.tiles) or self.tiles[output - 1].state is not TileState.FINISHED:
                raise Conflict(f"output {output} is no finished video", subject=f"output {output}")
            await self._project.fetch(output - 1, path)

    def _step(self, name: str, *, charged: bool | None) -> AbstractAsyncContextManager[None]:
        return step(self._recorder, name, charged=charged, explain=self._project.explain)

    async def _own(self) -> tuple[Tile, ...]:
        return own_tiles(await self._project.grid.read(), self._before, self._outputs)

    async def _all_shown(self) -> tuple[Tile, ...] | None:
        """Give the tiles once two looks in a row count the same: a page fills its grid bit by bit."""
        tiles = await self._project.grid.read()
        own = tiles[: max(len(tiles) - self._before, 0)]
        shown, self.tiles = len(self.tiles), own
        return own if own and len(own) == shown else None
