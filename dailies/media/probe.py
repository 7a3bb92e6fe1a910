"""Opens a file that a user sent, with care, and says what it is."""

import json
import stat
from pathlib import Path

import filetype

from dailies.domain.errors import SourceRejected
from dailies.media.boxes import read_boxes
from dailies.media.capture import capture
from dailies.media.info import MediaInfo, parse_info
from dailies.media.limits import MediaLimits, check_bytes, check_limits
from dailies.media.process import IsCancelled, ProcessLimits, never
from dailies.media.tools import Tools
from dailies.media.transcode import guarded_input, machine_fault

_BOXED = frozenset({"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp"})
_BLOCKED = frozenset({"video/x-matroska", "video/webm"})
_HEAD_BYTES = 8192
_PROBE_LIMITS = ProcessLimits(stall_seconds=60, total_seconds=60, cpu_seconds=60, file_bytes=0)


def probe(path: Path, tools: Tools, limits: MediaLimits, *, cancelled: IsCancelled = never) -> MediaInfo:
    """Say what a local video file is; raises SourceRejected unless it is one and within `limits`."""
    size = _size_of(path)
    check_bytes(size, limits)
    check_kind(path)
    info = parse_info(_ask(path, tools, cancelled), size)
    check_limits(info, limits)
    return info


def check_kind(path: Path) -> None:
    """Raise SourceRejected `not_a_video` by the first bytes, or `truncated` where an MP4 ends too early."""
    with path.open("rb") as file:
        kind = filetype.guess_mime(file.read(_HEAD_BYTES))
    if kind in _BOXED:
        read_boxes(path)
    elif kind not in _BLOCKED:
        raise SourceRejected(
            "The file is not a video of a known kind.",
            code="not_a_video",
            advice="Send an MP4, MOV, MKV or WebM file.",
        )


def _size_of(path: Path) -> int:
    """Give the size of a regular file; a link, device or pipe is refused."""
    try:
        found = path.lstat()
    except OSError as error:
        raise SourceRejected("The file cannot be read.", code="unreadable") from error
    if not stat.S_ISREG(found.st_mode):
        raise SourceRejected("This is not a regular file.", code="not_a_video")
    return found.st_size


def _ask(path: Path, tools: Tools, cancelled: IsCancelled) -> dict[str, object]:
    command = [
        str(tools.ffprobe),
        *("-hide_banner", "-v", "error"),
        *guarded_input(strict=False),
        *("-count_packets", "-show_streams", "-show_format", "-of", "json"),
        *("-i", local_url(path)),
    ]
    output, ended = capture(command, limits=_PROBE_LIMITS, cancelled=cancelled)
    fault = machine_fault(ended, _PROBE_LIMITS)
    if fault is not None:
        raise fault
    if ended.code != 0:
        raise SourceRejected("The video cannot be opened.", code="damaged", advice=ended.reason)
    try:
        document = json.loads(output)
    except ValueError as error:
        raise SourceRejected("The video cannot be described.", code="damaged") from error
    return document if isinstance(document, dict) else {}


def local_url(path: Path) -> str:
    """Name a local file so that no part of its name is read as an option or a protocol."""
    return f"file:{path.absolute()}"
