"""From finished outputs at the provider to published videos; only ever downloads, so it may be repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from containers.automation.bench import Bench
from containers.automation.clips import Clip, check_clip, publish_clip
from containers.automation.provider import Take
from dailies.domain.ledger import Purchase
from dailies.domain.units import Item

Tell = Callable[[str, int], Awaitable[None]]


async def download_clips(
    bench: Bench, take: Take, outputs: Sequence[int], folder: Path, tell: Tell
) -> list[Clip]:
    """Download outputs and check each to its last frame."""
    clips: list[Clip] = []
    for done, output in enumerate(outputs):
        await tell("download", done * 100 // len(outputs))
        path = folder / f"take-{output}.mp4"
        await take.download(output, path)
        bench.crash.reach("automation.downloading")
        clips.append(await asyncio.to_thread(check_clip, path, output, bench.tools, bench.stopped))
    return clips


async def publish_clips(bench: Bench, item: Item, purchase: Purchase, clips: Sequence[Clip]) -> None:
    """Publish checked clips, each under a name that its purchase and its content decide."""
    for clip in clips:
        await asyncio.to_thread(publish_clip, bench.app, item, purchase, clip)
        bench.crash.reach("automation.publishing")
