"""A 4K file is exactly what was ordered, or there is no file."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from containers.media.presets import AlreadyAtTarget
from containers.media.upscale import UpscaleLimits, UpscaleResult, upscale
from dailies.domain.errors import Cancelled, DailiesError, DiskFull, MediaFailed, OutputInvalid, ToolStalled
from dailies.domain.options import Quality
from dailies.media.boxes import read_boxes, starts_fast
from dailies.media.check import decode_whole
from dailies.media.digest import digest
from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.process import ProcessLimits
from dailies.media.tools import Tools

pytestmark = pytest.mark.ffmpeg

Clip = Callable[[str], Path]
MakeProgram = Callable[[str], Path]
LIMITS = UpscaleLimits(process=ProcessLimits(total_seconds=120))


def ignore(_done: int, _total: int) -> None:
    return


def make(source: Path, target: Path, tools: Tools, limits: UpscaleLimits = LIMITS) -> UpscaleResult:
    return upscale(source, target, Quality.FAST, tools=tools, limits=limits, on_progress=ignore)


@pytest.fixture(scope="module")
def upscaled(
    clips: Clip, tools: Tools, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], UpscaleResult]:
    """Upscale a clip, once for all tests that look at what came of it."""
    folder = tmp_path_factory.mktemp("upscaled")
    return cache(lambda name: make(clips(name), folder / f"{name}.mp4", tools))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("portrait", (2160, 3840)),
        ("odd", (3250, 2160)),
        ("squeezed", (2160, 2430)),
        ("single", (3840, 2160)),
        ("uneven", (3840, 480)),
    ],
)
def test_given_a_clip_when_upscaled_then_every_frame_is_there_in_4k(
    clips: Clip, tools: Tools, upscaled: Callable[[str], UpscaleResult], name: str, size: tuple[int, int]
) -> None:
    before, made = probe(clips(name), tools, MediaLimits()), upscaled(name)
    after = probe(made.path, tools, MediaLimits())
    assert (after.video.width, after.video.height) == (made.width, made.height) == size
    assert after.video.packets == made.frames == before.video.packets


def test_given_a_rotated_clip_when_upscaled_then_it_is_upright(
    rotated: Path, tools: Tools, tmp_path: Path
) -> None:
    made = make(rotated, tmp_path / "4k.mp4", tools)
    assert (made.width, made.height) == (2160, 3840)
    assert probe(made.path, tools, MediaLimits()).video.rotation == 0


@pytest.mark.parametrize("quality", list(Quality))
def test_given_a_preset_when_upscaled_then_the_result_says_what_is_on_disk(
    clips: Clip, tools: Tools, tmp_path: Path, quality: Quality
) -> None:
    seen: list[tuple[int, int]] = []
    made = upscale(
        clips("strip"),
        tmp_path / "4k.mp4",
        quality,
        tools=tools,
        limits=LIMITS,
        on_progress=lambda done, total: seen.append((done, total)),
    )
    content = digest(made.path)
    assert (made.sha256, made.bytes) == (content.sha256, content.bytes)
    assert seen[-1] == (6, 6)
    assert starts_fast(read_boxes(made.path))


@pytest.mark.parametrize(("name", "codec"), [("portrait", "aac"), ("single", None)])
def test_given_a_clip_with_or_without_sound_when_upscaled_then_it_stays_so(
    tools: Tools, upscaled: Callable[[str], UpscaleResult], name: str, codec: str | None
) -> None:
    audio = probe(upscaled(name).path, tools, MediaLimits()).audio
    assert (None if audio is None else audio.codec) == codec


def test_given_a_4k_clip_when_upscaled_then_it_is_large_enough_already(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    with pytest.raises(AlreadyAtTarget) as caught:
        make(clips("large"), tmp_path / "4k.mp4", tools)
    assert caught.value.failure.code == "already_at_target"


def test_given_sound_without_pictures_when_upscaled_then_it_is_refused(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    sound = tmp_path / "sound.mp4"
    # MP4 with sound alone, but with the brand of a video file.
    arguments = ("-v", "error", "-i", clips("portrait"), "-vn", "-c", "copy", sound)
    subprocess.run([tools.ffmpeg, *arguments], check=True)
    with pytest.raises(DailiesError) as caught:
        make(sound, tmp_path / "4k.mp4", tools)
    assert caught.value.failure.code == "no_video_stream"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("trimmed.mp4", ["-ss", "0.1", "-t", "0.1"]),
        ("take.mkv", []),
        ("take.mov", []),
        ("in-pieces.mp4", ["-movflags", "+frag_keyframe+empty_moov"]),
    ],
)
def test_given_another_way_to_hold_a_clip_when_upscaled_then_what_it_shows_is_kept(
    clips: Clip, tools: Tools, tmp_path: Path, name: str, options: list[str]
) -> None:
    source = tmp_path / name
    seek, rest = (options, []) if "-ss" in options else ([], options)
    arguments = ["-v", "error", *seek, "-i", str(clips("strip")), *rest, "-c", "copy", str(source)]
    subprocess.run([tools.ffmpeg, *arguments], check=True)
    made = make(source, tmp_path / "4k.mp4", tools)
    assert made.frames == decode_whole(source, tools, limits=LIMITS.process)


def test_given_a_long_encode_when_cancelled_then_no_file_is_left(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    target = tmp_path / "4k.mp4"
    with pytest.raises(Cancelled):
        upscale(
            clips("long"),
            target,
            Quality.FAST,
            tools=tools,
            limits=LIMITS,
            on_progress=ignore,
            cancelled=lambda: target.exists() and target.stat().st_size > 0,
        )
    assert not target.exists()


def stand_in(tools: Tools, program: MakeProgram, encode: str) -> Tools:
    """Tools whose FFmpeg is the real one, except that encoding runs `encode` with the target's path in `out`."""
    body = f"""
real = {str(tools.ffmpeg)!r}
if "libx264" not in sys.argv:
    os.execv(real, [real, *sys.argv[1:]])
out = sys.argv[-1].removeprefix("file:")
{encode}
"""
    return replace(tools, ffmpeg=program(body))


