"""Where clips are rendered: few at once, and what was rendered before is not rendered again."""

import asyncio
import hashlib
import shutil
import struct
import uuid
from pathlib import Path

from dailies.domain.errors import OutputInvalid
from infra.local.flow import pictures
from infra.local.flow.clips import ClipOrder, build_command
from infra.local.flow.media_tools import QUIET, ClipFacts, digest, examine, run_tool

_MOST_KEPT = 64


class ClipStudio:
    """Renders clips, at most two at once; keeps the last ones, as the same picture is often used again."""

    def __init__(self, folder: Path, at_once: int = 2) -> None:
        self._folder = folder
        self._places = asyncio.Semaphore(at_once)
        self._kept: dict[str, tuple[Path, ClipFacts]] = {}

    async def render(
        self, picture: Path, order: ClipOrder, target: Path, *, end: Path | None = None
    ) -> ClipFacts:
        """Make the clip at `target`, or nothing; OutputInvalid when the file is not what was ordered."""
        shown = [picture] if end is None else [picture, end]
        async with self._places:
            key = await asyncio.to_thread(_key, shown, order)
            if key not in self._kept:
                await self._keep(key, shown, order)
            master, facts = self._kept[key] = self._kept.pop(key)  # used last, dropped last
            await asyncio.to_thread(_stamp, master, target)
        sha256, size = await asyncio.to_thread(digest, target)
        return facts.model_copy(update={"sha256": sha256, "size": size})

    async def _keep(self, key: str, shown: list[Path], order: ClipOrder) -> None:
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        master = self._folder / f"{uuid.uuid4()}.mp4"
        frames = [master.with_suffix(f".{number}.ppm") for number in range(len(shown))]
        try:
            for source, frame in zip(shown, frames, strict=True):
                await asyncio.to_thread(pictures.fit_frame, source, *order.travelled, frame)
            await run_tool(build_command(frames, order, master))
            facts = await examine(master)
            _check(facts, order)
        except BaseException:
            master.unlink(missing_ok=True)
            raise
        finally:
            for frame in frames:
                frame.unlink(missing_ok=True)
        self._kept[key] = (master, facts)
        while len(self._kept) > _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))[0].unlink(missing_ok=True)

    async def convert(self, clip: Path, arguments: list[str], target: Path) -> None:
        """Make another rendition of a finished clip at `target`."""
        part = target.with_name("part-" + target.name)
        async with self._places:
            try:
                await run_tool(["ffmpeg", *QUIET, "-i", f"file:{clip}", *arguments, f"file:{part}"])
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget what was rendered."""
        self._kept.clear()
        shutil.rmtree(self._folder, ignore_errors=True)


def _check(facts: ClipFacts, order: ClipOrder) -> None:
    if (facts.frame_count, facts.width, facts.height) != (order.frames, order.width, order.height):
        raise OutputInvalid("The rendered clip is not what was ordered.")


def _key(shown: list[Path], order: ClipOrder) -> str:
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in shown]
    return "\0".join([*digests, order.model_dump_json()])


def _stamp(master: Path, target: Path) -> None:
    """Copy the clip and end it with a `free` box of its own: no two files of the site have the same bytes."""
    part, mark = target.with_suffix(".part"), uuid.uuid4().bytes
    try:
        shutil.copyfile(master, part)
        with part.open("ab") as file:
            file.write(struct.pack(">I4s", 8 + len(mark), b"free") + mark)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
