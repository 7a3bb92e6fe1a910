"""What the demo draws."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image

from dailies.domain.prompts import parse_prompts
from infra.local.demo.__main__ import _drawn
from infra.local.demo.contact_sheet import Frame, write_sheet
from infra.local.demo.scenes import draw
from infra.local.demo.subjects import SCENES


def test_given_a_scene_when_drawn_then_it_is_a_portrait_picture(tmp_path: Path) -> None:
    with Image.open(draw(SCENES[0], tmp_path)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1080, 1920))


def test_given_the_same_scene_when_drawn_again_then_it_is_the_same_picture(tmp_path: Path) -> None:
    first = draw(SCENES[2], tmp_path).read_bytes()

    assert draw(SCENES[2], tmp_path).read_bytes() == first


def test_given_no_pictures_when_the_demo_draws_then_each_has_its_prompt(tmp_path: Path) -> None:
    *pictures, listed = _drawn(tmp_path).files

    prompts = parse_prompts(listed.path.read_bytes(), listed.name)

    assert [prompt.image for prompt in prompts] == [picture.name for picture in pictures]


@pytest.mark.ffmpeg
def test_given_videos_when_a_sheet_is_written_then_each_has_its_frame_and_caption(tmp_path: Path) -> None:
    video = tmp_path / "take.mp4"
    source = ["-f", "lavfi", "-i", "color=red:size=90x160:rate=24:duration=0.5"]
    subprocess.run(["ffmpeg", "-v", "error", *source, str(video)], check=True)

    sheet = write_sheet([Frame(video, "take 1-1-1\n90x160")] * 7, tmp_path / "sheet.jpg", tmp_path)

    with Image.open(sheet) as picture:
        red, green, _ = picture.convert("RGB").getpixel((151, 256))  # type: ignore[misc]
        assert (picture.size, red > 200, green < 60) == ((1732, 1136), True, True)
