"""Fetching a ZIP: resumed, proven, bounded."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dailies.cli.errors import TransferFailed
from dailies.cli.fetching import Wanted, fetch
from dailies.cli.transfer import Transfer
from tests.cli.house import House

DATA = bytes(range(256)) * 40


@pytest.fixture
def link(house: House) -> str:
    """An object in the store."""
    house.app.objects.put("deliveries/any.zip", DATA, content_type="application/zip")
    return house.app.links.download("deliveries/any.zip")


@pytest.fixture
def wanted(tmp_path: Path) -> Wanted:
    """That object, on this machine."""
    return Wanted(tmp_path / "takes.zip", len(DATA), hashlib.sha256(DATA).hexdigest())


@pytest.fixture
def transfer() -> Iterator[Transfer]:
    """The way to the store, without waiting."""
    made = Transfer(sleep=lambda _seconds: None)
    yield made
    made.close()


def test_given_an_object_when_fetched_then_it_is_whole(transfer: Transfer, wanted: Wanted, link: str) -> None:
    assert fetch(transfer, wanted, lambda: link, lambda _count: None).read_bytes() == DATA


def test_given_part_of_an_earlier_try_when_fetched_then_only_the_rest_travels(
    house: House, transfer: Transfer, wanted: Wanted, link: str
) -> None:
    wanted.partial.write_bytes(DATA[:1000])

    fetch(transfer, wanted, lambda: link, lambda _count: None)

    assert (house.faults.ranges, wanted.target.read_bytes()) == (["bytes=1000-"], DATA)


def test_given_a_damaged_part_of_an_earlier_try_when_fetched_then_it_begins_anew(
    transfer: Transfer, wanted: Wanted, link: str
) -> None:
    wanted.partial.write_bytes(b"x" * 1000)

    assert fetch(transfer, wanted, lambda: link, lambda _count: None).read_bytes() == DATA


def test_given_another_object_when_fetched_then_nothing_is_put_in_place(
    transfer: Transfer, tmp_path: Path, link: str
) -> None:
    other = Wanted(tmp_path / "takes.zip", len(DATA), "0" * 64)

    with pytest.raises(TransferFailed) as refused:
        fetch(transfer, other, lambda: link, lambda _count: None)

    assert (refused.value.failure.code, list(tmp_path.iterdir())) == ("checksum_mismatch", [])


def test_given_more_bytes_than_said_when_fetched_then_it_stops(
    transfer: Transfer, tmp_path: Path, link: str
) -> None:
    small = Wanted(tmp_path / "takes.zip", 100, hashlib.sha256(DATA[:100]).hexdigest())

    with pytest.raises(TransferFailed, match="more than the ZIP has"):
        fetch(transfer, small, lambda: link, lambda _count: None)


def test_given_interruptions_when_fetched_then_the_progress_adds_up(
    house: House, transfer: Transfer, wanted: Wanted, link: str
) -> None:
    house.faults.cut_after = [10, 20]
    counted: list[int] = []

    fetch(transfer, wanted, lambda: link, counted.append)

    assert sum(counted) == len(DATA)


def test_given_a_refused_link_when_fetched_then_the_link_is_not_repeated(
    transfer: Transfer, wanted: Wanted, house: House
) -> None:
    with pytest.raises(TransferFailed) as refused:
        fetch(
            transfer, wanted, lambda: f"{house.url}/bucket/none?X-Amz-Signature=secret", lambda _count: None
        )

    assert "secret" not in f"{refused.value} {refused.value.failure}"
