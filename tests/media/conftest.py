"""Small real clips, made once by the real FFmpeg, and stand-in programs that misbehave."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dailies.media.process import ProcessLimits
from dailies.media.tools import Tools, find_tools

CLIPS = {
    "portrait": "-f lavfi -i testsrc2=s=720x1280:r=24:d=0.25 -f lavfi -i sine=d=0.25 -c:a aac",
    "silent": "-f lavfi -i testsrc2=s=640x360:r=24:d=0.25",
    "odd": "-f lavfi -i testsrc=s=501x333:r=24:d=0.125 -pix_fmt yuv444p",
    "squeezed": "-f lavfi -i testsrc2=s=640x480:r=24:d=0.125 -vf setsar=2/3",
    # As wide as a clip may be: in 4K it has a quarter of the usual pixels, for tests that are not about size.
    "strip": "-f lavfi -i testsrc2=s=320x40:r=24:d=0.25 -f lavfi -i sine=d=0.25 -c:a aac",
    "single": "-f lavfi -i testsrc2=s=320x180:r=24:d=0.04 -frames:v 1",
    "uneven": "-f lavfi -i testsrc2=s=320x40:r=24:d=0.5 -vf select='not(eq(mod(n\\,3)\\,1))' -fps_mode vfr",
    "large": "-f lavfi -i testsrc2=s=3840x2160:r=24:d=0.1",
    "hdr": "-f lavfi -i testsrc2=s=320x180:r=24:d=0.25 -color_trc smpte2084 -color_primaries bt2020 "
    "-colorspace bt2020nc",
    "interlaced": "-f lavfi -i testsrc2=s=320x240:r=25:d=0.25 -flags +ildct+ilme -x264-params tff=1",
    "quick": "-f lavfi -i testsrc2=s=64x64:r=240:d=0.1",
    "long": "-f lavfi -i testsrc2=s=320x40:r=24:d=60 -g 24",
}

MakeProgram = Callable[[str], Path]


def ffmpeg(tools: Tools, *arguments: str) -> None:
    """Run FFmpeg for a test's material."""
    subprocess.run(
        [tools.ffmpeg, "-y", "-nostdin", "-v", "error", *arguments], check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def tools() -> Tools:
    return find_tools()


@pytest.fixture(scope="session")
def clips(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("clips")

    def clip(name: str) -> Path:
        path = folder / f"{name}.mp4"
        if not path.exists():
            encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-movflags", "+faststart"]
            pixels = [] if "-pix_fmt" in CLIPS[name] else ["-pix_fmt", "yuv420p"]
            ffmpeg(tools, *CLIPS[name].split(), *encoder, *pixels, str(path))
        return path

    return clip


@pytest.fixture(scope="session")
def rotated(clips: Callable[[str], Path], tools: Tools) -> Path:
    """A landscape clip that players turn upright by its display matrix, as phones write them."""
    target = clips("single").with_name("rotated.mp4")
    ffmpeg(tools, "-i", str(clips("single")), "-c", "copy", "-metadata:s:v", "rotate=90", str(target))
    return target


@pytest.fixture
def program(tmp_path: Path) -> MakeProgram:
    """Make an executable that runs a piece of Python instead of FFmpeg."""

    def make(body: str) -> Path:
        path = tmp_path / "stand-in"
        path.write_text(f"#!{sys.executable} -S\nimport os, sys, time\n{textwrap.dedent(body)}")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def brief() -> ProcessLimits:
    """Limits that an ordinary run stays within, however busy the machine is."""
    return ProcessLimits(stall_seconds=30, total_seconds=60, cpu_seconds=20, file_bytes=1024**2)


@pytest.fixture
def impatient(brief: ProcessLimits) -> ProcessLimits:
    """Limits whose stall a test can wait for, with time for a program to start."""
    return replace(brief, stall_seconds=2)
