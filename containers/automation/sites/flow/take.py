"""One item at the site: prepare, submit once, watch, download."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from containers.automation.order import Order, Outcome, Prepared
from containers.automation.provider import OnProgress
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.outputs import (
    later_tiles,
    numbers_of,
    outcomes_of,
    own_tiles,
    raise_if_account_stops,
)
from containers.automation.sites.flow.preparing import check_order, fill
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.steps import step
from containers.automation.sites.flow.submitting import arm, click_once
from containers.automation.sites.flow.tiles import Tile, TileState
from containers.automation.sites.flow.waiting import wait_until
from containers.automation.sites.flow.watching import follow
from dailies.domain.errors import Conflict
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase
from dailies.domain.options import TakeResolution


class FlowTake:
    """The work on one item in one Flow project, which is this item's alone."""

    def __init__(self, project: Project, recorder: Recorder, resolution: TakeResolution) -> None:
        """Take an open page; `resolution` is what an earlier purchase is downloaded in, where that is offered."""
        self._project = project
        self._recorder = recorder
        self._resolution = resolution
        self._order: Order | None = None
        self._assets: tuple[str, ...] = ()
        self._clicked = False
        self._prompt = ""
        self._before = 0
        self._outputs = 0
        self.tiles: tuple[Tile, ...] = ()
        """The take's own tiles at the last look, newest first."""
        self.notes: tuple[Failure, ...] = ()
        """What is less than was ordered although all went well, such as a smaller rendition."""

    @property
    def submitted(self) -> bool:
        """Tell whether the site shows anything that the click made."""
        return bool(self.tiles)

    async def prepare(self, order: Order) -> Prepared:
        """Fill a new project's composer, read all of it back, and give address and price; nothing is sent."""
        check_order(order, self._project.pack)
        async with self._step("prepare", charged=False):
            place = await self._project.make()
            quoted, self._assets = await fill(self._project, order)
            self._before = len(await self._project.grid.read(order.prompt))
        self._order, self._resolution = order, order.resolution
        self._prompt, self._outputs = order.prompt, order.outputs
        return Prepared(
            place=place, credits=quoted, tiles_before=self._before, asset_name=next(iter(self._assets), None)
        )

    async def submit(self) -> None:
        """Make the one paid click; a failure with `charged=None` may have been paid and must be looked up."""
        if self._order is None or self._clicked:
            raise Conflict("a take is submitted once, after it was prepared")
        async with self._step("arm", charged=False):
            button = await arm(self._project, self._order, self._assets, self._before)
        self._clicked = True
        async with self._step("submit", charged=None):
            await click_once(self._project, button, self._order, self._before)
            self.tiles = own_tiles(await self._read(), self._before, self._outputs)

    async def look(self, purchase: Purchase, address: str) -> None:
        """Open an earlier purchase's project and find its tiles; none within the budget = never submitted."""
        self._prompt, self._before, self._outputs = purchase.prompt, purchase.tiles_before, purchase.outputs
        pace = self._project.pace
        async with self._step("look", charged=None):
            await self._project.open(address)
            # Shortened only so far: a tile that is missed here is paid for twice.
            within = pace.scaled(pace.look_seconds, floor=min(5.0, pace.look_seconds))
            await wait_until(self._all_shown, every=0.3, within=within)

    async def watch(self, on_progress: OnProgress) -> tuple[Outcome, ...]:
        """Follow the take's own tiles to their ends; an account's failure is raised when nothing was made."""
        if not self.submitted:
            raise Conflict("nothing was submitted that could be watched")
        async with self._step("watch", charged=None):
            expected = self._outputs if self._clicked else len(self.tiles)
            self.tiles = await follow(self._watched, expected, self._project.pace, on_progress)
            outcomes = outcomes_of(self.tiles, self._outputs, self._project.pack)
            raise_if_account_stops(outcomes)
        if not all(outcome.finished for outcome in outcomes):
            await self._recorder.keep("watch")
        return outcomes

    async def download(self, output: int, path: Path) -> None:
        """Save the checked clip of one output, at 720p where the site does not offer what was ordered."""
        subject = f"output {output}"
        async with self._step(f"download {output}", charged=True):
            self.tiles = later_tiles(await self._read(), self._before)
            numbers = numbers_of(len(self.tiles), self._outputs)
            place = numbers.index(output) if output in numbers else None
            if place is None or self.tiles[place].state is not TileState.FINISHED:
                raise Conflict(f"{subject} is no finished video", subject=subject)
            if not await self._project.fetch(place, path, self._resolution, subject):
                self.notes += (_smaller(subject, self._resolution),)

    def _step(self, name: str, *, charged: bool | None) -> AbstractAsyncContextManager[None]:
        return step(self._recorder, name, charged=charged, scene=self._project)

    async def _read(self) -> tuple[Tile, ...]:
        return await self._project.grid.read(self._prompt)

    async def _watched(self) -> tuple[Tile, ...]:
        await self._recorder.renew()
        self._project.check()
        tiles = await self._read()
        return own_tiles(tiles, self._before, max(self._outputs, len(self.tiles)))

    async def _all_shown(self) -> tuple[Tile, ...] | None:
        """Give the tiles once two looks in a row count the same: a page fills its grid bit by bit."""
        own = later_tiles(await self._read(), self._before)
        shown, self.tiles = len(self.tiles), own
        return own if own and len(own) == shown else None


def _smaller(subject: str, wanted: TakeResolution) -> Failure:
    return Failure(
        code="resolution_unavailable",
        detail=f"the site does not offer {wanted}, so the 720p file was downloaded",
        subject=subject,
        charged=True,
        advice="Upscale the take here, or order it from a provider that makes it at that size.",
    )
