"""A downloaded file is a whole MP4 or it is refused."""

from pathlib import Path

import pytest

from containers.automation.sites.flow.clip_file import clip_fault


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4) + kind + content


WHOLE = box(b"ftyp", b"isomiso2") + box(b"moov", b"m" * 40) + box(b"mdat", b"d" * 100)
LARGE = box(b"ftyp", b"isomiso2") + box(b"moov") + (1).to_bytes(4) + b"mdat" + (20).to_bytes(8) + b"data"
OPEN_END = box(b"ftyp", b"isomiso2") + box(b"moov") + (0).to_bytes(4) + b"mdat" + b"data"


@pytest.mark.parametrize("content", [WHOLE, LARGE, OPEN_END])
def test_given_all_boxes_when_checked_then_nothing_is_wrong(tmp_path: Path, content: bytes) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(content)
    assert clip_fault(clip) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 poster", "picture"),
        (b"<!doctype html><title>404</title>", "no MP4"),
        (WHOLE[:-1], "cut short"),
        (WHOLE[:60], "cut short"),
        (box(b"ftyp", b"isomiso2") + box(b"mdat"), "no video"),
        (box(b"ftyp", b"isomiso2") + b"\0\0\0\4moov", "cut short"),
    ],
)
def test_given_anything_else_when_checked_then_it_is_named(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(content)
    assert fault in (clip_fault(clip) or "")


def test_given_no_file_when_checked_then_it_counts_as_empty(tmp_path: Path) -> None:
    assert clip_fault(tmp_path / "none.mp4") == "the file is empty"
