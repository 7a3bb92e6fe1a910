"""Fetches a ZIP: goes on where an earlier try stopped, and trusts only its SHA-256."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx2

from dailies.cli.errors import TransferFailed
from dailies.cli.retrying import MayHelp
from dailies.cli.transfer import OnBytes, Transfer, raise_for, told_as_transfer
from dailies.domain.errors import DiskFull

_SPARE_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class Wanted:
    """A file to fetch: where it shall lie and what it must be."""

    target: Path
    size: int
    """Bytes."""
    sha256: str

    @property
    def partial(self) -> Path:
        """Where the bytes gather; named by the content, so that another delivery's are never mixed in."""
        return self.target.with_name(f".{self.sha256[:16]}.part")

    def is_there(self) -> bool:
        """Tell whether the target is that file already."""
        return (
            self.target.is_file()
            and self.target.stat().st_size == self.size
            and sha256_of(self.target) == self.sha256
        )


def fetch(transfer: Transfer, wanted: Wanted, link: Callable[[], str], on_bytes: OnBytes) -> Path:
    """Fetch a file and put it in place once it is whole; `link` gives a fresh link for each try.

    Raises TransferFailed (`checksum_mismatch` when the bytes are wrong twice) or DiskFull.
    """
    wanted.target.parent.mkdir(parents=True, exist_ok=True)
    meter = _Meter(on_bytes)
    # Once more from the beginning: what an earlier run left behind may have been damaged since.
    for _ in range(2):
        _require_room(wanted)
        transfer.persist(lambda: _fetch_rest(transfer, wanted, link(), meter))
        if sha256_of(wanted.partial) == wanted.sha256:
            return wanted.partial.replace(wanted.target)
        wanted.partial.unlink()
    raise TransferFailed(
        "The ZIP is not the one that was made: its SHA-256 is another.", code="checksum_mismatch"
    )


class _Meter:
    """Turns how much is there into how much came."""

    def __init__(self, on_bytes: OnBytes) -> None:
        self._on_bytes = on_bytes
        self._last = 0

    def at(self, have: int) -> None:
        self._on_bytes(have - self._last)
        self._last = have


def _fetch_rest(transfer: Transfer, wanted: Wanted, url: str, meter: _Meter) -> None:
    have = _usable(wanted)
    meter.at(have)
    if have == wanted.size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    with told_as_transfer(), transfer.client(url).stream("GET", url, headers=headers) as response:
        raise_for(response)
        goes_on = response.status_code == httpx2.codes.PARTIAL_CONTENT
        _gather(response, wanted, have if goes_on else 0, meter)
    if _usable(wanted) != wanted.size:
        raise MayHelp(TransferFailed("The connection to the storage ended early."))


def _gather(response: httpx2.Response, wanted: Wanted, start: int, meter: _Meter) -> None:
    """Write the body from `start` on, at most what is missing."""
    with wanted.partial.open("ab") as file:
        file.truncate(start)
        for piece in response.iter_raw():
            if file.tell() + len(piece) > wanted.size:
                raise TransferFailed("The storage sends more than the ZIP has.", code="checksum_mismatch")
            file.write(piece)
            meter.at(file.tell())


def _usable(wanted: Wanted) -> int:
    """Say how many bytes of an earlier try can be kept."""
    have = wanted.partial.stat().st_size if wanted.partial.is_file() else 0
    return have if have <= wanted.size else 0


def _require_room(wanted: Wanted) -> None:
    free = shutil.disk_usage(wanted.target.parent).free
    # The ZIP is stored uncompressed, so that unpacking it takes its size once more.
    needed = 2 * wanted.size - _usable(wanted) + _SPARE_BYTES
    if free < needed:
        raise DiskFull(
            f"{wanted.target.parent} has {free // 1024**2} MB left; {needed // 1024**2} MB are needed.",
            advice="Free some room, or choose another folder with -o.",
        )


def sha256_of(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
