"""From a downloaded clip to a published video: checked, counted, hashed, with a poster."""

from dataclasses import dataclass
from pathlib import Path

from dailies.domain.errors import MediaFailed, NotFound, SiteFailure, SourceRejected
from dailies.domain.flags import find_flags, ordered_size
from dailies.domain.ids import video_id
from dailies.domain.ledger import Purchase
from dailies.domain.options import Options
from dailies.domain.units import Item, Media, Video
from dailies.media.check import decode_whole
from dailies.media.digest import digest
from dailies.media.limits import MediaLimits
from dailies.media.marks import Marks
from dailies.media.probe import probe
from dailies.media.process import IsCancelled, ProcessLimits
from dailies.media.thumbnail import make_thumbnail
from dailies.media.tools import Tools
from dailies.services.app import App, logger
from dailies.storage import keys
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample


@dataclass(frozen=True)
class Clip:
    """One output on disk that passed every check."""

    output: int
    path: Path
    poster: Path | None
    media: Media


def check_clip(path: Path, output: int, options: Options, tools: Tools, cancelled: IsCancelled) -> Clip:
    """Decode a clip to its end and measure it; SiteFailure `download_failed` (paid: fetch it again) if it is bad."""
    try:
        info = probe(path, tools, MediaLimits(), cancelled=cancelled)
        marks = Marks(info, tools)
        frames = decode_whole(path, tools, limits=ProcessLimits(), marks=marks, cancelled=cancelled)
    except SourceRejected as error:
        raise _not_whole(str(error)) from error
    if frames != info.video.packets:
        raise _not_whole(f"{frames} of {info.video.packets} frames can be decoded")
    content, wanted = digest(path), ordered_size(options.aspect, options.resolution)
    media = Media(
        key="",
        width=info.video.width,
        height=info.video.height,
        frames=frames,
        seconds_ms=round((info.seconds or 0) * 1000),
        size=content.bytes,
        sha256=content.sha256,
        audio=info.audio is not None,
        flags=find_flags(marks.noticed(), wanted=wanted, sound=options.audio),
    )
    poster = path.with_suffix(".jpg")
    try:
        make_thumbnail(path, poster, info, tools, cancelled=cancelled)
    except MediaFailed:
        logger.warning("no poster", exc_info=True)
        return Clip(output, path, None, media)
    return Clip(output, path, poster, media)


def _not_whole(why: str) -> SiteFailure:
    return SiteFailure(
        f"The downloaded clip is not whole: {why}", code="download_failed", charged=True, retryable=True
    )


def publish_clip(app: App, item: Item, purchase: Purchase, clip: Clip) -> None:
    """Put a clip under its own name and make it a video; doing it again only mends what is missing."""
    video = video_id(item.item_id, purchase.number, clip.output)
    key = keys.video(item.owner, video, clip.media.sha256)
    app.objects.publish(key, clip.path, content_type="video/mp4", sha256=clip.media.sha256)
    poster = keys.thumbnail(item.owner, video) if clip.poster else None
    if clip.poster and poster:
        app.objects.put(poster, clip.poster.read_bytes(), content_type="image/jpeg")
    made = Video(
        owner=item.owner,
        job_id=item.job_id,
        video_id=video,
        item_id=item.item_id,
        prompt=purchase.prompt,
        model=purchase.model,
        provider=purchase.provider,
        output=clip.output,
        media=clip.media.model_copy(update={"key": key}),
        thumbnail_key=poster,
        created_at=app.clock(),
    )
    if app.store.videos.publish(made):
        emit([sample("TakesMade", provider=made.provider)])
    else:
        _mend(app, made)


def is_published(app: App, item: Item, purchase: Purchase, output: int) -> bool:
    """Tell whether an output is a video whose object is there."""
    try:
        video = app.store.videos.get(item.owner, video_id(item.item_id, purchase.number, output))
    except NotFound:
        return False
    return app.objects.facts(video.media.key) is not None


def _mend(app: App, made: Video) -> None:
    """Name the new object where the old one is gone: a provider may hand out other bytes of the same take."""
    there = app.store.videos.get(made.owner, made.video_id)
    if there.media.key != made.media.key and app.objects.facts(there.media.key) is None:
        changes = {"media": made.media, "thumbnail_key": made.thumbnail_key}
        app.store.videos.change(made.owner, made.video_id, changes)
