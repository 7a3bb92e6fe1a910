"""An archive holds exactly the recorded videos, or it has no directory; memory stays flat."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from containers.media.archive import Archived, Member, archive_size, write_archive
from containers.media.manifest import Manifest, ManifestEntry, disarm
from dailies.domain.errors import Cancelled, InvalidInput, MediaFailed, OutputInvalid

ORDERED = datetime(2026, 3, 4, 5, 6, 8, tzinfo=UTC)
CONTENTS = (b"first video" * 1000, b"second" * 5000, b"")


def entry_for(name: str, data: bytes, prompt: str = "rain on glass") -> ManifestEntry:
    return ManifestEntry(
        file=name,
        video_id=f"id-of-{name}",
        prompt=prompt,
        model="Veo",
        width=2160,
        height=3840,
        bytes=len(data),
        frames=192,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def pieces(data: bytes) -> Iterable[bytes]:
    return (data[start : start + 4096] for start in range(0, len(data), 4096))


def member(name: str, data: bytes, sent: bytes | None = None) -> Member:
    return Member(entry_for(name, data), lambda: pieces(data if sent is None else sent))


def manifest_of(members: Iterable[Member]) -> Manifest:
    entries = tuple(member.entry for member in members)
    return Manifest(job_id="j1", title="Rain", created=ORDERED, files=entries)


def members_for(*contents: bytes) -> list[Member]:
    return [member(f"{number:02d}_take.mp4", data) for number, data in enumerate(contents, start=1)]


class Pipe:
    """A sink that keeps what it gets and cannot seek."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def build(
    members: list[Member], folder: str = "My_Videos", sink: Pipe | None = None
) -> tuple[bytes, Archived]:
    sink = sink or Pipe()
    done = write_archive(sink, folder, members, manifest_of(members))
    return bytes(sink.data), done


