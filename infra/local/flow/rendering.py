"""What a tile's files are made of: its pictures, its shape, its length."""

import asyncio
from pathlib import Path

from infra.local.flow import pictures
from infra.local.flow.clips import ClipOrder
from infra.local.flow.studio import ClipStudio
from infra.local.flow.tiles import Tile

_SHAPES = {
    "16:9": (1280, 720),
    "9:16": (720, 1280),
    "4:3": (1024, 768),
    "3:4": (768, 1024),
    "1:1": (900, 900),
}


async def render_tile(studio: ClipStudio, tile: Tile, *, seconds: float | None, audio: bool) -> None:
    """Make the poster and the clip of a tile; `seconds` overrides the length that was asked for."""
    settings = tile.submission.settings
    width, height = _SHAPES[settings.aspect]
    picture = await _picture(tile)
    await asyncio.to_thread(pictures.save_poster, picture, width, height, tile.poster)
    if tile.is_image:
        return
    length = seconds or settings.seconds
    order = ClipOrder(width=width, height=height, seconds=length, output=tile.output, audio=audio)
    end = tile.submission.pictures[1] if tile.submission.roles == ("start", "end") else None
    tile.facts = await studio.render(picture, order, tile.video, end=end)


async def _picture(tile: Tile) -> Path:
    submission, target = tile.submission, tile.folder / f"{tile.id}-drawn.jpg"
    if not submission.pictures:
        await asyncio.to_thread(pictures.draw_from_text, submission.prompt, target)
    elif submission.roles.count("reference") > 1:
        await asyncio.to_thread(pictures.gather_references, submission.pictures, target)
    else:
        return submission.pictures[0]
    return target
