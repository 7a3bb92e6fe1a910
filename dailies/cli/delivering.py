"""Has a ZIP made, fetches it, proves it, unpacks it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dailies.cli.answers import Delivery
from dailies.cli.client import MOST_VIDEOS
from dailies.cli.desk import Desk
from dailies.cli.errors import TransferFailed, Unfinished
from dailies.cli.fetching import Wanted, fetch
from dailies.cli.rows import delivery_scene
from dailies.cli.unpacking import DeliveredFile, free_path, unpack
from dailies.cli.waiting import follow
from dailies.domain.errors import SourceRejected
from dailies.domain.names import is_safe_name
from dailies.domain.options import Resolution
from dailies.domain.status import TERMINAL, Status

_OVER = TERMINAL | {Status.BLOCKED}


@dataclass(frozen=True)
class Delivered:
    """One ZIP on this machine."""

    delivery_id: str
    archive: Path
    size: int
    """Bytes."""
    sha256: str
    folder: Path | None = None
    """Where it is unpacked, if it is."""
    files: tuple[DeliveredFile, ...] = ()


def deliver(
    desk: Desk,
    videos: Sequence[str],
    *,
    folder: str,
    resolution: Resolution,
    out: Path,
    unpacked: bool = True,
) -> list[Delivered]:
    """Deliver takes of one job into `out`, at most 200 in a ZIP."""
    groups = [videos[start : start + MOST_VIDEOS] for start in range(0, len(videos), MOST_VIDEOS)]
    names = [folder] if len(groups) == 1 else [f"{folder} {number}" for number in range(1, len(groups) + 1)]
    return [
        collect(desk, _order(desk, group, name, resolution), out, unpacked=unpacked)
        for group, name in zip(groups, names, strict=True)
    ]


def _order(desk: Desk, videos: Sequence[str], folder: str, resolution: Resolution) -> str:
    begun = desk.client.deliver(videos, folder, resolution)
    if begun.delivery_id is None:
        raise Unfinished("The API began no delivery.")
    return begun.delivery_id


def collect(desk: Desk, delivery_id: str, out: Path, *, unpacked: bool = True) -> Delivered:
    """Wait for a delivery, fetch its ZIP into `out` and unpack it there; raises Unfinished, TransferFailed."""
    with desk.screen.scene("Packing") as show:
        ready = follow(
            desk.client.watched_delivery(delivery_id),
            lambda seen: seen.status in _OVER,
            lambda seen: show(delivery_scene(seen)),
            desk.patience,
        )
    if ready.status is not Status.SUCCEEDED:
        problems = [ready.failure] if ready.failure else []
        raise Unfinished(f"The ZIP was not made: it is {ready.status}.", problems=problems)
    archive = _fetch(desk, ready, out)
    delivered = Delivered(delivery_id, archive, ready.size or 0, ready.sha256 or "")
    if not unpacked:
        return delivered
    found = unpack(archive, out)
    return replace(delivered, folder=found.folder, files=found.files)


def _fetch(desk: Desk, ready: Delivery, out: Path) -> Path:
    if not (ready.name and ready.size and ready.sha256):
        raise TransferFailed("The API does not say what the ZIP is.", retryable=False)
    if not is_safe_name(ready.name):
        raise SourceRejected("The ZIP's name is unsafe.", code="archive_unsafe")
    # What was fetched by an earlier run is not fetched again, and another file of that name is not replaced.
    wanted = Wanted(out / ready.name, ready.size, ready.sha256)
    if wanted.is_there():
        return wanted.target
    wanted = Wanted(free_path(wanted.target), ready.size, ready.sha256)

    def link() -> str:
        fresh = desk.client.delivery(ready.delivery_id)
        if fresh.url is None:
            raise TransferFailed("The ZIP is not in storage any more.", retryable=False)
        return fresh.url

    with desk.screen.transfer(f"Fetching {ready.name}", ready.size) as on_bytes:
        return fetch(desk.transfer, wanted, link, on_bytes)