def test_given_members_when_archived_then_unzip_finds_no_fault(tmp_path: Path) -> None:
    data, _ = build(members_for(*CONTENTS))
    (tmp_path / "a.zip").write_bytes(data)
    tested = subprocess.run(
        ["unzip", "-t", "a.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (tested.returncode, "No errors detected" in tested.stdout) == (0, True)


def test_given_members_when_archived_then_each_comes_back_as_it_was() -> None:
    data, _ = build(members_for(*CONTENTS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".mp4")]
        assert [archive.read(name) for name in names] == list(CONTENTS)


def test_given_members_when_archived_then_the_manifest_comes_last_and_tells_each_hash() -> None:
    data, _ = build(members_for(*CONTENTS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[-2:] == ["My_Videos/manifest.json", "My_Videos/manifest.csv"]
        told = json.loads(archive.read("My_Videos/manifest.json"))
        found = [
            hashlib.sha256(archive.read(f"My_Videos/{file['file']}")).hexdigest() for file in told["files"]
        ]
    assert found == [file["sha256"] for file in told["files"]]


def test_given_the_same_members_when_archived_twice_then_the_bytes_are_the_same() -> None:
    assert build(members_for(*CONTENTS))[0] == build(members_for(*CONTENTS))[0]


def test_given_members_when_archived_then_the_result_and_the_bound_fit_the_bytes() -> None:
    members = members_for(*CONTENTS)
    data, done = build(members)
    assert (done.bytes, done.sha256, done.files) == (len(data), hashlib.sha256(data).hexdigest(), 3)
    assert len(data) <= archive_size([member.entry for member in members])


@pytest.mark.parametrize("sent", [b"fake!", b"real", b"real!!", b""], ids=["other", "short", "long", "none"])
def test_given_a_member_that_is_not_as_recorded_when_archived_then_no_directory_is_written(
    sent: bytes,
) -> None:
    sink = Pipe()
    with pytest.raises(OutputInvalid):
        build([*members_for(*CONTENTS), member("04_take.mp4", b"real!", sent)], sink=sink)
    assert not zipfile.is_zipfile(io.BytesIO(sink.data))


def test_given_a_reader_that_breaks_when_archived_then_its_error_comes_through() -> None:
    def broken() -> Iterable[bytes]:
        yield b"rea"
        raise MediaFailed("the connection was lost")

    sink = Pipe()
    with pytest.raises(MediaFailed, match="connection"):
        build([Member(entry_for("01_take.mp4", b"real!"), broken)], sink=sink)
    assert not zipfile.is_zipfile(io.BytesIO(sink.data))


def test_given_an_archive_when_cancelled_then_it_stops_without_a_directory() -> None:
    sink, members = Pipe(), members_for(*CONTENTS)
    with pytest.raises(Cancelled):
        write_archive(sink, "x", members, manifest_of(members), cancelled=lambda: len(sink.data) > 5000)
    assert not zipfile.is_zipfile(io.BytesIO(sink.data))


@pytest.mark.parametrize(
    "names",
    [
        ["../a.mp4"],
        ["/a.mp4"],
        ["a/b.mp4"],
        ["a\\b.mp4"],
        ["con.mp4"],
        ["a.mp4", "A.MP4"],
        ["manifest.json"],
        [""],
    ],
)
def test_given_hostile_or_repeated_names_when_archived_then_nothing_is_written(names: list[str]) -> None:
    sink = Pipe()
    with pytest.raises(InvalidInput):
        build([member(name, b"x") for name in names], sink=sink)
    assert not sink.data


def test_given_a_manifest_of_other_members_when_archived_then_it_is_refused() -> None:
    members = members_for(*CONTENTS)
    with pytest.raises(InvalidInput):
        write_archive(Pipe(), "x", members, manifest_of(members[:2]))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_given_a_prompt_like_a_formula_when_listed_then_spreadsheets_see_text(start: str) -> None:
    entry = entry_for("01_take.mp4", b"x", prompt=f'{start}HYPERLINK("http://x","y"),\nz')
    text = Manifest(job_id="j", title="t", created=ORDERED, files=(entry,)).as_csv().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["prompt"] == f"'{entry.prompt}"
    assert rows[0]["sha256"] == entry.sha256


def test_given_an_ordinary_cell_when_listed_then_it_stays_as_it_is() -> None:
    assert disarm("a = b") == "a = b"


STREAMED = r"""
import hashlib, re, sys
from pathlib import Path
from datetime import datetime, UTC
from containers.media.archive import Member, write_archive
from containers.media.manifest import Manifest, ManifestEntry
from dailies.storage.multipart import MultipartSink

piece, count = bytes(1024 * 1024), 512
digest = hashlib.sha256()
for _ in range(count):
    digest.update(piece)
entries = tuple(
    ManifestEntry(file=f"{n}.mp4", video_id="v", prompt="p", model="m", width=1, height=1, frames=1,
                  bytes=count * len(piece), sha256=digest.hexdigest())
    for n in range(4)
)
class Store:
    # Answers as S3 does, and keeps nothing.
    def create_multipart_upload(self, **request):
        return {"UploadId": "u"}
    def upload_part(self, Body, **request):
        return {"ETag": str(len(Body))}
    def complete_multipart_upload(self, **request):
        return {}
members = [Member(entry, lambda: (piece for _ in range(count))) for entry in entries]
manifest = Manifest(job_id="j", title="t", created=datetime(2026, 1, 1, tzinfo=UTC), files=entries)
with MultipartSink(Store(), "b", "k", content_type="application/zip") as sink:
    done = write_archive(sink, "x", members, manifest)
# Its own high-water mark: `ru_maxrss` would count the parent's memory from before exec.
peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)
print(done.bytes, int(peak) * 1024)
"""


def test_given_two_gigabytes_when_archived_in_parts_then_memory_stays_flat() -> None:
    told = subprocess.run([sys.executable, "-c", STREAMED], capture_output=True, text=True, check=True).stdout
    size, memory = map(int, told.split())
    assert size > 2 * 1024**3
    assert memory < 128 * 1024**2
