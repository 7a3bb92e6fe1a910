"""Real clips: an MP4 with real motion, made by FFmpeg from one picture; and its other renditions."""

import asyncio
import contextlib
import hashlib
import json
import os
import signal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import MediaFailed, OutputInvalid, ToolMissing, ToolStalled
from infra.local.flow import pictures

FRAMES_PER_SECOND = 24
_MARGIN = 1.3  # the frame that the camera travels over, relative to the picture it shows
_TIME_LIMIT_SECONDS = 120
_QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y")


class ClipOrder(BaseModel):
    """What to render."""

    model_config = ConfigDict(frozen=True)

    width: int
    height: int
    seconds: float
    output: int
    """The number of the take, from 1: each moves and is tinted in its own way."""
    audio: bool = True

    @property
    def frames(self) -> int:
        """Give the number of frames."""
        return max(1, round(self.seconds * FRAMES_PER_SECOND))


class ClipFacts(BaseModel):
    """What the finished file really is, as counted by ffprobe."""

    model_config = ConfigDict(frozen=True)

    frame_count: int
    width: int
    height: int
    has_audio: bool
    sha256: str
    size: int


def motion_filter(order: ClipOrder) -> str:
    """Give the filter that travels over the picture: zoom in or out, drift to one of four corners."""
    n, w, h = order.frames, order.width, order.height
    take = (order.output - 1) % 4
    progress = f"n/{n}" if take % 2 == 0 else f"(1-n/{n})"
    zoom = f"({_MARGIN}-{0.08 + 0.04 * take:.2f}*{progress})"
    drift_x = progress if take in {0, 3} else f"(1-{progress})"
    return (
        f"hue=h={14 * take},format=yuv420p,loop=loop={n - 1}:size=1:start=0,"
        f"settb=1/{FRAMES_PER_SECOND},setpts=N,fps={FRAMES_PER_SECOND},"
        f"scale=w='2*trunc({w}*{zoom}/2)':h='2*trunc({h}*{zoom}/2)':eval=frame:flags=bilinear,"
        f"crop={w}:{h}:x='(iw-ow)*{drift_x}':y='(ih-oh)*{progress}',setsar=1"
    )


def build_command(frame: Path, order: ClipOrder, target: Path) -> list[str]:
    """Give the FFmpeg arguments for one clip."""
    pitch = 220 + 40 * order.output
    tone = ["-f", "lavfi", "-i", f"sine=frequency={pitch}:sample_rate=48000:duration={order.seconds}"]
    sound = ["-map", "1:a", "-c:a", "aac", "-b:a", "96k"]
    return [
        "ffmpeg", *_QUIET,
        "-protocol_whitelist", "file", "-f", "image2", "-c:v", "png", "-i", f"file:{frame}",
        *(tone if order.audio else []),
        "-filter_complex", f"[0:v]{motion_filter(order)}[v]", "-map", "[v]",
        *(sound if order.audio else []),
        "-c:v", "libx264", "-preset", "superfast", "-crf", "23", "-pix_fmt", "yuv420p", "-threads", "2",
        "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    ]  # fmt: skip


async def run_tool(command: list[str]) -> bytes:
    """Run a media tool in its own process group and give its output; it never outlives us or its time limit."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise ToolMissing(f"{command[0]} is not installed.", subject=command[0]) from error
    try:
        async with asyncio.timeout(_TIME_LIMIT_SECONDS):
            out, err = await process.communicate()
    except TimeoutError as error:
        raise ToolStalled(f"{command[0]} took over {_TIME_LIMIT_SECONDS} s.") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if process.returncode != 0:
        raise MediaFailed(f"{command[0]} failed: {err.decode(errors='replace')[-500:]}")
    return out


async def examine(clip: Path) -> ClipFacts:
    """Count the frames of a file and read its streams."""
    streams = "stream=codec_type,width,height,nb_read_frames"
    answer = await run_tool(
        ["ffprobe", "-v", "error", "-count_frames", "-show_entries", streams, "-of", "json", f"file:{clip}"]
    )
    found = json.loads(answer)["streams"]
    video = next(stream for stream in found if stream["codec_type"] == "video")
    data = await asyncio.to_thread(clip.read_bytes)
    return ClipFacts(
        frame_count=int(video["nb_read_frames"]),
        width=video["width"],
        height=video["height"],
        has_audio=any(stream["codec_type"] == "audio" for stream in found),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


class ClipStudio:
    """Renders clips, at most two at once."""

    def __init__(self, at_once: int = 2) -> None:
        self._places = asyncio.Semaphore(at_once)

    async def render(self, picture: Path, order: ClipOrder, target: Path) -> ClipFacts:
        """Make the clip at `target`, or nothing; OutputInvalid when the file is not what was ordered."""
        frame, part = target.with_suffix(".png"), target.with_suffix(".part")
        async with self._places:
            try:
                size = (round(order.width * _MARGIN / 2) * 2, round(order.height * _MARGIN / 2) * 2)
                await asyncio.to_thread(pictures.fit_frame, picture, *size, frame)
                await run_tool(build_command(frame, order, part))
                facts = await examine(part)
                if (facts.frame_count, facts.width, facts.height) != (
                    order.frames,
                    order.width,
                    order.height,
                ):
                    raise OutputInvalid("The rendered clip is not what was ordered.", subject=target.name)
                part.replace(target)
            finally:
                frame.unlink(missing_ok=True)
                part.unlink(missing_ok=True)
        return facts

    async def convert(self, clip: Path, arguments: list[str], target: Path) -> None:
        """Make another rendition of a finished clip at `target`."""
        part = target.with_name("part-" + target.name)
        async with self._places:
            try:
                await run_tool(["ffmpeg", *_QUIET, "-i", f"file:{clip}", *arguments, f"file:{part}"])
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
