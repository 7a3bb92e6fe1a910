"""Runs FFmpeg with progress, and tells the machine's faults from the file's."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass

from dailies.domain.errors import DiskFull, MediaFailed
from dailies.media.process import Ended, IsCancelled, ProcessLimits, never, run
from dailies.media.progress import OnMark, OnProgress, Progress, ProgressReader

INPUT_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
"""The only demuxers: a playlist or script in disguise would make FFmpeg open other files."""

MOST_PIXELS = 4096 * 4096
"""FFmpeg's own limit counts padded sizes, so it stands above the largest picture that is accepted."""


@dataclass(frozen=True)
class Transcoded:
    """A run of FFmpeg that has ended by itself, with whatever exit code."""

    ended: Ended
    progress: Progress


def guarded_input(*, strict: bool = True) -> tuple[str, ...]:
    """Give the options that must stand before `-i` when a file that a user sent is opened."""
    explode = ("-err_detect", "explode") if strict else ()
    return (
        *explode,
        *("-protocol_whitelist", "file,pipe"),
        *("-format_whitelist", INPUT_FORMATS),
        *("-max_pixels", str(MOST_PIXELS)),
    )


def transcode(
    command: Sequence[str],
    *,
    limits: ProcessLimits,
    on_progress: OnProgress,
    on_mark: OnMark | None = None,
    cancelled: IsCancelled = never,
) -> Transcoded:
    """Run an FFmpeg command that carries `REPORT_ARGUMENTS`; an exit code of 0 proves nothing about its output.

    Raises Cancelled, ToolStalled, ToolMissing, DiskFull, or MediaFailed when the machine failed it.
    """
    reader = ProgressReader(on_progress, on_mark)
    ended = run(command, limits=limits, on_output=reader.feed, cancelled=cancelled)
    fault = machine_fault(ended, limits)
    if fault is not None:
        raise fault
    return Transcoded(ended, reader.latest)


def machine_fault(ended: Ended, limits: ProcessLimits) -> MediaFailed | None:
    """Name the fault if the machine or a limit ended the tool; None if the tool ended of its own will."""
    if ended.code == -signal.SIGXFSZ or (ended.code != 0 and _says_no_room(ended.errors)):
        return DiskFull(
            "There was no room left for the output.", advice="Free some space, or try again elsewhere."
        )
    if ended.code >= 0:
        return None
    if ended.code == -signal.SIGKILL and ended.cpu_seconds >= limits.cpu_seconds - 1:
        return MediaFailed(
            f"The work took more than {limits.cpu_seconds} s of processor time.",
            code="too_much_work",
            retryable=False,
        )
    if ended.code == -signal.SIGKILL:
        return MediaFailed(
            "The tool was killed from outside, most likely because memory ran out.",
            code="out_of_memory",
            advice="Run it with more memory.",
        )
    return MediaFailed(f"The tool crashed (signal {-ended.code}).", code="tool_crashed")


def _says_no_room(errors: str) -> bool:
    return (
        "No space left on device" in errors or "File too large" in errors or "Disk quota exceeded" in errors
    )
