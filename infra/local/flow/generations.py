"""From the paid click to the finished clip: the queue, the run, failure and refund."""

import asyncio
import hashlib
import logging
import uuid
from collections import Counter

from dailies import clock as wall
from dailies.domain.errors import DailiesError, NotFound
from infra.local.flow.bill import Bill
from infra.local.flow.clock import VirtualClock
from infra.local.flow.config import SiteConfig
from infra.local.flow.fate import Fate
from infra.local.flow.journal import Journal
from infra.local.flow.load import Load
from infra.local.flow.rendering import render_tile
from infra.local.flow.studio import ClipStudio
from infra.local.flow.tiles import Submission, Tile

_log = logging.getLogger(__name__)
_QUEUED_AT_LEAST_SECONDS = 1.0


class Generations:
    """All tiles and the work on them."""

    def __init__(
        self, config: SiteConfig, clock: VirtualClock, bill: Bill, journal: Journal, sorry: str
    ) -> None:
        self._config, self._clock, self._bill, self._journal = config, clock, bill, journal
        self._sorry = sorry
        self.studio = ClipStudio(config.data / "rendered")
        self._tiles: dict[str, Tile] = {}
        self._work: dict[str, asyncio.Task[None]] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._projects: dict[str, list[list[Tile]]] = {}
        self._attempts: Counter[str] = Counter()
        self._load = Load()

    def count_attempt(self, account: str, prompt: str, shas: tuple[str, ...]) -> int:
        """Give the how-many-th try this is at the same prompt with the same pictures."""
        key = hashlib.sha256("\0".join((account, prompt, *shas)).encode()).hexdigest()
        self._attempts[key] += 1
        return self._attempts[key]

    def start(self, submission: Submission, fates: list[Fate]) -> list[Tile]:
        """Queue one tile for each fate, in output order."""
        folder = self._config.data / "clips"
        folder.mkdir(parents=True, exist_ok=True)
        tiles = [
            Tile(id=str(uuid.uuid4()), submission=submission, output=output, folder=folder)
            for output in range(1, len(fates) + 1)
        ]
        self._projects.setdefault(submission.project, []).append(tiles)
        load = self._load
        for tile, fate in zip(tiles, fates, strict=True):
            self._tiles[tile.id] = tile
            load.up(submission.account)
            work = self._work[tile.id] = asyncio.create_task(self._run(tile, fate))
            work.add_done_callback(lambda _: load.down(submission.account))
        return tiles

    async def _run(self, tile: Tile, fate: Fate) -> None:
        slot = self._slots.setdefault(tile.submission.account, asyncio.Semaphore(self._config.concurrent))
        try:
            tile.waiting = fate.hold_seconds > 0 or slot.locked()
            await self._clock.sleep(_QUEUED_AT_LEAST_SECONDS + fate.hold_seconds)
            if fate.stuck:  # shows 0% for ever, and takes no place from the others
                tile.move("running")
                return
            tile.waiting = slot.locked()
            async with slot:
                await self._generate(tile, fate)
        except (DailiesError, OSError) as error:
            _log.exception("a clip could not be made")
            self._journal.note("broken", tile.submission.account, clip=tile.id, detail=str(error))
            self._fail(tile, self._sorry)

    async def _generate(self, tile: Tile, fate: Fate) -> None:
        tile.started, tile.lasts = self._clock.now(), self._config.generation_seconds * tile.submission.slow
        tile.move("running")
        if fate.message is not None:
            await self._clock.sleep(fate.fails_after)
            self._fail(tile, fate.message, charged=fate.charged)
            return
        work = render_tile(self.studio, tile, seconds=self._config.clip_seconds, audio=fate.audio)
        await asyncio.gather(work, self._clock.sleep(tile.lasts))
        tile.move("blank")
        await self._clock.sleep(fate.blank_seconds)
        tile.ready_at = self._clock.now()
        tile.move("ready")

    def _fail(self, tile: Tile, message: str, *, charged: bool = False) -> None:
        tile.error, tile.charged = message, charged
        if not charged:
            self._bill.refund(tile.submission.id, tile.submission.clip_price)
        tile.move("failed")

    def get(self, tile_id: str, account: str) -> Tile:
        """Give an account's tile."""
        tile = self._tiles.get(tile_id)
        if tile is None or tile.removed or tile.submission.account != account:
            raise NotFound("There is no such tile.", subject=tile_id)
        return tile

    def of_project(self, project_id: str) -> list[Tile]:
        """Give the tiles of a project, newest first; in one submission output 1 comes first."""
        batches = reversed(self._projects.get(project_id, []))
        return [tile for batch in batches for tile in batch if not tile.removed]

    def all(self) -> list[Tile]:
        """Give every tile ever made, oldest first."""
        return list(self._tiles.values())

    def peaks(self) -> dict[str, int]:
        """Give the most clips that each account had in hand at once."""
        return self._load.peaks()

    def remove(self, tile: Tile) -> None:
        """Take a tile away; one still in the queue is cancelled and not charged."""
        if tile.state == "queued":
            self._work[tile.id].cancel()
            self._bill.refund(tile.submission.id, tile.submission.clip_price)
            tile.charged = False
        tile.removed = True

    async def clear(self) -> None:
        """Stop all work and forget everything."""
        work = list(self._work.values())
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        for container in (self._work, self._tiles, self._slots, self._projects, self._attempts):
            container.clear()
        self._load = Load()


def today() -> str:
    """Give the day as the tiles show it, such as Sep 5, 2026."""
    now = wall.now()
    return f"{now:%b} {now.day}, {now.year}"
