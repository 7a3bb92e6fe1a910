"""A source is a whole, ordinary video, or it is refused with a reason; nothing else on the disk is opened."""

import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dailies.domain.errors import SourceRejected
from dailies.media.check import decode_whole, measure_whole
from dailies.media.info import MediaInfo
from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.process import ProcessLimits
from dailies.media.thumbnail import make_thumbnail
from dailies.media.tools import Tools

pytestmark = pytest.mark.ffmpeg

Clip = Callable[[str], Path]
LIMITS = MediaLimits()
WORK = ProcessLimits(total_seconds=60)


def examine(path: Path, tools: Tools, limits: MediaLimits = LIMITS) -> tuple[MediaInfo, int]:
    """Take a source in, as a worker does before it spends time on it."""
    info = probe(path, tools, limits)
    return info, measure_whole(path, info, tools, limits=WORK).frames


def refusal(path: Path, tools: Tools, limits: MediaLimits = LIMITS) -> str:
    with pytest.raises(SourceRejected) as caught:
        examine(path, tools, limits)
    return caught.value.failure.code


def test_given_a_clip_when_examined_then_its_facts_are_told(clips: Clip, tools: Tools) -> None:
    info, frames = examine(clips("portrait"), tools)
    video = info.video
    assert (video.codec, video.width, video.height, video.packets, frames) == ("h264", 720, 1280, 6, 6)
    assert info.audio is not None
    assert info.audio.codec == "aac"
    assert video.duration == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("silent", (640, 360)), ("odd", (501, 333)), ("squeezed", (427, 480)), ("single", (320, 180))],
)
def test_given_an_odd_but_valid_clip_when_examined_then_its_shown_size_is_right(
    clips: Clip, tools: Tools, name: str, shown: tuple[int, int]
) -> None:
    info, frames = examine(clips(name), tools)
    assert (info.video.display_size, frames) == (shown, info.video.packets)


def test_given_a_rotated_clip_when_examined_then_it_is_shown_upright(rotated: Path, tools: Tools) -> None:
    assert probe(rotated, tools, LIMITS).video.display_size == (180, 320)


@pytest.mark.parametrize(
    ("name", "code"),
    [("hdr", "hdr_unsupported"), ("interlaced", "interlaced"), ("quick", "too_many_frames_per_second")],
)
def test_given_an_unsupported_clip_when_examined_then_its_kind_is_named(
    clips: Clip, tools: Tools, name: str, code: str
) -> None:
    assert refusal(clips(name), tools) == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (MediaLimits(bytes=1000), "too_large"),
        (MediaLimits(pixels=1000), "too_many_pixels"),
        (MediaLimits(seconds=0.1), "too_long"),
        (MediaLimits(frames=5), "too_many_frames"),
        (MediaLimits(aspect=1), "aspect_unsupported"),
    ],
)
def test_given_a_limit_when_a_clip_breaks_it_then_the_limit_is_named(
    clips: Clip, tools: Tools, limits: MediaLimits, code: str
) -> None:
    assert refusal(clips("portrait"), tools, limits) == code


DISGUISES = {
    "ffconcat": "ffconcat version 1.0\nfile sibling.mp4\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{sibling}\n#EXT-X-ENDLIST\n",
    "hls_http": "#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data/\n#EXT-X-ENDLIST\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "text": "this is no video",
}


@pytest.mark.parametrize("kind", sorted(DISGUISES))
def test_given_a_disguised_file_when_examined_then_it_is_no_video(
    clips: Clip, tools: Tools, tmp_path: Path, kind: str
) -> None:
    sibling = tmp_path / "sibling.mp4"
    sibling.write_bytes(clips("silent").read_bytes())
    path = tmp_path / "take.mp4"
    path.write_text(DISGUISES[kind].format(sibling=sibling))
    assert refusal(path, tools) == "not_a_video"


@pytest.mark.parametrize("kind", ["ffconcat", "hls"])
def test_given_a_disguise_that_passes_the_first_bytes_when_decoded_then_ffmpeg_opens_no_sibling(
    clips: Clip, tools: Tools, tmp_path: Path, kind: str
) -> None:
    sibling = tmp_path / "sibling.mp4"
    sibling.write_bytes(clips("silent").read_bytes())
    path = tmp_path / "take.mp4"
    path.write_text(DISGUISES[kind].format(sibling=sibling))
    with pytest.raises(SourceRejected) as caught:
        decode_whole(path, tools, limits=WORK)
    assert caught.value.failure.code == "damaged"


