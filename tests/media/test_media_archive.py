"""An archive holds exactly the recorded videos, or it has no directory; memory stays flat."""

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from containers.media.archive import Archived, Member, archive_size, write_archive
from containers.media.manifest import Manifest, ManifestEntry, disarm
from dailies.domain.errors import Cancelled, Conflict, InvalidInput, MediaFailed, OutputInvalid
from dailies.domain.names import folder_name, is_safe_name, member_names, slug
from dailies.storage.multipart import LEAST_PART_BYTES, MultipartSink, part_bytes_for

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


HOSTILE = {
    "../../etc/passwd": "etc passwd",
    "/abs/x": "abs x",
    "C:\\x": "C x",
    "a\\..\\b": "a . b",
    "": "Dailies",
    ".": "Dailies",
    "..": "Dailies",
    " . - ": "Dailies",
    "con": "con_",
    "AUX.png": "AUX.png_",
    "LPT¹": "LPT¹_",
    "name. . ": "name",
    ".hidden": "hidden",
    "-rf": "rf",
    "a\x00b\nc": "a b c",
    "\u202egnp.exe": "gnp.exe",
    "zero\u200bwidth": "zero width",
    "cafe\u0301": "café",
    "日本語 フォルダ": "日本語 フォルダ",
    "\ud800": "Dailies",
    "<a>:b|c?*": "a b c",
    "My_Videos": "My_Videos",
    "x" * 300: "x" * 80,
}


@pytest.mark.parametrize("text", sorted(HOSTILE))
def test_given_a_hostile_folder_name_when_made_safe_then_it_stays_readable(text: str) -> None:
    assert folder_name(text) == HOSTILE[text]


@given(st.text())
def test_given_any_text_when_made_a_name_then_it_is_safe(text: str) -> None:
    assert is_safe_name(folder_name(text))
    assert is_safe_name(slug(text))


@given(st.lists(st.text(), max_size=20))
def test_given_any_titles_when_named_then_all_names_are_safe_and_differ(titles: list[str]) -> None:
    names = member_names(titles, "4K")
    assert all(is_safe_name(name) for name in names)
    assert len({name.casefold() for name in names}) == len(titles)


def test_given_titles_when_named_then_they_sort_as_they_are_numbered() -> None:
    names = member_names(["Rain on Glass!", "猫"] + ["x"] * 98, "4K")
    assert names[:2] == ("001_Rain-on-Glass_4k.mp4", "002_猫_4k.mp4")
    assert sorted(names) == list(names)


