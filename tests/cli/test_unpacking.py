"""Unpacking: only what a delivery holds, whole or not at all."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest

from dailies.cli.unpacking import unpack
from dailies.domain.errors import SourceRejected

VIDEO = b"a video" * 100
MakeZip = Callable[..., Path]


def manifest(**changed: object) -> bytes:
    """Write the list of one video."""
    entry = {
        "file": "01.mp4",
        "video_id": "v",
        "prompt": "p",
        "width": 1,
        "height": 1,
        "bytes": len(VIDEO),
        "frames": 1,
        "sha256": hashlib.sha256(VIDEO).hexdigest(),
    }
    return json.dumps({"files": [{**entry, **changed}]}).encode()


GOOD = {"Takes/01.mp4": VIDEO, "Takes/manifest.json": manifest()}


def write(path: Path, members: dict[str, bytes], mode: int = 0, method: int = zipfile.ZIP_STORED) -> Path:
    """Write a ZIP whose first member has that mode and method."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, data) in enumerate(members.items()):
            info = zipfile.ZipInfo(name)
            info.external_attr = (mode if number == 0 else 0) << 16
            archive.writestr(info, data, method if number == 0 else zipfile.ZIP_STORED)
    return path


def test_given_a_delivery_when_unpacked_then_its_files_lie_in_its_folder(tmp_path: Path) -> None:
    found = unpack(write(tmp_path / "a.zip", GOOD), tmp_path)

    assert (found.folder / found.files[0].file).read_bytes() == VIDEO


def test_given_a_folder_of_that_name_when_unpacked_then_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "Takes").mkdir()
    (tmp_path / "Takes" / "mine.txt").write_text("mine")

    found = unpack(write(tmp_path / "a.zip", GOOD), tmp_path)

    assert (found.folder.name, len(list((tmp_path / "Takes").iterdir()))) == ("Takes-2", 1)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.mp4",
        "Takes/../../evil.mp4",
        "/etc/evil.mp4",
        "C:/evil.mp4",
        "Takes\\evil.mp4",
        "Takes/deep/evil.mp4",
        "Takes/con.mp4",
        "Takes/.hidden",
        "Takes/evil\u202e4pm.exe",
        "loose.mp4",
    ],
)
def test_given_an_unsafe_name_when_unpacked_then_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "into"
    folder.mkdir()

    with pytest.raises(SourceRejected):
        unpack(write(tmp_path / "a.zip", {name: b"evil", **GOOD}), folder)

    assert (list(folder.iterdir()), sorted(p.name for p in tmp_path.iterdir())) == ([], ["a.zip", "into"])


@pytest.mark.parametrize(
    "members",
    [
        {**GOOD, "Takes/extra.mp4": b"not listed"},
        {"Takes/manifest.json": manifest()},
        {"Takes/01.mp4": VIDEO},
        {**GOOD, "Other/02.mp4": b"x"},
        {**GOOD, "Takes/01.MP4": VIDEO},
        {"Takes/01.mp4": VIDEO[:-1] + b"!", "Takes/manifest.json": manifest()},
        {"Takes/01.mp4": VIDEO, "Takes/manifest.json": b"[]"},
        {"Takes/01.mp4": VIDEO, "Takes/manifest.json": b"not json"},
    ],
    ids=["unlisted", "missing", "no list", "two folders", "same name", "changed", "no files", "not json"],
)
def test_given_what_no_delivery_holds_when_unpacked_then_no_folder_appears(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    with pytest.raises(SourceRejected):
        unpack(write(tmp_path / "a.zip", members), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_given_a_link_inside_when_unpacked_then_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRejected, match="another kind"):
        unpack(write(tmp_path / "a.zip", GOOD, mode=stat.S_IFLNK | 0o777), tmp_path)


def test_given_a_bomb_when_unpacked_then_it_is_refused_by_its_directory(tmp_path: Path) -> None:
    bomb = {"Takes/00.mp4": bytes(10**7), **GOOD}

    with pytest.raises(SourceRejected, match="another kind"):
        unpack(write(tmp_path / "a.zip", bomb, method=zipfile.ZIP_DEFLATED), tmp_path)


def test_given_overlapping_members_when_unpacked_then_they_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        # More entries in the directory that point at the first one's bytes.
        for number in range(2, 5):
            twin = copy(archive.getinfo("Takes/01.mp4"))
            twin.filename = f"Takes/0{number}.mp4"
            archive.filelist.append(twin)
        archive._didModify = True  # type: ignore[attr-defined]

    with pytest.raises(SourceRejected):
        unpack(path, tmp_path)


def test_given_a_cut_off_file_when_unpacked_then_it_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", GOOD)
    path.write_bytes(path.read_bytes()[:-30])

    with pytest.raises(SourceRejected, match="cannot be read"):
        unpack(path, tmp_path)
