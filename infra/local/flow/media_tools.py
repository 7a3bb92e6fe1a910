"""Running FFmpeg and ffprobe, within a time limit."""

import asyncio
import contextlib
import hashlib
import json
import os
import signal
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import MediaFailed, ToolMissing, ToolStalled

QUIET = ("-hide_banner", "-nostdin", "-v", "error", "-y")
_TIME_LIMIT_SECONDS = 120


class ClipFacts(BaseModel):
    """What the finished file really is, as counted by ffprobe."""

    model_config = ConfigDict(frozen=True)

    frame_count: int
    width: int
    height: int
    has_audio: bool
    sha256: str
    size: int


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


def digest(file: Path) -> tuple[str, int]:
    """Give a file's SHA-256 and its size."""
    data = file.read_bytes()
    return hashlib.sha256(data).hexdigest(), len(data)


async def examine(clip: Path) -> ClipFacts:
    """Count the frames of a file and read its streams."""
    streams = "stream=codec_type,width,height,nb_read_packets"
    answer = await run_tool(
        ["ffprobe", "-v", "error", "-count_packets", "-show_entries", streams, "-of", "json", f"file:{clip}"]
    )
    found = json.loads(answer)["streams"]
    video = next(stream for stream in found if stream["codec_type"] == "video")
    sha256, size = await asyncio.to_thread(digest, clip)
    return ClipFacts(
        frame_count=int(video["nb_read_packets"]),
        width=video["width"],
        height=video["height"],
        has_audio=any(stream["codec_type"] == "audio" for stream in found),
        sha256=sha256,
        size=size,
    )
