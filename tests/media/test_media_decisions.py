"""The decisions about media, as functions of data alone."""

import json
import signal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from containers.media.command import Upscaling, upscale_command
from containers.media.presets import PRESETS, AlreadyAtTarget, target_size
from containers.media.room import room_needed
from dailies.domain.errors import DiskFull, MediaFailed, SourceRejected, ToolMissing
from dailies.domain.estimate import upscale_minutes, upscale_seconds
from dailies.domain.options import Quality
from dailies.media.check import Expected, find_faults
from dailies.media.info import MediaInfo, parse_info
from dailies.media.limits import MediaLimits, check_limits
from dailies.media.process import Ended, ProcessLimits
from dailies.media.progress import Progress, ProgressReader
from dailies.media.tools import capabilities, find_tools, require_upscaling
from dailies.media.transcode import machine_fault

VIDEO: dict[str, Any] = {
    "codec_type": "video",
    "codec_name": "h264",
    "width": 2160,
    "height": 3840,
    "sample_aspect_ratio": "1:1",
    "pix_fmt": "yuv420p",
    "avg_frame_rate": "24/1",
    "nb_frames": "192",
    "nb_read_packets": "192",
    "duration": "8.000000",
}
SOUND: dict[str, Any] = {"codec_type": "audio", "codec_name": "aac", "channels": 2, "sample_rate": "48000"}


def described(*, sound: bool = True, **changes: Any) -> MediaInfo:
    streams = [{**VIDEO, **changes}, *([SOUND] if sound else [])]
    return parse_info({"streams": streams, "format": {"format_name": "mov", "duration": "8.0"}}, 1000)


EXPECTED = Expected(width=2160, height=3840, frames=192, seconds=8.0, frame_seconds=1 / 24, has_audio=True)


def test_given_an_output_as_ordered_when_checked_then_there_is_no_fault() -> None:
    assert find_faults(described(), EXPECTED) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"codec_name": "hevc"},
        {"pix_fmt": "yuv444p"},
        {"width": 2158},
        {"sample_aspect_ratio": "4:3"},
        {"nb_read_packets": "191"},
        {"nb_read_packets": "193"},
        {"duration": "7.9"},
        {"duration": "8.1"},
        {"side_data_list": [{"rotation": 90}]},
        {"sound": False},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_given_an_output_with_one_difference_when_checked_then_it_has_one_fault(
    changes: dict[str, Any],
) -> None:
    assert len(find_faults(described(**changes), EXPECTED)) == 1


@pytest.mark.parametrize(
    "value", ["N/A", "", None, "x", "-3", "1/0", "0/0", "9" * 400, "nan", "inf", "1e999"]
)
@pytest.mark.parametrize(
    "field", ["width", "nb_frames", "nb_read_packets", "duration", "avg_frame_rate", "sample_aspect_ratio"]
)
def test_given_a_strange_value_when_ffprobe_is_read_then_the_facts_stay_readable(
    field: str, value: Any
) -> None:
    info = described(**{field: value})
    assert json.loads(info.model_dump_json())["video"]["codec"] == "h264"


def test_given_cover_art_first_when_ffprobe_is_read_then_the_moving_picture_is_taken() -> None:
    cover = {**VIDEO, "codec_name": "mjpeg", "disposition": {"attached_pic": 1}}
    assert parse_info({"streams": [cover, VIDEO]}, 1).video.codec == "h264"


@pytest.mark.parametrize("document", [{}, {"streams": []}, {"streams": [SOUND]}, {"streams": [1, None]}])
def test_given_no_picture_when_ffprobe_is_read_then_it_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(SourceRejected) as caught:
        parse_info(document, 1)
    assert caught.value.failure.code == "no_video_stream"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nb_read_packets": "111"}, "truncated"),
        ({"nb_read_packets": "0"}, "no_frames"),
        ({"duration": "3000000"}, "too_long"),
        ({"avg_frame_rate": "1000/1"}, "too_many_frames_per_second"),
        ({"width": 16384, "height": 16384}, "too_many_pixels"),
        ({"sample_aspect_ratio": "1:1000"}, "aspect_unsupported"),
        ({"side_data_list": [{"rotation": 45}]}, "rotation_unsupported"),
        ({"color_transfer": "smpte2084"}, "hdr_unsupported"),
        ({"color_transfer": "arib-std-b67"}, "hdr_unsupported"),
        ({"field_order": "tb"}, "interlaced"),
        ({"width": 0}, "damaged"),
    ],
)
def test_given_one_bad_fact_when_limits_are_checked_then_it_is_named(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(SourceRejected) as caught:
        check_limits(described(**changes), MediaLimits())
    assert caught.value.failure.code == code


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (1280, 720, (3840, 2160)),
        (720, 1280, (2160, 3840)),
        (1000, 1000, (2160, 2160)),
        (640, 480, (2880, 2160)),
        (480, 640, (2160, 2880)),
        (2560, 1080, (3840, 1620)),
        (1920, 1081, (3836, 2160)),
        (3838, 2158, (3840, 2160)),
    ],
)
def test_given_a_shown_size_when_the_target_is_chosen_then_its_shape_is_kept(
    width: int, height: int, size: tuple[int, int]
) -> None:
    assert target_size(Fraction(width), Fraction(height)) == size


@pytest.mark.parametrize(
    ("width", "height"), [(3840, 2160), (2160, 3840), (2160, 2160), (4096, 2160), (3840, 100)]
)
def test_given_a_picture_that_fills_4k_when_the_target_is_chosen_then_it_is_there_already(
    width: int, height: int
) -> None:
    with pytest.raises(AlreadyAtTarget):
        target_size(Fraction(width), Fraction(height))


