"""From the paid click to the finished clip: the queue, the run, failure and refund."""

import asyncio
import hashlib
import logging
import uuid
from collections import Counter
from pathlib import Path

from dailies import clock as wall
from dailies.domain.errors import DailiesError, NotFound
from infra.local.flow import pictures
from infra.local.flow.bill import Bill
from infra.local.flow.clips import ClipOrder, ClipStudio
from infra.local.flow.clock import VirtualClock
from infra.local.flow.config import SiteConfig
from infra.local.flow.fate import Fate
from infra.local.flow.journal import Journal
from infra.local.flow.tiles import Submission, Tile

_log = logging.getLogger(__name__)
_SHAPES = {
    "16:9": (1280, 720),
    "9:16": (720, 1280),
    "4:3": (1024, 768),
    "3:4": (768, 1024),
    "1:1": (900, 900),
}
_QUEUED_AT_LEAST_SECONDS = 1.0


class Generations:
    """All tiles and the work on them."""

    def __init__(
        self, config: SiteConfig, clock: VirtualClock, bill: Bill, journal: Journal, sorry: str
    ) -> None:
        self._config, self._clock, self._bill, self._journal = config, clock, bill, journal
        self._sorry = sorry
        self.studio = ClipStudio()
        self._tiles: dict[str, Tile] = {}
        self._work: dict[str, asyncio.Task[None]] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._attempts: Counter[str] = Counter()

    def count_attempt(self, account: str, prompt: str, shas: tuple[str, ...]) -> int:
        """Give the how-many-th try this is at the same prompt with the same pictures."""
        key = hashlib.sha256("\0".join((account, prompt, *shas)).encode()).hexdigest()
        self._attempts[key] += 1
        return self._attempts[key]

    def start(self, submission: Submission, fates: list[Fate]) -> list[Tile]:
        """Queue one tile for each fate, in output order."""
        tiles = []
        for output, fate in enumerate(fates, start=1):
            folder = self._config.data / "clips"
            folder.mkdir(parents=True, exist_ok=True)
            tile = Tile(id=str(uuid.uuid4()), submission=submission, output=output, folder=folder)
            self._tiles[tile.id] = tile
            self._work[tile.id] = asyncio.create_task(self._run(tile, fate))
            tiles.append(tile)
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
        tile.started, tile.lasts = self._clock.now(), self._config.generation_seconds
        tile.move("running")
        if fate.message is not None:
            await self._clock.sleep(fate.fails_after)
            self._fail(tile, fate.message)
            return
        await asyncio.gather(self._make(tile, audio=fate.audio), self._clock.sleep(tile.lasts))
        tile.move("blank")
        await self._clock.sleep(fate.blank_seconds)
        tile.ready_at = self._clock.now()
        tile.move("ready")

    async def _make(self, tile: Tile, *, audio: bool) -> None:
        submission = tile.submission
        width, height = _SHAPES[submission.settings.aspect]
        picture = submission.pictures[0] if submission.pictures else await self._draw(tile)
        await asyncio.to_thread(pictures.save_poster, picture, width, height, tile.poster)
        if tile.is_image:
            return
        seconds = self._config.clip_seconds or submission.settings.seconds
        order = ClipOrder(width=width, height=height, seconds=seconds, output=tile.output, audio=audio)
        tile.facts = await self.studio.render(picture, order, tile.video)

    async def _draw(self, tile: Tile) -> Path:
        target = tile.folder / f"{tile.id}-drawn.jpg"
        await asyncio.to_thread(pictures.draw_from_text, tile.submission.prompt, target)
        return target

    def _fail(self, tile: Tile, message: str) -> None:
        tile.error, tile.charged = message, False
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
        mine = [t for t in self._tiles.values() if t.submission.project == project_id and not t.removed]
        batches: dict[str, list[Tile]] = {}
        for tile in mine:
            batches.setdefault(tile.submission.id, []).append(tile)
        return [tile for batch in reversed(batches.values()) for tile in batch]

    def all(self) -> list[Tile]:
        """Give every tile ever made, oldest first."""
        return list(self._tiles.values())

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
        for container in (self._work, self._tiles, self._slots, self._attempts):
            container.clear()


def today() -> str:
    """Give the day as the tiles show it, such as Sep 5, 2026."""
    now = wall.now()
    return f"{now:%b} {now.day}, {now.year}"
