"""How large, long and unusual a source may be."""

from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import SourceRejected
from dailies.media.info import MediaInfo, VideoInfo


class MediaLimits(BaseModel):
    """The most that is accepted of a source."""

    model_config = ConfigDict(frozen=True)

    bytes: int = 2 * 1024**3
    pixels: int = 4096 * 4096
    """Stored pixels of one frame."""
    aspect: int = 8
    """Long side over short side, as shown."""
    seconds: float = 600.0
    frames: int = 36_000
    frames_per_second: int = 120


def check_bytes(size: int, limits: MediaLimits) -> None:
    """Raise SourceRejected for a file that is empty or too large."""
    if size == 0:
        raise SourceRejected("The file is empty.", code="empty", advice="Send the file again.")
    if size > limits.bytes:
        raise SourceRejected(
            f"The file has {size} bytes; at most {limits.bytes} are taken.", code="too_large"
        )


def check_limits(info: MediaInfo, limits: MediaLimits) -> None:
    """Raise SourceRejected with the code of the first limit that the source breaks."""
    _check_picture(info.video, limits)
    _check_frames(info.video, limits)
    _check_length(info, limits)


def _check_picture(video: VideoInfo, limits: MediaLimits) -> None:
    long, short = max(video.display_size), max(1, min(video.display_size))
    if video.width < 2 or video.height < 2:
        raise SourceRejected("The video has no picture size.", code="damaged")
    if video.width * video.height > limits.pixels:
        raise SourceRejected(f"The picture is {video.width}x{video.height}.", code="too_many_pixels")
    if long > short * limits.aspect:
        raise SourceRejected(f"The picture is shown {long} by {short}.", code="aspect_unsupported")
    if video.rotation % 90:
        raise SourceRejected(f"The picture is turned by {video.rotation}°.", code="rotation_unsupported")
    if video.is_hdr:
        raise SourceRejected(
            f"The video is HDR ({video.transfer}).", code="hdr_unsupported", advice="Convert it to SDR first."
        )
    if video.is_interlaced:
        raise SourceRejected("The video is interlaced.", code="interlaced", advice="Deinterlace it first.")


def _check_frames(video: VideoInfo, limits: MediaLimits) -> None:
    if video.packets == 0:
        raise SourceRejected("The video has no frames.", code="no_frames")
    if video.declared_frames is not None and video.packets < video.declared_frames:
        raise SourceRejected(
            f"The video is cut off: {video.packets} of {video.declared_frames} frames.",
            code="truncated",
            advice="Send the file again.",
        )
    if video.packets > limits.frames:
        raise SourceRejected(f"The video has {video.packets} frames.", code="too_many_frames")


def _check_length(info: MediaInfo, limits: MediaLimits) -> None:
    seconds = max(info.seconds or 0.0, info.duration or 0.0)
    if seconds > limits.seconds:
        raise SourceRejected(f"The video says it lasts {seconds:.0f} s.", code="too_long")
    if info.video.frames_per_second > Fraction(limits.frames_per_second):
        rate = float(info.video.frames_per_second)
        raise SourceRejected(f"The video has {rate:g} frames each second.", code="too_many_frames_per_second")