STREAMED = """
import hashlib, resource, sys
from datetime import datetime, UTC
from containers.media.archive import Member, write_archive
from containers.media.manifest import Manifest, ManifestEntry

piece, count = bytes(1024 * 1024), 512
digest = hashlib.sha256()
for _ in range(count):
    digest.update(piece)
entries = tuple(
    ManifestEntry(file=f"{n}.mp4", video_id="v", prompt="p", model="m", width=1, height=1, frames=1,
                  bytes=count * len(piece), sha256=digest.hexdigest())
    for n in range(4)
)
class Nowhere:
    def write(self, data):
        return len(data)
members = [Member(entry, lambda: (piece for _ in range(count))) for entry in entries]
manifest = Manifest(job_id="j", title="t", created=datetime(2026, 1, 1, tzinfo=UTC), files=entries)
done = write_archive(Nowhere(), "x", members, manifest)
print(done.bytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_given_two_gigabytes_when_archived_then_memory_stays_flat() -> None:
    told = subprocess.run([sys.executable, "-c", STREAMED], capture_output=True, text=True, check=True).stdout
    size, memory = map(int, told.split())
    assert size > 2 * 1024**3
    assert memory < 128 * 1024**2


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterable[str]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="deliveries")
        yield "deliveries"


def put_archive(bucket: str, members: list[Member]) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    bound = archive_size([member.entry for member in members])
    with MultipartSink(client, bucket, "a.zip", content_type="application/zip", expected_bytes=bound) as sink:
        write_archive(sink, "x", members, manifest_of(members))


def stored(bucket: str) -> bytes | None:
    client = boto3.client("s3", region_name="us-east-1")
    if client.list_objects_v2(Bucket=bucket)["KeyCount"] == 0:
        return None
    return client.get_object(Bucket=bucket, Key="a.zip")["Body"].read()


def open_uploads(bucket: str) -> int:
    listed = boto3.client("s3", region_name="us-east-1").list_multipart_uploads(Bucket=bucket)
    return len(listed.get("Uploads", []))


def test_given_an_archive_of_several_parts_when_streamed_then_the_object_is_whole(bucket: str) -> None:
    members = members_for(os.urandom(LEAST_PART_BYTES + 5), os.urandom(LEAST_PART_BYTES), b"small")
    put_archive(bucket, members)
    with zipfile.ZipFile(io.BytesIO(stored(bucket) or b"")) as archive:
        assert archive.testzip() is None
        assert [info.file_size for info in archive.infolist()][:3] == [m.entry.bytes for m in members]


@pytest.mark.parametrize(
    "contents", [(os.urandom(LEAST_PART_BYTES + 5),), ()], ids=["second part", "first part"]
)
def test_given_a_bad_member_when_streamed_then_nothing_is_visible_or_left_open(
    bucket: str, contents: tuple[bytes, ...]
) -> None:
    with pytest.raises(OutputInvalid):
        put_archive(bucket, [*members_for(*contents), member("99_take.mp4", b"real!", b"fake!")])
    assert (stored(bucket), open_uploads(bucket)) == (None, 0)


def test_given_an_object_of_that_name_when_streamed_then_it_is_kept(bucket: str) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    client.put_object(Bucket=bucket, Key="a.zip", Body=b"first")
    with pytest.raises(Conflict) as caught:
        put_archive(bucket, members_for(*CONTENTS))
    assert caught.value.failure.code == "object_exists"
    assert (stored(bucket), open_uploads(bucket)) == (b"first", 0)


def test_given_permission_to_replace_when_streamed_then_the_object_is_new(bucket: str) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    client.put_object(Bucket=bucket, Key="a.zip", Body=b"first")
    with MultipartSink(client, bucket, "a.zip", content_type="text/plain", if_none_match=None) as sink:
        sink.write(b"second")
    assert stored(bucket) == b"second"


def test_given_an_answer_lost_after_completion_when_streamed_then_the_object_counts_as_ours(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    complete = client.complete_multipart_upload

    def complete_twice(**request: object) -> object:
        complete(**request)  # type: ignore[arg-type]
        return complete(**request)  # type: ignore[arg-type]

    monkeypatch.setattr(client, "complete_multipart_upload", complete_twice)
    with MultipartSink(client, bucket, "a.zip", content_type="text/plain", metadata={"sha256": "x"}) as sink:
        sink.write(b"once")
    assert stored(bucket) == b"once"
    assert client.head_object(Bucket=bucket, Key="a.zip")["Metadata"]["sha256"] == "x"


def test_given_no_bytes_when_streamed_then_the_object_is_empty(bucket: str) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    with MultipartSink(client, bucket, "a.zip", content_type="text/plain"):
        pass
    assert stored(bucket) == b""


def test_given_no_such_bucket_when_streamed_then_the_store_has_failed(bucket: str) -> None:
    client = boto3.client("s3", region_name="us-east-1")
    sink = MultipartSink(client, f"{bucket}-not", "a.zip", content_type="text/plain")
    with pytest.raises(MediaFailed) as caught:
        sink.__enter__()
    assert caught.value.failure.code == "storage_failed"


MIB = 1024**2


@pytest.mark.parametrize("total", [0, 1, 8 * MIB, 80_000 * MIB, 80_000 * MIB + 1, 5 * 1024**4])
def test_given_any_total_when_parts_are_sized_then_ten_thousand_hold_it(total: int) -> None:
    part = part_bytes_for(total)
    assert part * 10_000 >= total
    assert part >= LEAST_PART_BYTES
    assert part % MIB == 0
