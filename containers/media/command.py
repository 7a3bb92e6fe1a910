"""Composes the FFmpeg command that upscales one video."""

from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from containers.media.presets import Preset
from dailies.media.probe import local_url
from dailies.media.progress import REPORT_ARGUMENTS
from dailies.media.transcode import guarded_input


@dataclass(frozen=True, kw_only=True)
class Upscaling:
    """One video to upscale."""

    source: Path
    target: Path
    width: int
    height: int
    preset: Preset
    has_audio: bool
    strict: bool = True
    """Whether the first decoding error ends the work."""


def upscale_command(program: Path, work: Upscaling) -> list[str]:
    """Give the argument list: the guards first, then the graph and the encoders as ffmpeg-python compiles them."""
    return [str(argument) for argument in ffmpeg.compile(_graph(work), cmd=_opening(program, work.strict))]


def _opening(program: Path, strict: bool) -> list[str]:
    return [
        str(program),
        *("-hide_banner", "-nostdin", "-y", "-v", "error", *(("-xerror",) if strict else ())),
        *REPORT_ARGUMENTS,
        *guarded_input(strict=strict),
    ]


def _graph(work: Upscaling) -> ffmpeg.nodes.OutputStream:
    source = ffmpeg.input(local_url(work.source))
    # `V` leaves cover art out. The decoder turns a rotated picture before the filter sees it.
    picture = (
        source["V:0"]
        .filter("scale", work.width, work.height, flags="lanczos+accurate_rnd+full_chroma_int")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )
    streams = [picture, source["a:0"]] if work.has_audio else [picture]
    return ffmpeg.output(*streams, local_url(work.target), **_encoding(work))


def _encoding(work: Upscaling) -> dict[str, str | int]:
    audio = {"c:a": "aac", "b:a": "192k"} if work.has_audio else {}
    return {
        "format": "mp4",
        "c:v": "libx264",
        "preset": work.preset.speed,
        "crf": work.preset.crf,
        "x264-params": f"rc-lookahead={work.preset.lookahead}",
        **audio,
        "map_metadata": -1,
        "map_chapters": -1,
        # Each frame in is one frame out: a long gap must not be filled with thousands of copies.
        "fps_mode": "passthrough",
        "movflags": "+faststart",
    }
