"""One way in for whatever was uploaded, recognised by content."""

import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from dailies.domain.errors import SourceRejected
from dailies.intake.verdict import BadPicture, Picture, inspect_upload
from tests.intake import makers
from tests.intake.conftest import Sent
from tests.intake.makers import stored, zipped


@pytest.mark.parametrize("name", ["photo.png", "prompts.txt", "archive.zip", ""])
def test_given_an_image_under_any_name_when_inspected_then_it_is_an_image(sent: Sent, name: str) -> None:
    path = sent(makers.picture("WEBP"))

    with inspect_upload(path, name) as found:
        (picture,) = found.pictures

    assert (found.kind, found.image_count) == ("image", 1)
    assert isinstance(picture, Picture)
    assert (picture.path, picture.facts.format) == (path, "webp")


def test_given_prompts_when_inspected_then_they_are_read(sent: Sent) -> None:
    with inspect_upload(sent(b"image,prompt\na.png,a cat\n"), "../My Prompts.CSV") as found:
        assert (found.kind, found.name, found.prompts[0].image) == ("prompts", "My Prompts.CSV", "a.png")


def test_given_a_video_when_inspected_then_it_is_one_without_pictures(sent: Sent) -> None:
    data = (24).to_bytes(4) + b"ftypisom\0\0\0\0isommp42" + b"\0" * 40

    with inspect_upload(sent(data), "clip.bin") as found:
        assert (found.kind, list(found.pictures)) == ("video", [])


def test_given_an_archive_when_inspected_then_pictures_come_one_by_one_and_bad_ones_do_not_stop_it(
    sent: Sent,
) -> None:
    members = [
        ("1.png", makers.picture()),
        ("2.jpg", b"<svg>"),
        ("3.png", zipped([("a", b"a")])),
        ("4.webp", makers.picture("JPEG")),
        ("prompts.txt", b"a\nb\nc\nd"),
        ("notes.md", b"x"),
    ]
    seen: list[Path] = []

    with inspect_upload(sent(stored(members)), "set.zip") as found:
        results: list[tuple[str, str]] = []
        for picture in found.pictures:
            if isinstance(picture, Picture):
                assert picture.path.read_bytes() == dict(members)[picture.name]
                seen.append(picture.path)
                results.append((picture.name, picture.facts.format))
            else:
                results.append((picture.name, picture.failure.code))

    assert results == [
        ("1.png", "png"),
        ("2.jpg", "unknown_type"),
        ("3.png", "unknown_type"),
        ("4.webp", "jpeg"),
    ]
    assert (found.image_count, len(found.prompts), len(found.warnings)) == (4, 4, 1)
    assert not any(path.exists() for path in seen)


def test_given_a_lie_behind_a_good_picture_when_inspected_then_the_archive_is_refused(sent: Sent) -> None:
    data = stored([("a.png", makers.picture()), ("b.png", makers.picture("PNG", (64, 64)))])
    second = data.index(b"PK\x03\x04", 4)
    broken = data[: second + 60] + b"\xff" + data[second + 61 :]
    seen: list[str] = []

    with pytest.raises(SourceRejected) as caught, inspect_upload(sent(broken), "set.zip") as found:
        seen.extend(picture.name for picture in found.pictures)

    assert (caught.value.failure.code, caught.value.failure.subject) == ("zip_damaged", "b.png")


def test_given_bad_prompts_in_an_archive_when_inspected_then_the_member_is_named(sent: Sent) -> None:
    data = zipped([("a.png", makers.picture()), ("x/prompts.csv", b"prompt\n \x1b")])

    with pytest.raises(SourceRejected) as caught, inspect_upload(sent(data), "set.zip"):
        pass

    assert caught.value.failure.subject == "x/prompts.csv"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.png", "file_empty"),
        (b"<!doctype html>", "a.png", "unknown_type"),
        (b"hello", "hello", "unknown_type"),
        (b"\x7fELF", "prompts.txt.exe", "unknown_type"),
        (b"\x80\x81", "prompts.txt", "prompts_encoding"),
        (b"%PDF-1.7\n\x80", "prompts.txt", "prompts_encoding"),
        (zipped([("readme.md", b"x")]), "set.zip", "zip_empty"),
        (b"PK\x03\x04", "set.zip", "zip_truncated"),
    ],
)
def test_given_nothing_usable_when_inspected_then_it_is_refused_by_its_shown_name(
    sent: Sent, data: bytes, name: str, code: str
) -> None:
    with pytest.raises(SourceRejected) as caught, inspect_upload(sent(data), f"up/\u202e{name}"):
        pass

    assert (caught.value.failure.code, caught.value.failure.subject) == (code, name)


@pytest.mark.parametrize("failing", [False, True])
def test_given_an_archive_when_the_caller_leaves_then_nothing_stays_behind(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: bool
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def leave_early() -> None:
        with inspect_upload(sent(zipped([("a.png", makers.picture())])), "set.zip") as found:
            next(found.pictures)
            assert list(folder.rglob("member"))
            if failing:
                raise KeyError

    if failing:
        with pytest.raises(KeyError):
            leave_early()
    else:
        leave_early()

    assert list(folder.iterdir()) == []


def test_given_a_large_archive_when_inspected_then_memory_stays_flat(sent: Sent) -> None:
    photo = makers.picture("PNG", (64, 64)) + bytes(range(256)) * 8_000
    path = sent(stored([(f"{number}.png", photo) for number in range(30)]))
    tracemalloc.start()

    try:
        with inspect_upload(path, "set.zip") as found:
            good = [picture.name for picture in found.pictures if not isinstance(picture, BadPicture)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(good) == 30
    assert peak < 4 * 1024**2


def test_given_a_cold_start_when_imported_then_no_decoder_is_loaded() -> None:
    code = "import sys, dailies.intake.verdict; print({'PIL', 'filetype'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
