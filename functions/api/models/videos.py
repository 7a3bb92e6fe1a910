"""Answers about takes."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.flags import Flag
from dailies.domain.ids import ItemId, JobId, TaskId, VideoId, number_of
from dailies.domain.options import Provider, Quality, Resolution
from dailies.domain.status import Status
from dailies.domain.units import Media, Rendition
from dailies.services.videos import VideoView
from dailies.storage.links import LINK_SECONDS


class RenditionAnswer(BaseModel):
    """A video at 4K: how far it is, and where."""

    resolution: Resolution
    status: Status
    stage: str | None
    progress: int
    quality: Quality
    width: int | None
    height: int | None
    size: int | None
    sha256: str | None
    flags: tuple[Flag, ...]
    url: str | None
    failure: Failure | None
    updated_at: datetime

    @classmethod
    def of(cls, rendition: Rendition, url: str | None) -> Self:
        """Show a rendition."""
        return cls(**rendition.model_dump(include=set(cls.model_fields)), url=url)


class VideoAnswer(BaseModel):
    """One take, with links that live `expires_in` seconds."""

    video_id: VideoId
    item_id: ItemId
    item_number: int
    job_id: JobId
    output: int
    prompt: str
    model: str
    provider: Provider
    selected: bool
    rating: int | None
    """1 to 5."""
    comment: str | None
    width: int
    height: int
    frames: int
    fps: float | None
    """Frames in a second, on average."""
    duration_ms: int
    size: int
    sha256: str
    audio: bool
    flags: tuple[Flag, ...]
    """What is worth a look before the take is circled."""
    url: str
    thumbnail_url: str | None
    rendition: RenditionAnswer | None
    expires_in: int
    created_at: datetime

    @classmethod
    def of(cls, view: VideoView) -> Self:
        """Show a video."""
        media = view.video.media
        rendition = RenditionAnswer.of(view.rendition, view.rendition_url) if view.rendition else None
        return cls(
            **view.video.model_dump(include=set(cls.model_fields)),
            **media.model_dump(include=set(cls.model_fields)),
            item_number=number_of(view.video.item_id),
            fps=_frames_per_second(media),
            duration_ms=media.seconds_ms,
            url=view.url,
            thumbnail_url=view.thumbnail_url,
            rendition=rendition,
            expires_in=LINK_SECONDS,
        )


def _frames_per_second(media: Media) -> float | None:
    return round(media.frames * 1000 / media.seconds_ms, 2) if media.seconds_ms else None


class VideoPage(BaseModel):
    """A job's videos, in the order of their items."""

    videos: list[VideoAnswer]
    next_cursor: str | None


class DownloadStarted(BaseModel):
    """A ZIP is being built."""

    started: bool = True
    delivery_id: TaskId
    task_id: TaskId
    message: str
