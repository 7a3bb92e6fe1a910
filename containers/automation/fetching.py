"""From finished outputs at the provider to published videos; only ever downloads, so it may be repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from containers.automation.bench import Bench
from containers.automation.clips import Clip, check_clip, publish_clip
from containers.automation.provider import Take
from containers.automation.purchasing import Spender
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.units import Item

Tell = Callable[[str, int], Awaitable[None]]


class Fetching:
    """The bringing home of one item's clips."""

    def __init__(self, bench: Bench, item: Item, folder: Path, tell: Tell) -> None:
        """Take where the files may lie, and whom to tell how far it is."""
        self._bench, self._item, self._folder, self._tell = bench, item, folder, tell
        self._spender = Spender(bench)

    async def bring(self, take: Take, purchase: Purchase, outputs: Sequence[int]) -> None:
        """Download outputs, check each to its last frame, publish them; each step is in the ledger."""
        clips = [
            await self._download(take, output, done * 100 // len(outputs))
            for done, output in enumerate(outputs)
        ]
        purchase = await self._reach(purchase, Spend.DOWNLOADED)
        self._bench.crash.reach("automation.downloaded")
        await self._tell("publish", 0)
        for clip in clips:
            await asyncio.to_thread(publish_clip, self._bench.app, self._item, purchase, clip)
            self._bench.crash.reach("automation.publishing")
        await self._reach(purchase, Spend.PUBLISHED)
        self._bench.crash.reach("automation.published")

    async def _download(self, take: Take, output: int, percent: int) -> Clip:
        await self._tell("download", percent)
        path = self._folder / f"take-{output}.mp4"
        await take.download(output, path)
        self._bench.crash.reach("automation.downloading")
        bench = self._bench
        return await asyncio.to_thread(check_clip, path, output, bench.options, bench.tools, bench.stopped)

    async def _reach(self, purchase: Purchase, state: Spend) -> Purchase:
        """Write a step, unless an earlier run brought the purchase to its end and only a clip was lost since."""
        if purchase.state is Spend.PUBLISHED:
            return purchase
        return await self._spender.reach(purchase, state)
