"""Finished clips going out, tiles being cancelled, retried and deleted."""

import asyncio
import dataclasses
import re
import uuid
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dailies.domain.errors import Conflict, InvalidInput, NotFound, Refused
from infra.local.flow.faults import Strike
from infra.local.flow.responses import CutResponse
from infra.local.flow.site import Site
from infra.local.flow.submissions import begin
from infra.local.flow.tiles import Tile
from infra.local.flow.visitor import site_of, visitor

_CONVERSIONS = {
    "270p": (".gif", ["-vf", "fps=8,scale='if(gt(iw,ih),-2,270)':'if(gt(iw,ih),270,-2)'", "-f", "gif"]),
    "1080p": (
        ".mp4",
        [*["-vf", "scale=iw*3/2:ih*3/2:flags=lanczos", "-c:v", "libx264", "-preset", "superfast", "-crf", "20"],
         *["-c:a", "copy", "-movflags", "+faststart", "-f", "mp4"]],
    ),
}  # fmt: skip


def _ready_clip(request: Request) -> Tile:
    tile = site_of(request).generations.get(str(request.path_params["tile"]), visitor(request).email)
    if tile.state != "ready":
        raise NotFound("The clip is not ready.", subject=tile.id)
    return tile


async def show_poster(request: Request) -> FileResponse:
    """Send a clip's thumbnail."""
    return FileResponse(_ready_clip(request).poster, media_type="image/jpeg")


async def show_video(request: Request) -> FileResponse:
    """Send a clip to the page's own player."""
    return FileResponse(_ready_clip(request).video, media_type="video/mp4")


async def download(request: Request) -> Response | CutResponse:
    """Send a rendition as an attachment; a fault may spoil it."""
    site, tile = site_of(request), _ready_clip(request)
    rendition = request.query_params.get("rendition", "720p")
    path, media_type = await _rendition(site, tile, rendition)
    tile.downloads += 1
    submission = tile.submission
    strikes = site.strike("download", submission.account, prompt=submission.prompt, attempt=tile.downloads)
    spoilt = await _spoil(site, tile, path, strikes)
    facts = {"clip": tile.id, "output": tile.output, "rendition": rendition}
    fault = strikes[0].name if spoilt is not None else None
    site.journal.note("download", submission.account, **facts, fault=fault)
    if spoilt is not None:
        return spoilt
    return FileResponse(path, media_type=media_type, filename=_file_name(tile, path))


async def upscale(request: Request) -> JSONResponse:
    """Make the 1080p rendition ready; the page downloads it afterwards."""
    site, tile = site_of(request), _ready_clip(request)
    submission = tile.submission
    strikes = site.strike("upscale", submission.account, prompt=submission.prompt)
    await site.clock.sleep(site.config.upscale_seconds)
    if strikes:
        raise Refused(site.messages[strikes[0].name], code=strikes[0].name)
    await _rendition(site, tile, "1080p")
    site.journal.note("upscale", submission.account, clip=tile.id)
    return JSONResponse({})


async def _rendition(site: Site, tile: Tile, name: str) -> tuple[Path, str]:
    if tile.is_image or name == "720p":
        return (tile.poster, "image/jpeg") if tile.is_image else (tile.video, "video/mp4")
    if name not in _CONVERSIONS:
        raise InvalidInput("This rendition is not offered.", subject=name)
    suffix, arguments = _CONVERSIONS[name]
    target = tile.folder / f"{tile.id}-{name}{suffix}"
    if not target.exists():
        await site.generations.studio.convert(tile.video, arguments, target)
    return target, "image/gif" if suffix == ".gif" else "video/mp4"


def _file_name(tile: Tile, path: Path) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "_", tile.submission.prompt)[:40].strip("_") or "clip"
    return f"{words}_{tile.output}{path.suffix}"


async def _spoil(site: Site, tile: Tile, path: Path, strikes: list[Strike]) -> Response | CutResponse | None:
    name = {"content-disposition": f'attachment; filename="{_file_name(tile, path)}"'}
    video = {**name, "content-type": "video/mp4"}
    for strike in strikes:
        if strike.effect == "missing":
            ready = tile.ready_at if tile.ready_at is not None else 0.0
            if site.clock.now() - ready < float(strike.params["seconds"]):
                return Response(status_code=404)
        elif strike.effect == "reset":
            data = await asyncio.to_thread(path.read_bytes)
            return CutResponse(data[: len(data) // 2], length=len(data), headers=video)
        elif strike.effect == "poster":
            return FileResponse(tile.poster, media_type="image/jpeg", headers=name)
        elif strike.effect == "hang":
            return CutResponse(b"", length=1_000_000, headers=video, hang=True)
        elif strike.effect == "empty":
            return Response(b"", headers=video)
    return None


async def remove_tile(request: Request) -> JSONResponse:
    """Cancel a queued tile, or delete one that has ended."""
    site, account = site_of(request), visitor(request)
    tile = site.generations.get(str(request.path_params["tile"]), account.email)
    if tile.state in {"running", "blank"}:
        raise Conflict("The generation has begun.", subject=tile.id)
    site.journal.note("cancel" if tile.state == "queued" else "delete", account.email, clip=tile.id)
    site.generations.remove(tile)
    return JSONResponse({})


async def retry_tile(request: Request) -> JSONResponse:
    """Start a failed tile anew: it goes, and a new one comes at the top."""
    site, account = site_of(request), visitor(request)
    tile = site.generations.get(str(request.path_params["tile"]), account.email)
    if tile.state != "failed":
        raise Conflict("Only a failed tile can be retried.", subject=tile.id)
    old = tile.submission
    if old.clip_price > site.credits_of(account):
        raise Conflict("Insufficient credits", code="credits")
    site.generations.remove(tile)
    one = old.settings.model_copy(update={"outputs": 1})
    again = dataclasses.replace(old, id=str(uuid.uuid4()), settings=one, attempt=old.attempt + 1)
    accepted = begin(site, again)
    return JSONResponse({"tiles": [new.shown(site.clock.now()) for new in accepted.tiles]}, status_code=201)


ROUTES = [
    Route("/media/tiles/{tile:uuid}/poster", show_poster),
    Route("/media/tiles/{tile:uuid}/video", show_video),
    Route("/media/tiles/{tile:uuid}/download", download),
    Route("/api/tiles/{tile:uuid}", remove_tile, methods=["DELETE"]),
    Route("/api/tiles/{tile:uuid}/upscale", upscale, methods=["POST"]),
    Route("/api/tiles/{tile:uuid}/retry", retry_tile, methods=["POST"]),
]