HALF = """
import subprocess
subprocess.run([real, *sys.argv[1:-1], "-frames:v", "3", sys.argv[-1]])
"""
UNFINISHED = "open(out, 'wb').write(bytes(100_000))\n"
FAULTS = {
    "half the frames and exit 0": (HALF, OutputInvalid, "output_invalid"),
    "rubbish and exit 0": (UNFINISHED, OutputInvalid, "output_invalid"),
    "nothing and exit 0": ("", OutputInvalid, "output_invalid"),
    "an error": (UNFINISHED + "sys.exit(1)", MediaFailed, "encode_failed"),
    "SIGTERM's exit": (UNFINISHED + "sys.exit(255)", MediaFailed, "encode_failed"),
    "killed for memory": (UNFINISHED + "os.kill(os.getpid(), 9)", MediaFailed, "out_of_memory"),
    "crashed": (UNFINISHED + "os.kill(os.getpid(), 11)", MediaFailed, "tool_crashed"),
    "no room": (
        UNFINISHED + "sys.stderr.write('av_write_frame: No space left on device')\nsys.exit(1)",
        DiskFull,
        "disk_full",
    ),
    "hangs": (UNFINISHED + "time.sleep(600)", ToolStalled, "tool_stalled"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_given_an_encoder_that_fails_when_upscaled_then_the_fault_is_named_and_no_file_is_left(
    clips: Clip, tools: Tools, program: MakeProgram, tmp_path: Path, fault: str
) -> None:
    encode, error, code = FAULTS[fault]
    target = tmp_path / "4k.mp4"
    stall = 3.0 if fault == "hangs" else 60.0
    limits = replace(LIMITS, process=ProcessLimits(stall_seconds=stall))
    with pytest.raises(error) as caught:
        make(clips("strip"), target, stand_in(tools, program, encode), limits)
    assert caught.value.failure.code == code
    assert not target.exists()


def test_given_too_little_room_when_upscaled_then_it_is_refused_before_any_tool_runs(
    clips: Clip, program: MakeProgram, tmp_path: Path
) -> None:
    mark = tmp_path / "started"
    never_to_run = program(f"open({str(mark)!r}, 'w')")
    limits = replace(LIMITS, reserve_bytes=2**60)
    with pytest.raises(DiskFull):
        make(clips("silent"), tmp_path / "4k.mp4", Tools(never_to_run, never_to_run), limits)
    assert not mark.exists()


def test_given_a_room_for_less_than_the_output_when_upscaled_then_the_disk_is_full_and_freed(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    limits = replace(LIMITS, process=ProcessLimits(file_bytes=10_000))
    with pytest.raises(DiskFull):
        make(clips("strip"), tmp_path / "4k.mp4", tools, limits)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB, where the tests may mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk; the file limit is tested without")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("this place does not let us mount a small disk; the file limit is tested without")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_given_a_small_disk_when_the_encoder_fills_it_then_the_disk_is_full_and_freed(
    clips: Clip, tools: Tools, small_disk: Path
) -> None:
    (small_disk / "other").write_bytes(bytes(900_000))
    before = shutil.disk_usage(small_disk).free
    # The room that was there at the start is taken by somebody else while the encoder works.
    limits = replace(LIMITS, reserve_bytes=-(1024**3))
    with pytest.raises(DiskFull):
        make(clips("portrait"), small_disk / "4k.mp4", tools, limits)
    assert shutil.disk_usage(small_disk).free == before
