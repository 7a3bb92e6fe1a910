"""Takes one frame of a video as its poster."""

from dataclasses import dataclass
from pathlib import Path

from dailies.domain.errors import MediaFailed, OutputInvalid
from dailies.media.info import MediaInfo
from dailies.media.probe import local_url
from dailies.media.process import Ended, IsCancelled, ProcessLimits, never
from dailies.media.progress import REPORT_ARGUMENTS, Progress
from dailies.media.tools import Tools
from dailies.media.transcode import guarded_input, transcode

LONGEST_SIDE = 640

_LIMITS = ProcessLimits(stall_seconds=30, total_seconds=60, cpu_seconds=60, file_bytes=8 * 1024**2)
_LATEST_SECONDS = 1.0


@dataclass(frozen=True)
class Thumbnail:
    """A JPEG on disk."""

    path: Path
    width: int
    height: int


def poster_size(info: MediaInfo) -> tuple[int, int]:
    """Give the poster's even width and height: the picture as shown, at most 640 on the long side."""
    width, height = map(float, info.video.shown_as)
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return _even(width * scale), _even(height * scale)


def poster_moment(info: MediaInfo) -> float:
    """Give the moment in seconds: a quarter in, where a fade has ended, and never past the first second."""
    return min(_LATEST_SECONDS, (info.seconds or 0.0) / 4)


def make_thumbnail(
    source: Path, target: Path, info: MediaInfo, tools: Tools, *, cancelled: IsCancelled = never
) -> Thumbnail:
    """Write a poster of a probed video to `target`; leaves no file behind if it raises.

    Raises MediaFailed, its kinds, or Cancelled.
    """
    try:
        ended = _take(source, target, info, tools, cancelled, moment=poster_moment(info))
        if not target.exists():
            # The last frame may begin before that moment.
            ended = _take(source, target, info, tools, cancelled, moment=0.0)
        _check(target, ended)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Thumbnail(target, *poster_size(info))


def _take(
    source: Path, target: Path, info: MediaInfo, tools: Tools, cancelled: IsCancelled, *, moment: float
) -> Ended:
    width, height = poster_size(info)
    command = [
        str(tools.ffmpeg),
        *("-hide_banner", "-nostdin", "-y", "-v", "error"),
        *REPORT_ARGUMENTS,
        *guarded_input(strict=False),
        *("-ss", f"{moment:.3f}", "-i", local_url(source)),
        *("-map", "0:V:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-frames:v", "1"),
        *(
            "-vf",
            f"scale={width}:{height}:flags=lanczos+accurate_rnd:out_range=full,setsar=1,format=yuvj420p",
        ),
        *("-q:v", "3", "-f", "image2", "-update", "1", local_url(target)),
    ]
    return transcode(command, limits=_LIMITS, on_progress=_ignore, cancelled=cancelled).ended


def _check(path: Path, ended: Ended) -> None:
    if ended.code != 0:
        raise MediaFailed(f"No poster could be made: {ended.reason}", code="thumbnail_failed")
    data = path.read_bytes() if path.is_file() else b""
    if not (data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")):
        raise OutputInvalid("The poster is not a whole JPEG.", subject=path.name)


def _ignore(_progress: Progress) -> None:
    return


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
