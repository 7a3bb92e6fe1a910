"""Answers about upscaling: that it began, or what it would be."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel

from dailies.domain.aspects import Size, fills_uhd
from dailies.domain.estimate import upscale_seconds
from dailies.domain.ids import TaskId, VideoId
from dailies.domain.options import Quality
from dailies.domain.units import Video
from dailies.services.finishing import Sorted

WORKER_CORES = 4
"""vCPUs of one media container."""


class UpscaleStarted(BaseModel):
    """Upscaling has begun, unless all is there already."""

    started: bool
    video_count: int
    quality: Quality
    message: str
    task_id: TaskId | None
    estimated_seconds: int


class UpscaleQuote(BaseModel):
    """What upscaling would do; nothing was started."""

    started: Literal[False] = False
    video_count: int
    """Videos that would be upscaled."""
    already_upscaled: list[VideoId]
    """There at this quality."""
    already_large: list[VideoId]
    """At 4K as they are; upscaling these would fail."""
    busy: list[VideoId]
    """Being upscaled now; a start that names one of these is refused."""
    estimated_seconds: Mapping[Quality, int]

    @classmethod
    def of(cls, found: Sorted) -> Self:
        """Show what was found."""
        large = [video.video_id for video in found.wanted if _is_large(video)]
        frames = [video.media.frames for video in found.wanted if video.video_id not in large]
        return cls(
            video_count=len(frames),
            already_upscaled=list(found.finished),
            already_large=large,
            busy=list(found.busy),
            estimated_seconds={
                quality: sum(upscale_seconds(each, quality, WORKER_CORES) for each in frames)
                for quality in Quality
            },
        )


def _is_large(video: Video) -> bool:
    return fills_uhd(Size(width=video.media.width, height=video.media.height))
