"""Upscales one video to 4K: checks the source, encodes, and proves the output before it is handed on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from containers.media.command import Upscaling, upscale_command
from containers.media.presets import PRESETS, target_size
from containers.media.room import check_room, room_needed
from dailies.domain.aspects import Size
from dailies.domain.errors import MediaFailed
from dailies.domain.flags import Flag, find_flags
from dailies.domain.options import Quality
from dailies.media.check import Expected, measure_whole, verify_output, watch_output
from dailies.media.digest import digest
from dailies.media.info import MediaInfo
from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.process import IsCancelled, ProcessLimits, never
from dailies.media.progress import Progress
from dailies.media.tools import Tools, require_upscaling
from dailies.media.transcode import Transcoded, transcode

OnFrames = Callable[[int, int], None]
"""Told how many frames are done, and of how many."""


@dataclass(frozen=True, kw_only=True)
class UpscaleLimits:
    """What one upscale may take."""

    source: MediaLimits = field(default_factory=MediaLimits)
    process: ProcessLimits = field(default_factory=ProcessLimits)
    reserve_bytes: int = 64 * 1024**2
    """Disk that stays free."""
    strict: bool = True
    """Whether the first decoding error refuses the source."""


@dataclass(frozen=True, kw_only=True)
class UpscaleResult:
    """A checked 4K file."""

    path: Path
    sha256: str
    bytes: int
    width: int
    height: int
    frames: int
    seconds: float
    """Length of the video."""
    cpu_seconds: float
    """Processor time of the encode."""
    memory_bytes: int
    """The most memory the encode held."""
    elapsed_seconds: float
    """Wall time of the encode."""
    flags: tuple[Flag, ...]


def upscale(
    source: Path,
    target: Path,
    quality: Quality,
    *,
    tools: Tools,
    limits: UpscaleLimits,
    on_progress: OnFrames,
    cancelled: IsCancelled = never,
) -> UpscaleResult:
    """Write `source` at 4K to `target`, a new file; leaves nothing there if it raises.

    Raises SourceRejected, AlreadyAtTarget, Cancelled, or MediaFailed and its kinds.
    """
    free = check_room(target.parent, room_needed(source.stat().st_size), limits.reserve_bytes)
    require_upscaling(tools)
    info = probe(source, tools, limits.source, cancelled=cancelled)
    width, height = target_size(*info.video.shown_as)
    decoded = measure_whole(
        source, info, tools, limits=limits.process, strict=limits.strict, cancelled=cancelled
    )
    work = Upscaling(
        source=source,
        target=target,
        width=width,
        height=height,
        preset=PRESETS[quality],
        has_audio=info.audio is not None,
        strict=limits.strict,
    )
    expected = Expected(
        width=width,
        height=height,
        frames=decoded.frames,
        seconds=decoded.seconds,
        frame_seconds=float(1 / (info.video.frames_per_second or 1)),
        has_audio=work.has_audio,
    )
    bounded = replace(limits.process, file_bytes=min(limits.process.file_bytes, free))
    try:
        done = _encode(
            work, decoded.frames, tools, limits=bounded, on_progress=on_progress, cancelled=cancelled
        )
        output = verify_output(target, expected, tools, cancelled=cancelled)
        noticed = watch_output(target, output, tools, limits=limits.process, cancelled=cancelled)
        flags = find_flags(noticed, wanted=Size(width=width, height=height), sound=work.has_audio)
        return _result(work, output, done, flags)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _encode(
    work: Upscaling,
    frames: int,
    tools: Tools,
    *,
    limits: ProcessLimits,
    on_progress: OnFrames,
    cancelled: IsCancelled,
) -> Transcoded:
    def tell(progress: Progress) -> None:
        on_progress(min(progress.frames, frames), frames)

    command = upscale_command(tools.ffmpeg, work)
    done = transcode(command, limits=limits, on_progress=tell, cancelled=cancelled)
    if done.ended.code != 0:
        raise MediaFailed(f"FFmpeg failed: {done.ended.reason}", code="encode_failed")
    return done


def _result(work: Upscaling, output: MediaInfo, done: Transcoded, flags: tuple[Flag, ...]) -> UpscaleResult:
    content = digest(work.target)
    return UpscaleResult(
        path=work.target,
        sha256=content.sha256,
        bytes=content.bytes,
        width=output.video.width,
        height=output.video.height,
        frames=output.video.packets,
        seconds=output.seconds or 0.0,
        cpu_seconds=done.ended.cpu_seconds,
        memory_bytes=done.ended.memory_bytes,
        elapsed_seconds=done.ended.seconds,
        flags=flags,
    )
