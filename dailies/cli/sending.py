"""Sends files into their slots: by form, by PUT, or in parts of which a lost one costs only itself."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import IO, Any

from dailies.cli.answers import Slot
from dailies.cli.errors import TransferFailed
from dailies.cli.sources import LocalFile
from dailies.cli.transfer import OnBytes, Slice, Transfer


def send_file(transfer: Transfer, file: LocalFile, slot: Slot, on_bytes: OnBytes) -> list[str]:
    """Send one file; give the parts' ETags where it went in parts, else nothing. Raises TransferFailed."""
    try:
        with file.path.open("rb") as opened:
            if slot.method == "MULTIPART":
                return _send_parts(transfer, opened, file, slot, on_bytes)
            _send_whole(transfer, opened, file, slot, on_bytes)
            return []
    except TransferFailed as error:
        raise TransferFailed(
            f"{file.name}: {error}", subject=file.name, advice=error.failure.advice
        ) from error


def part_ranges(size: int, part_bytes: int) -> list[tuple[int, int]]:
    """Give start and length of each part."""
    return [(start, min(part_bytes, size - start)) for start in range(0, size, part_bytes)]


def _send_whole(
    transfer: Transfer, opened: IO[bytes], file: LocalFile, slot: Slot, on_bytes: OnBytes
) -> None:
    if slot.url is None:
        raise TransferFailed("The API gave no link to send to.", retryable=False)
    again = _Again(opened, 0, file.size, on_bytes)
    if slot.method == "POST":
        transfer.send("POST", slot.url, partial(_form, again, slot.fields, file.content_type))
    else:
        transfer.send("PUT", slot.url, partial(_body, again, slot.fields))


def _send_parts(
    transfer: Transfer, opened: IO[bytes], file: LocalFile, slot: Slot, on_bytes: OnBytes
) -> list[str]:
    ranges = part_ranges(file.size, slot.part_bytes or file.size)
    if len(ranges) != len(slot.parts):
        raise TransferFailed("The API gave links for another number of parts.", retryable=False)
    etags = []
    for (start, length), url in zip(ranges, slot.parts, strict=True):
        again = _Again(opened, start, length, on_bytes)
        response = transfer.send("PUT", url, partial(_body, again, {}))
        etags.append(response.headers["etag"])
    return etags


class _Again:
    """Makes the same bytes for each try, and takes back what a failed try had reported."""

    def __init__(self, opened: IO[bytes], start: int, length: int, on_bytes: OnBytes) -> None:
        self._make: Callable[[], Slice] = partial(Slice, opened, start, length, self._count)
        self._on_bytes = on_bytes
        self._reported = 0
        self.length = length

    def slice(self) -> Slice:
        self._on_bytes(-self._reported)
        self._reported = 0
        return self._make()

    def _count(self, read: int) -> None:
        self._reported += read
        self._on_bytes(read)


def _form(again: _Again, fields: Mapping[str, str], content_type: str) -> dict[str, Any]:
    # A form's file must come last, and its own name is of no use: the key is signed.
    return {"data": dict(fields), "files": {"file": ("file", again.slice(), content_type)}}


def _body(again: _Again, headers: Mapping[str, str]) -> dict[str, Any]:
    return {"content": again.slice(), "headers": {**headers, "Content-Length": str(again.length)}}
