"""Sending in parts."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dailies.cli.answers import Slot
from dailies.cli.errors import TransferFailed
from dailies.cli.sending import part_ranges, send_file
from dailies.cli.sources import LocalFile, local_file
from dailies.cli.transfer import Transfer
from tests.cli.house import House

PART = 5 * 1024**2  # S3 takes no smaller ones
KEY = "uploads/large"


@pytest.fixture
def large(tmp_path: Path) -> LocalFile:
    """A file of two parts."""
    path = tmp_path / "large.zip"
    path.write_bytes(b"a" * PART + b"the rest")
    return local_file(path)


@pytest.fixture
def transfer() -> Iterator[Transfer]:
    """The way to the store, without waiting."""
    made = Transfer(sleep=lambda _seconds: None)
    yield made
    made.close()


def _begin(house: House, count: int) -> tuple[str, Slot]:
    objects = house.app.objects
    begun = objects.client.create_multipart_upload(Bucket=objects.bucket, Key=KEY)["UploadId"]
    sign = house.app.aws.public_s3.generate_presigned_url
    given = {"Bucket": objects.bucket, "Key": KEY, "UploadId": begun}
    urls = [sign("upload_part", Params={**given, "PartNumber": n}) for n in range(1, count + 1)]
    return begun, Slot(upload_id="u", name="n", method="MULTIPART", parts=tuple(urls), part_bytes=PART)


def test_given_a_lost_part_when_sent_then_the_whole_arrives(
    house: House, transfer: Transfer, large: LocalFile
) -> None:
    upload, slot = _begin(house, 2)
    house.faults.object_statuses = [503]
    counted: list[int] = []

    etags = send_file(transfer, large, slot, counted.append)

    parts = [{"ETag": etag, "PartNumber": number} for number, etag in enumerate(etags, start=1)]
    objects = house.app.objects
    objects.client.complete_multipart_upload(
        Bucket=objects.bucket,
        Key=KEY,
        UploadId=upload,
        MultipartUpload={"Parts": parts},  # type: ignore[typeddict-item]
    )
    arrived = objects.read(KEY, most_bytes=10**8) or b""
    assert hashlib.sha256(arrived).digest() == hashlib.sha256(large.path.read_bytes()).digest()
    assert sum(counted) == large.size


def test_given_links_for_another_number_of_parts_when_sent_then_it_is_refused(
    house: House, transfer: Transfer, large: LocalFile
) -> None:
    _, slot = _begin(house, 1)

    with pytest.raises(TransferFailed, match=r"large\.zip"):
        send_file(transfer, large, slot, lambda _count: None)


def test_given_a_refusal_when_sent_then_the_file_is_named(
    house: House, transfer: Transfer, large: LocalFile
) -> None:
    _, slot = _begin(house, 2)
    house.faults.object_statuses = [403]

    with pytest.raises(TransferFailed, match=r"large\.zip: The storage answered 403"):
        send_file(transfer, large, slot, lambda _count: None)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, [(0, 1)]), (10, [(0, 10)]), (11, [(0, 10), (10, 1)]), (20, [(0, 10), (10, 10)])],
)
def test_given_a_size_when_cut_then_the_parts_cover_it(size: int, expected: list[tuple[int, int]]) -> None:
    assert part_ranges(size, 10) == expected
