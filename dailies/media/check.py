"""Proves that a source can be decoded whole, and that an output is what was ordered."""

from dataclasses import dataclass
from pathlib import Path

from dailies.domain.errors import OutputInvalid, SourceRejected
from dailies.domain.flags import Noticed
from dailies.media.boxes import read_boxes, starts_fast
from dailies.media.info import MediaInfo
from dailies.media.limits import MediaLimits
from dailies.media.marks import Marks
from dailies.media.probe import local_url, probe
from dailies.media.process import IsCancelled, ProcessLimits, never
from dailies.media.progress import REPORT_ARGUMENTS, Progress
from dailies.media.tools import Tools
from dailies.media.transcode import Transcoded, guarded_input, transcode

# FFmpeg's words for a Matroska file that is shorter than it says; its exit code is 0.
_ENDED_EARLY = "File ended prematurely"
# A container may promise the length of its sound, which often outlasts the pictures a little.
_LEAST_SHARE, _SLACK_SECONDS = 0.95, 0.5

_OUTPUT_LIMITS = MediaLimits(
    bytes=1024**4, aspect=1000, seconds=7200, frames=1_000_000, frames_per_second=1000
)


@dataclass(frozen=True)
class Decoded:
    """What a source really holds."""

    frames: int
    seconds: float
    """From the start of the first picture to the end of the last."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What an output must be, to the frame."""

    width: int
    height: int
    frames: int
    seconds: float
    frame_seconds: float
    """How long one frame is shown: the tolerance of the length."""
    has_audio: bool


def decode_whole(
    path: Path,
    tools: Tools,
    *,
    limits: ProcessLimits,
    marks: Marks | None = None,
    strict: bool = True,
    cancelled: IsCancelled = never,
) -> int:
    """Decode every picture and sound of a source, give the number of pictures, and fill `marks` on the way.

    Raises SourceRejected `damaged` at the first error, or `truncated`. Without `strict`, only errors that stop FFmpeg
    count as damage.
    """
    both = ("-map", "0:V:0", "-map", "0:a:0?")
    done = _decode(both, path, tools, limits=limits, marks=marks, strict=strict, cancelled=cancelled)
    return done.progress.frames


def measure_whole(
    path: Path,
    info: MediaInfo,
    tools: Tools,
    *,
    limits: ProcessLimits,
    strict: bool = True,
    cancelled: IsCancelled = never,
) -> Decoded:
    """Decode a probed source as `decode_whole` does, and give its true length too; `truncated` if that is too short."""
    # Two runs, because FFmpeg tells one time for all the streams of a run.
    progress = _decode(
        ("-map", "0:V:0"), path, tools, limits=limits, strict=strict, cancelled=cancelled
    ).progress
    decoded = Decoded(progress.frames, progress.seconds - info.head_seconds)
    promised = info.seconds or 0.0
    if decoded.frames == 0:
        raise SourceRejected("No frame of the video can be decoded.", code="no_frames")
    if decoded.seconds < promised * _LEAST_SHARE - _SLACK_SECONDS:
        raise _cut_off(f"{decoded.seconds:.2f} of {promised:.2f} s")
    if info.audio is not None:
        _decode(("-map", "0:a:0"), path, tools, limits=limits, strict=strict, cancelled=cancelled)
    return decoded


def _decode(
    streams: tuple[str, ...],
    path: Path,
    tools: Tools,
    *,
    limits: ProcessLimits,
    strict: bool,
    cancelled: IsCancelled,
    marks: Marks | None = None,
) -> Transcoded:
    command = [
        str(tools.ffmpeg),
        *("-hide_banner", "-nostdin", "-v", "error", *(("-xerror",) if strict else ())),
        *REPORT_ARGUMENTS,
        *guarded_input(strict=strict),
        *("-i", local_url(path), *streams, *(marks.filters if marks else ())),
        *("-fps_mode", "passthrough", "-f", "null", "-"),
    ]
    done = transcode(
        command,
        limits=limits,
        on_progress=_ignore,
        on_mark=marks.take if marks else None,
        cancelled=cancelled,
    )
    if done.ended.code != 0:
        raise SourceRejected(
            "The video is damaged and cannot be decoded to its end.", code="damaged", advice=done.ended.reason
        )
    if _ENDED_EARLY in done.ended.errors:
        raise _cut_off("it ends before it should")
    return done


def _cut_off(how: str) -> SourceRejected:
    return SourceRejected(f"The video is cut off: {how}.", code="truncated", advice="Send the file again.")


def _ignore(_progress: Progress) -> None:
    return


def verify_output(
    path: Path, expected: Expected, tools: Tools, *, cancelled: IsCancelled = never
) -> MediaInfo:
    """Give what an output is; raises OutputInvalid unless it is H.264 as `expected` and starts fast."""
    try:
        info = probe(path, tools, _OUTPUT_LIMITS, cancelled=cancelled)
        fast = starts_fast(read_boxes(path))
    except SourceRejected as error:
        raise OutputInvalid(f"The output cannot be opened: {error}", subject=path.name) from error
    faults = find_faults(info, expected)
    if not fast:
        faults = (*faults, "its index is not at the front")
    if faults:
        raise OutputInvalid("The output is wrong: " + "; ".join(faults) + ".", subject=path.name)
    return info


def watch_output(
    path: Path, info: MediaInfo, tools: Tools, *, limits: ProcessLimits, cancelled: IsCancelled = never
) -> Noticed:
    """Decode an output as its viewers will, and say what they see; raises OutputInvalid where they could not."""
    marks = Marks(info, tools)
    try:
        frames = decode_whole(path, tools, limits=limits, marks=marks, cancelled=cancelled)
    except SourceRejected as error:
        raise OutputInvalid(f"The output cannot be decoded: {error}", subject=path.name) from error
    if frames != info.video.packets:
        raise OutputInvalid(
            f"{frames} of {info.video.packets} frames of the output can be decoded.", subject=path.name
        )
    return marks.noticed()


def find_faults(info: MediaInfo, expected: Expected) -> tuple[str, ...]:
    """List every way in which an output differs from what was expected."""
    video = info.video
    audio = None if info.audio is None else info.audio.codec
    wanted = (
        ("codec", video.codec, "h264"),
        ("pixel format", video.pixel_format, "yuv420p"),
        ("size", (video.width, video.height), (expected.width, expected.height)),
        ("pixel shape", video.pixel_aspect, 1),
        ("rotation", video.rotation, 0),
        ("frames", video.packets, expected.frames),
        ("audio", audio, "aac" if expected.has_audio else None),
    )
    faults = [f"{name} is {found}, not {want}" for name, found, want in wanted if found != want]
    if not _lasts(info.seconds, expected):
        faults.append(f"length is {info.seconds} s, not {expected.seconds} s")
    return tuple(faults)


def _lasts(seconds: float | None, expected: Expected) -> bool:
    # A container counts time in its own ticks: a millisecond at the most.
    return seconds is not None and abs(seconds - expected.seconds) <= expected.frame_seconds + 0.001
