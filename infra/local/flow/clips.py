"""What a clip shows: a camera that travels over one picture, or from one picture into another, with a tone."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from infra.local.flow.media_tools import QUIET

FRAMES_PER_SECOND = 24
_MARGIN = 1.3  # the frame that the camera travels over, relative to the picture it shows
_STILL = ("-protocol_whitelist", "file", "-f", "image2", "-c:v", "ppm")


class ClipOrder(BaseModel):
    """What to render."""

    model_config = ConfigDict(frozen=True)

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    seconds: float = Field(gt=0)
    output: int
    """The number of the take, from 1: each moves and is tinted in its own way."""
    audio: bool = True

    @property
    def travelled(self) -> tuple[int, int]:
        """Give the size of the picture that the camera travels over."""
        return round(self.width * _MARGIN / 2) * 2, round(self.height * _MARGIN / 2) * 2

    @property
    def frames(self) -> int:
        """Give the number of frames."""
        return max(1, round(self.seconds * FRAMES_PER_SECOND))


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


def picture_filter(order: ClipOrder, pictures: int) -> str:
    """Give the filter graph from one picture, or two that become one another, to [v]."""
    motion = motion_filter(order)
    if pictures == 1:
        return f"[0:v]{motion}[v]"
    fade = f"xfade=transition=fade:duration={order.frames / FRAMES_PER_SECOND}:offset=0"
    whole = f"fps={FRAMES_PER_SECOND},trim=end_frame={order.frames}"  # xfade forgets the rate
    return f"[0:v]{motion}[start];[1:v]{motion}[end];[start][end]{fade},{whole}[v]"


def build_command(frames: list[Path], order: ClipOrder, target: Path) -> list[str]:
    """Give the FFmpeg arguments for one clip of one picture, or of the first and the last."""
    pitch = 220 + 40 * order.output
    tone = ["-f", "lavfi", "-i", f"sine=frequency={pitch}:sample_rate=48000:duration={order.seconds}"]
    sound = ["-map", f"{len(frames)}:a", "-c:a", "aac", "-b:a", "96k"]
    return [
        "ffmpeg", *QUIET,
        *(part for frame in frames for part in (*_STILL, "-i", f"file:{frame}")),
        *(tone if order.audio else []),
        "-filter_complex", picture_filter(order, len(frames)), "-map", "[v]",
        *(sound if order.audio else []),
        "-c:v", "libx264", "-preset", "superfast", "-crf", "23", "-pix_fmt", "yuv420p", "-threads", "2",
        "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    ]  # fmt: skip
