"""What a decoding pass notices in real clips, made by the real FFmpeg."""

from collections.abc import Callable
from pathlib import Path

import pytest

from containers.media.upscale import UpscaleLimits, upscale
from dailies.domain.aspects import Size
from dailies.domain.errors import OutputInvalid
from dailies.domain.flags import Flag, FlagKind, Noticed, find_flags, ordered_size
from dailies.domain.options import Aspect, Quality, TakeResolution
from dailies.media.check import decode_whole, watch_output
from dailies.media.limits import MediaLimits
from dailies.media.marks import Marks
from dailies.media.probe import probe
from dailies.media.process import ProcessLimits
from dailies.media.progress import Progress, ProgressReader
from dailies.media.tools import Tools
from tests.media.conftest import ffmpeg

pytestmark = pytest.mark.ffmpeg

SIZE = Size(width=180, height=320)
MOVING = "testsrc2=s=180x320:r=24"
BLACK = "color=black:s=180x320:r=24"
STILL = "color=red:s=180x320:r=24"
LOUD, QUIET = "sine", "anullsrc"

Look = Callable[..., tuple[Flag, ...]]


@pytest.fixture(scope="module")
def look(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Make a clip of pictures shown one after the other, and give what is flagged in it."""
    folder = tmp_path_factory.mktemp("flags")

    def flags(*pictures: str, sound: str | None = LOUD, ordered_sound: bool = True) -> tuple[Flag, ...]:
        path = folder / "clip.mp4"
        inputs = [part for picture in pictures for part in ("-f", "lavfi", "-i", picture)]
        heard = ["-f", "lavfi", "-i", sound, "-map", f"{len(pictures)}:a", "-shortest"] if sound else []
        graph = f"{''.join(f'[{n}]' for n in range(len(pictures)))}concat=n={len(pictures)}[v]"
        encoder = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
        ffmpeg(tools, *inputs, *heard, "-filter_complex", graph, "-map", "[v]", *encoder, str(path))
        return find_flags(_look(path, tools)[1], wanted=SIZE, sound=ordered_sound)

    return flags


def _look(path: Path, tools: Tools) -> tuple[int, Noticed]:
    info = probe(path, tools, MediaLimits())
    marks = Marks(info, tools)
    return decode_whole(path, tools, limits=ProcessLimits(), marks=marks), marks.noticed()


def test_given_a_moving_clip_with_sound_when_decoded_then_nothing_is_flagged(look: Look) -> None:
    assert look(f"{MOVING}:d=1") == ()


def test_given_a_black_half_when_decoded_then_only_the_black_is_told_with_its_share(look: Look) -> None:
    assert look(f"{MOVING}:d=0.5", f"{BLACK}:d=0.5") == (Flag(kind=FlagKind.BLACK, percent=50),)


def test_given_a_still_half_between_moving_ones_when_decoded_then_it_is_frozen(look: Look) -> None:
    [flag] = look(f"{MOVING}:d=0.25", f"{STILL}:d=0.5", f"{MOVING}:d=0.25")
    assert (flag.kind, flag.percent in range(45, 56)) == (FlagKind.FROZEN, True)


def test_given_a_short_fade_from_black_when_decoded_then_nothing_is_flagged(look: Look) -> None:
    assert look(f"{BLACK}:d=0.1", f"{MOVING}:d=0.9") == ()


@pytest.mark.parametrize("sound", [QUIET, None])
def test_given_no_sound_to_hear_when_it_was_ordered_then_the_take_is_silent(
    look: Look, sound: str | None
) -> None:
    assert look(f"{MOVING}:d=0.5", sound=sound) == (Flag(kind=FlagKind.SILENT, percent=100),)


def test_given_no_sound_when_none_was_ordered_then_nothing_is_flagged(look: Look) -> None:
    assert look(f"{MOVING}:d=0.5", sound=None, ordered_sound=False) == ()


def test_given_marks_when_a_clip_is_decoded_then_every_frame_is_counted(
    clips: Callable[[str], Path], tools: Tools
) -> None:
    assert _look(clips("portrait"), tools)[0] == 6


def test_given_another_size_than_ordered_when_flagged_then_the_ordered_one_is_named(
    clips: Callable[[str], Path], tools: Tools
) -> None:
    wanted = ordered_size(Aspect.PORTRAIT, TakeResolution.HD1080)
    flags = find_flags(_look(clips("portrait"), tools)[1], wanted=wanted, sound=False)
    assert Flag(kind=FlagKind.WRONG_SIZE, wanted="1080x1920") in flags


def test_given_an_encoder_that_rounds_to_blocks_when_flagged_then_its_size_is_right() -> None:
    noticed = Noticed(seconds=1, size=Size(width=1920, height=1088), has_sound=True, stretches={})
    wanted = ordered_size(Aspect.LANDSCAPE, TakeResolution.HD1080)
    assert find_flags(noticed, wanted=wanted, sound=True) == ()


def test_given_a_clip_of_no_length_when_flagged_then_no_share_is_invented() -> None:
    noticed = Noticed(seconds=0, size=SIZE, has_sound=True, stretches={FlagKind.BLACK: ((0, 0),)})
    assert find_flags(noticed, wanted=SIZE, sound=True) == ()


def test_given_marks_among_the_reports_when_read_then_both_arrive_and_a_cut_line_is_whole() -> None:
    marks: list[tuple[str, str]] = []
    reader = ProgressReader(lambda _progress: None, lambda name, text: marks.append((name, text)))
    reader.feed(b"frame:0  pts:0\nlavfi.black_start=0\nframe=7\nlavfi.black_")
    reader.feed(b"end=1.5\nprogress=continue\n")
    assert (marks, reader.latest) == (
        [("lavfi.black_start", "0"), ("lavfi.black_end", "1.5")],
        Progress(frames=7),
    )


def test_given_a_still_take_when_upscaled_then_its_4k_is_flagged_too(tools: Tools, tmp_path: Path) -> None:
    source, target = tmp_path / "take.mp4", tmp_path / "4k.mp4"
    ffmpeg(tools, "-f", "lavfi", "-i", "color=red:s=320x40:r=24:d=0.25", "-c:v", "libx264", str(source))
    made = upscale(source, target, Quality.FAST, tools=tools, limits=UpscaleLimits(), on_progress=_ignore)
    assert made.flags == (Flag(kind=FlagKind.FROZEN, percent=100),)


def test_given_an_output_that_cannot_be_decoded_when_watched_then_it_is_invalid(
    clips: Callable[[str], Path], tools: Tools, tmp_path: Path
) -> None:
    path = tmp_path / "4k.mp4"
    data = bytearray(clips("silent").read_bytes())
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[middle : middle + 2000] = bytes(2000)
    path.write_bytes(data)
    with pytest.raises(OutputInvalid):
        watch_output(path, probe(path, tools, MediaLimits()), tools, limits=ProcessLimits())


def _ignore(_done: int, _total: int) -> None:
    return