def command(quality: Quality, *, has_audio: bool) -> list[str]:
    work = Upscaling(
        source=Path("/in/-a.mp4"),
        target=Path("/out/b.mp4"),
        width=2160,
        height=3840,
        preset=PRESETS[quality],
        has_audio=has_audio,
    )
    return upscale_command(Path("/bin/ffmpeg"), work)


@pytest.mark.parametrize(
    ("quality", "crf", "speed"), [("fast", 23, "fast"), ("balanced", 20, "medium"), ("high", 18, "slow")]
)
def test_given_a_quality_when_the_command_is_composed_then_it_means_what_it_always_meant(
    quality: str, crf: int, speed: str
) -> None:
    words = command(Quality(quality), has_audio=True)
    assert words[words.index("-crf") + 1] == str(crf)
    assert words[words.index("-preset") + 1] == speed


def test_given_a_command_when_composed_then_every_guard_stands_before_the_input() -> None:
    words = command(Quality.FAST, has_audio=True)
    guards = ("-nostdin", "-xerror", "-err_detect", "-protocol_whitelist", "-format_whitelist", "-max_pixels")
    assert all(words.index(guard) < words.index("-i") for guard in guards)


@pytest.mark.parametrize(("has_audio", "maps"), [(True, 2), (False, 1)])
def test_given_sound_or_none_when_the_command_is_composed_then_only_what_is_there_is_mapped(
    has_audio: bool, maps: int
) -> None:
    words = command(Quality.FAST, has_audio=has_audio)
    assert words.count("-map") == maps
    assert ("aac" in words, "192k" in words) == (has_audio, has_audio)


def ended(code: int, errors: str = "", cpu: float = 1.0) -> Ended:
    return Ended(code=code, errors=errors, cpu_seconds=cpu, memory_bytes=1, seconds=1.0)


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (ended(0), None),
        (ended(0, "No space left on device"), None),
        (ended(1, "Invalid data found"), None),
        (ended(255), None),
        (ended(1, "av_interleaved_write_frame(): No space left on device"), "disk_full"),
        (ended(-signal.SIGXFSZ), "disk_full"),
        (ended(-signal.SIGKILL), "out_of_memory"),
        (ended(-signal.SIGKILL, cpu=100.0), "too_much_work"),
        (ended(-signal.SIGSEGV), "tool_crashed"),
    ],
)
def test_given_an_end_when_judged_then_only_the_machines_faults_are_the_machines(
    end: Ended, code: str | None
) -> None:
    fault = machine_fault(end, ProcessLimits(cpu_seconds=100))
    assert (None if fault is None else fault.failure.code) == code
    assert isinstance(fault, DiskFull if code == "disk_full" else MediaFailed | None)


def test_given_reports_in_pieces_when_read_then_the_numbers_are_whole() -> None:
    seen: list[Progress] = []
    reader = ProgressReader(seen.append)
    text = b"frame=N/A\nout_time_ms=N/A\nprogress=continue\nframe=12\nout_time_ms=500000\ntotal_size=99\nprogress=end\n"
    moved = [reader.feed(text[start : start + 7]) for start in range(0, len(text), 7)]
    assert seen == [Progress(), Progress(frames=12, microseconds=500_000, bytes=99)]
    assert (sum(moved), reader.latest.seconds) == (1, 0.5)


def test_given_a_line_without_an_end_when_read_then_memory_stays_bounded() -> None:
    reader = ProgressReader(lambda _progress: None)
    for _ in range(50):
        reader.feed(b"x" * 65_536)
    assert len(reader._pending) <= 65_536


def test_given_more_of_anything_when_estimated_then_it_takes_longer() -> None:
    assert upscale_seconds(192, Quality.FAST, 2) < upscale_seconds(192, Quality.BALANCED, 2)
    assert upscale_seconds(192, Quality.BALANCED, 2) < upscale_seconds(192, Quality.HIGH, 2)
    assert upscale_seconds(192, Quality.HIGH, 4) < upscale_seconds(192, Quality.HIGH, 2)


@pytest.mark.parametrize(
    ("videos", "machines", "minutes"), [(0, 1, 1), (1, 1, 1), (10, 1, 8), (10, 5, 2), (5, 0, 4)]
)
def test_given_many_videos_when_estimated_then_machines_share_them(
    videos: int, machines: int, minutes: int
) -> None:
    assert upscale_minutes(videos, 192, Quality.BALANCED, 2, machines) == minutes


def test_given_a_small_source_when_room_is_reckoned_then_a_least_is_kept() -> None:
    assert room_needed(1) == 64 * 1024**2
    assert room_needed(100 * 1024**2) == 1200 * 1024**2


def test_given_no_ffmpeg_when_looked_for_then_the_way_to_install_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing) as caught:
        find_tools(str(tmp_path))
    assert "apt-get install ffmpeg" in str(caught.value.failure.advice)


@pytest.mark.ffmpeg
def test_given_ffmpeg_when_asked_then_it_can_upscale() -> None:
    able = capabilities(find_tools().ffmpeg)
    assert able.missing == ()
    assert able.version.startswith("ffmpeg version")


def test_given_a_bare_ffmpeg_when_upscaling_is_required_then_what_it_lacks_is_named(tmp_path: Path) -> None:
    bare = tmp_path / "ffmpeg"
    bare.write_text("#!/bin/sh\necho ' V....D mpeg4   MPEG-4'\n")
    bare.chmod(0o755)
    tools = find_tools()
    with pytest.raises(ToolMissing, match="aac, libx264, scale"):
        require_upscaling(type(tools)(ffmpeg=bare, ffprobe=tools.ffprobe))