def test_given_a_picture_named_mp4_when_examined_then_it_is_no_video(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    poster = tmp_path / "poster.jpg"
    make_thumbnail(clips("silent"), poster, probe(clips("silent"), tools, LIMITS), tools)
    assert refusal(poster.rename(tmp_path / "poster.mp4"), tools) == "not_a_video"


def test_given_a_link_when_examined_then_it_is_refused(clips: Clip, tools: Tools, tmp_path: Path) -> None:
    link = tmp_path / "take.mp4"
    link.symlink_to(clips("silent"))
    assert refusal(link, tools) == "not_a_video"


def test_given_no_bytes_when_examined_then_the_file_is_empty(tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "take.mp4").touch()
    assert refusal(tmp_path / "take.mp4", tools) == "empty"


@pytest.mark.parametrize("share", [1, 7, 30, 52, 75, 90, 97, 99])
def test_given_a_clip_that_is_cut_off_when_examined_then_it_is_truncated(
    clips: Clip, tools: Tools, tmp_path: Path, share: int
) -> None:
    whole = clips("portrait").read_bytes()
    path = tmp_path / "take.mp4"
    path.write_bytes(whole[: len(whole) * share // 100])
    assert refusal(path, tools) == "truncated"


def test_given_a_clip_without_its_last_byte_when_examined_then_it_is_truncated(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    path = tmp_path / "take.mp4"
    path.write_bytes(clips("portrait").read_bytes()[:-1])
    assert refusal(path, tools) == "truncated"


@pytest.mark.parametrize("share", [40, 70, 90])
def test_given_a_matroska_clip_that_is_cut_off_when_examined_then_it_is_truncated(
    clips: Clip, tools: Tools, tmp_path: Path, share: int
) -> None:
    whole = tmp_path / "whole.mkv"
    subprocess.run([tools.ffmpeg, "-v", "error", "-i", clips("portrait"), "-c", "copy", whole], check=True)
    data = whole.read_bytes()
    path = tmp_path / "take.mkv"
    path.write_bytes(data[: len(data) * share // 100])
    assert refusal(path, tools) == "truncated"


def test_given_a_hole_in_the_media_when_decoded_then_the_clip_is_damaged(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    data = bytearray(clips("portrait").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    path = tmp_path / "take.mp4"
    path.write_bytes(data)
    assert refusal(path, tools) == "damaged"


def test_given_an_index_that_hides_the_media_when_examined_then_it_is_refused(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    path = tmp_path / "take.mp4"
    path.write_bytes(clips("silent").read_bytes().replace(b"moov", b"junk", 1))
    assert refusal(path, tools) == "damaged"


def test_given_boxes_of_no_size_when_examined_then_they_are_damaged(
    clips: Clip, tools: Tools, tmp_path: Path
) -> None:
    path = tmp_path / "take.mp4"
    path.write_bytes(clips("silent").read_bytes() + struct.pack(">I4s", 4, b"free"))
    assert refusal(path, tools) == "damaged"


@pytest.mark.parametrize("name", ["-f.mp4", "http:%2F%2Fhost.mp4", "concat:a|b.mp4", "take %d.mp4"])
def test_given_a_name_that_looks_like_an_option_when_examined_then_it_is_only_a_name(
    clips: Clip, tools: Tools, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(clips("silent").read_bytes())
    assert examine(path, tools)[1] == 6


@pytest.mark.parametrize(
    ("name", "size"),
    [("portrait", (360, 640)), ("silent", (640, 360)), ("squeezed", (426, 480)), ("single", (320, 180))],
)
def test_given_a_clip_when_a_poster_is_made_then_it_is_shown_as_the_clip_is(
    clips: Clip, tools: Tools, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    poster = make_thumbnail(clips(name), tmp_path / "p.jpg", probe(clips(name), tools, LIMITS), tools)
    assert jpeg_size(poster.path.read_bytes()) == (poster.width, poster.height) == size


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Read width and height from the frame header of a baseline JPEG."""
    start = data.index(b"\xff\xc0")
    height, width = struct.unpack(">HH", data[start + 5 : start + 9])
    return width, height
