"""A streamed object appears whole, once, or not at all."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

import boto3
import pytest
from moto import mock_aws

from containers.media.archive import Member, archive_size, write_archive
from containers.media.manifest import Manifest, ManifestEntry
from dailies.domain.errors import Conflict, MediaFailed, OutputInvalid
from dailies.storage.multipart import LEAST_PART_BYTES, MultipartSink, part_bytes_for


def member(name: str, data: bytes, sent: bytes | None = None) -> Member:
    entry = ManifestEntry(
        file=name,
        video_id=f"id-of-{name}",
        prompt="rain on glass",
        model="Veo",
        width=2160,
        height=3840,
        bytes=len(data),
        frames=192,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return Member(entry, lambda: iter([data if sent is None else sent]))


def members_for(*contents: bytes) -> list[Member]:
    return [member(f"{number:02d}_take.mp4", data) for number, data in enumerate(contents, start=1)]


def manifest_of(members: list[Member]) -> Manifest:
    entries = tuple(each.entry for each in members)
    return Manifest(job_id="j1", title="Rain", created=datetime(2026, 3, 4, tzinfo=UTC), files=entries)


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
        put_archive(bucket, members_for(b"first", b"second"))
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
