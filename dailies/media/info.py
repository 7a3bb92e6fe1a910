"""What is known about a media file, as ffprobe tells it."""

import math
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import SourceRejected

HDR_TRANSFERS = frozenset({"smpte2084", "arib-std-b67"})
_INTERLACED = frozenset({"tt", "bb", "tb", "bt"})
_LARGEST_RATIO = 1_000_000


class VideoInfo(BaseModel):
    """The first video stream that is not cover art."""

    model_config = ConfigDict(frozen=True)

    codec: str
    width: int
    """Stored pixels, before rotation and pixel shape."""
    height: int
    pixel_aspect: Fraction
    """Width of a pixel over its height."""
    rotation: int
    """Degrees that a player turns the picture; a multiple of 90 in usual files."""
    pixel_format: str
    frames_per_second: Fraction
    """The average; 0 if unknown."""
    packets: int
    """Frames that are there, counted by reading the file."""
    declared_frames: int | None
    """Frames that the index promises."""
    duration: float | None
    """Seconds that the stream promises."""
    start: float
    """Moment of the first frame on the file's clock, in seconds."""
    field_order: str
    transfer: str
    """Transfer characteristic, such as `bt709`."""

    @property
    def is_hdr(self) -> bool:
        """Whether the picture is PQ or HLG."""
        return self.transfer in HDR_TRANSFERS

    @property
    def is_interlaced(self) -> bool:
        """Whether a frame holds two moments."""
        return self.field_order in _INTERLACED

    @property
    def shown_as(self) -> tuple[Fraction, Fraction]:
        """Width and height in square pixels, as a player shows it, before rounding."""
        width, height = self.width * self.pixel_aspect, Fraction(self.height)
        return (height, width) if self.rotation % 180 == 90 else (width, height)

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height in whole square pixels, as a player shows it."""
        width, height = self.shown_as
        return max(1, round(width)), max(1, round(height))


class AudioInfo(BaseModel):
    """The first audio stream."""

    model_config = ConfigDict(frozen=True)

    codec: str
    channels: int
    sample_rate: int
    """Samples each second."""


class MediaInfo(BaseModel):
    """One media file with at least one video stream."""

    model_config = ConfigDict(frozen=True)

    container: str
    bytes: int
    duration: float | None
    """Seconds that the container promises."""
    start: float
    """Moment at which the first of its streams starts, in seconds."""
    video: VideoInfo
    audio: AudioInfo | None

    @property
    def head_seconds(self) -> float:
        """How long the file plays before its first picture."""
        return max(0.0, self.video.start - self.start)

    @property
    def seconds(self) -> float | None:
        """The video's length: what its stream promises, else the container."""
        return self.video.duration if self.video.duration is not None else self.duration


def parse_info(document: dict[str, Any], size: int) -> MediaInfo:
    """Read ffprobe's JSON about a file of `size` bytes; raises SourceRejected `no_video_stream`."""
    streams = [stream for stream in document.get("streams", []) if isinstance(stream, dict)]
    video = next((stream for stream in streams if _is_moving_picture(stream)), None)
    if video is None:
        raise SourceRejected("There is no video in the file.", code="no_video_stream")
    audio = next((stream for stream in streams if stream.get("codec_type") == "audio"), None)
    outer = document.get("format", {})
    return MediaInfo(
        container=str(outer.get("format_name", "")),
        bytes=size,
        duration=_seconds(outer.get("duration")),
        start=_seconds(outer.get("start_time")) or 0.0,
        video=_video(video),
        audio=None if audio is None else _audio(audio),
    )


def _is_moving_picture(stream: dict[str, Any]) -> bool:
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")


def _video(stream: dict[str, Any]) -> VideoInfo:
    return VideoInfo(
        codec=str(stream.get("codec_name", "unknown")),
        width=_count(stream.get("width")) or 0,
        height=_count(stream.get("height")) or 0,
        pixel_aspect=_ratio(stream.get("sample_aspect_ratio"), ":") or Fraction(1),
        rotation=_rotation(stream),
        pixel_format=str(stream.get("pix_fmt", "unknown")),
        frames_per_second=_ratio(stream.get("avg_frame_rate"), "/")
        or _ratio(stream.get("r_frame_rate"), "/")
        or Fraction(0),
        packets=_count(stream.get("nb_read_packets")) or 0,
        declared_frames=_count(stream.get("nb_frames")),
        duration=_seconds(stream.get("duration")),
        start=_seconds(stream.get("start_time")) or 0.0,
        field_order=str(stream.get("field_order", "unknown")),
        transfer=str(stream.get("color_transfer", "unknown")),
    )


def _audio(stream: dict[str, Any]) -> AudioInfo:
    return AudioInfo(
        codec=str(stream.get("codec_name", "unknown")),
        channels=_count(stream.get("channels")) or 0,
        sample_rate=_count(stream.get("sample_rate")) or 0,
    )


def _rotation(stream: dict[str, Any]) -> int:
    for data in stream.get("side_data_list", []):
        if "rotation" in data:
            return round(float(data["rotation"])) % 360
    return 0


def _count(value: Any) -> int | None:
    try:
        return max(0, int(value))
    except (TypeError, ValueError):
        return None


def _seconds(value: Any) -> float | None:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _ratio(value: Any, separator: str) -> Fraction | None:
    """Read `16:15` or `24000/1001`; None for what is zero, unknown or absurd."""
    above, _, below = str(value).partition(separator)
    over, under = _count(above), _count(below or "1")
    if not over or not under or max(over, under) > _LARGEST_RATIO * 1000:
        return None
    return Fraction(over, under)
