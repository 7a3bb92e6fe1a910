"""The real FFmpeg; short clips, so that the suite stays quick."""

import asyncio
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from dailies.domain.errors import ToolMissing
from infra.local.flow.clips import ClipOrder
from infra.local.flow.media_tools import ClipFacts, run_tool
from infra.local.flow.studio import ClipStudio

pytestmark = pytest.mark.ffmpeg


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.jpg"
    Image.effect_mandelbrot((500, 400), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(path)
    return path


def _render(source: Path, order: ClipOrder) -> tuple[Path, ClipFacts]:
    target = source.with_name(f"clip-{order.output}.mp4")
    return target, asyncio.run(ClipStudio(source.parent / "kept").render(source, order, target))


def _order(output: int = 1, *, audio: bool = True) -> ClipOrder:
    return ClipOrder(width=180, height=320, seconds=0.5, output=output, audio=audio)


def _frame(clip: Path, number: int) -> bytes:
    picked = ["-vf", f"select=eq(n\\,{number}),scale=36:64", "-frames:v", "1", "-f", "rawvideo", "-"]
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(clip), *picked]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _difference(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.mark.parametrize("output", [3, 4])
def test_given_an_order_when_rendered_then_the_file_is_what_was_ordered(source: Path, output: int) -> None:
    _, facts = _render(source, _order(output))
    assert (facts.frame_count, facts.width, facts.height, facts.has_audio) == (12, 180, 320, True)


def test_given_an_end_when_rendered_then_the_picture_becomes_it(source: Path, tmp_path: Path) -> None:
    end, alone, clip = (tmp_path / name for name in ("end.jpg", "alone.mp4", "clip.mp4"))
    Image.new("RGB", (400, 500), "navy").save(end)
    studio = ClipStudio(tmp_path / "kept")

    async def render() -> list[ClipFacts]:
        both = await studio.render(source, _order(), clip, end=end)
        return [both, await studio.render(end, _order(), alone)]

    facts = asyncio.run(render())
    assert [fact.frame_count for fact in facts] == [12, 12]
    first, last = (_difference(_frame(clip, n), _frame(alone, n)) for n in (0, 11))
    assert last < 10 < first


def test_given_the_same_order_twice_when_rendered_then_only_the_bytes_differ(
    source: Path, tmp_path: Path
) -> None:
    studio = ClipStudio(tmp_path / "kept")
    clips = [tmp_path / f"{number}.mp4" for number in range(2)]

    async def render() -> list[ClipFacts]:
        return [await studio.render(source, _order(), clip) for clip in clips]

    one, other = asyncio.run(render())
    assert one.sha256 != other.sha256
    assert _frame(clips[0], 6) == _frame(clips[1], 6)
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_given_no_audio_when_rendered_then_there_is_no_audio_stream(source: Path) -> None:
    assert not _render(source, _order(audio=False))[1].has_audio


def test_given_a_clip_when_its_ends_are_compared_then_the_picture_has_moved(source: Path) -> None:
    clip, _ = _render(source, _order())
    assert _difference(_frame(clip, 0), _frame(clip, 11)) > 2


def test_given_two_takes_when_compared_then_they_differ(source: Path) -> None:
    (one, _), (two, _) = _render(source, _order(1)), _render(source, _order(2))
    assert _difference(_frame(one, 6), _frame(two, 6)) > 2


def test_given_a_broken_source_when_rendered_then_nothing_is_left(tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    source.write_bytes(b"not a picture")
    with pytest.raises(OSError, match="cannot identify"):
        _render(source, _order())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["source.jpg"]


def test_given_a_missing_program_when_run_then_its_name_is_told() -> None:
    with pytest.raises(ToolMissing, match="no-such-tool"):
        asyncio.run(run_tool(["no-such-tool"]))
