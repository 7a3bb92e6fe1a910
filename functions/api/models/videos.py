"""Answers about videos, their upscaling and their delivery."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.ids import ItemId, JobId, TaskId, VideoId
from dailies.domain.options import Quality, Resolution
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Rendition
from dailies.services.finishing import VideoView
from dailies.storage.links import LINK_SECONDS


class RenditionAnswer(BaseModel):
    """A video at 4K: how far it is, and where."""

    resolution: Resolution
    status: Status
    progress: int
    quality: Quality
    width: int | None
    height: int | None
    size: int | None
    sha256: str | None
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
    job_id: JobId
    output: int
    prompt: str
    model: str
    selected: bool
    rating: int | None
    width: int
    height: int
    frames: int
    duration_ms: int
    size: int
    sha256: str
    audio: bool
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
            **media.model_dump(include={"width", "height", "frames", "size", "sha256", "audio"}),
            duration_ms=media.seconds_ms,
            url=view.url,
            thumbnail_url=view.thumbnail_url,
            rendition=rendition,
            expires_in=LINK_SECONDS,
        )


class VideoPage(BaseModel):
    """A job's videos, in the order of their items."""

    videos: list[VideoAnswer]
    next_cursor: str | None


class UpscaleStarted(BaseModel):
    """Upscaling has begun, unless all is there already."""

    started: bool
    video_count: int
    quality: Quality
    message: str
    task_id: TaskId | None
    estimated_seconds: int


class DownloadStarted(BaseModel):
    """A ZIP is being built."""

    started: bool = True
    delivery_id: TaskId
    task_id: TaskId
    message: str


class DeliveryAnswer(BaseModel):
    """One ZIP: how far it is, and where once it is ready."""

    delivery_id: TaskId
    job_id: JobId
    status: Status
    stage: str | None
    progress: int
    folder: str
    resolution: Resolution
    video_count: int
    name: str | None
    size: int | None
    sha256: str | None
    url: str | None
    expires_in: int | None
    failure: Failure | None
    updated_at: datetime

    @classmethod
    def of(cls, delivery: Delivery, delivery_id: TaskId, url: str | None) -> Self:
        """Show a delivery."""
        return cls(
            **delivery.model_dump(include=set(cls.model_fields)),
            delivery_id=delivery_id,
            video_count=len(delivery.video_ids),
            url=url,
            expires_in=LINK_SECONDS if url else None,
        )
