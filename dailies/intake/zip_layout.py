"""Where things lie inside a ZIP file: its end record, and that no two members share bytes.

Python's zipfile believes the directory: it reads one of any size into memory, skips junk before the archive
and (before 3.11.8) lets members overlap, which is how ten megabytes become petabytes.
"""

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import ZipInfo

from dailies.domain.characters import shorten
from dailies.domain.errors import SourceRejected
from dailies.intake.limits import IntakeLimits

_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_LONGEST_COMMENT = 0xFFFF
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_ENTRY_SIGNATURE = b"PK\x01\x02"
_ENTRY_BYTES = 46
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_MAX_BYTES_PER_ENTRY = 800


class EndRecord(NamedTuple):
    """The last record of a ZIP file, as written."""

    start: int
    """Where it begins, in bytes from the start of the file."""
    disk: int
    directory_disk: int
    members_here: int
    members: int
    directory_bytes: int
    directory_start: int


def ends_as_zip(path: Path) -> bool:
    """Tell whether programs that look at the end of a file would open this one as a ZIP."""
    with path.open("rb") as file:
        return _read_end(file) is not None


def refuse_layout(file: BinaryIO, limits: IntakeLimits, subject: str) -> EndRecord:
    """Check the end record and the size of the directory; raise SourceRejected before anything is parsed."""
    end = _read_end(file)
    if end is None:
        raise refused("truncated", "The archive has no end, or something follows it.", subject)
    if end.disk or end.directory_disk or end.members_here != end.members:
        raise refused("split", "The archive is one part of several.", subject)
    if _has_zip64(file, end):
        detail = "The archive uses Zip64, which none within the limits needs."
        raise refused("zip64", detail, subject)
    gap = end.start - end.directory_bytes - end.directory_start
    if gap > 0:
        raise refused("prefix", "Something that is no archive stands before or inside it.", subject)
    if gap < 0:
        raise refused("truncated", "The archive's directory points past its end.", subject)
    _refuse_directory(file, end, limits, subject)
    return end


def refuse_overlaps(file: BinaryIO, members: Iterable[ZipInfo], end: EndRecord) -> None:
    """Check that each member's bytes are its own; raise SourceRejected about the first that shares them."""
    free_from = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < free_from:
            raise refused("overlap", "The member shares bytes with another one.", member.orig_filename)
        file.seek(member.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(_LOCAL_SIGNATURE):
            raise refused("damaged", "The member is not where the directory says.", member.orig_filename)
        _, name_bytes, extra_bytes = _LOCAL.unpack(header)
        free_from = member.header_offset + _LOCAL.size + name_bytes + extra_bytes + member.compress_size
        if free_from > end.directory_start:
            raise refused("overlap", "The member reaches into the directory.", member.orig_filename)


def refused(code: str, detail: str, subject: str, advice: str | None = None) -> SourceRejected:
    """Make the refusal `zip_<code>` about an archive or a member of it."""
    return SourceRejected(
        detail,
        code=f"zip_{code}",
        subject=shorten(subject, 120) or "unnamed",
        advice=advice or "Make a new ZIP of the images with your system's own tool and send that.",
    )


def _read_end(file: BinaryIO) -> EndRecord | None:
    size = file.seek(0, os.SEEK_END)
    tail_start = max(0, size - _LONGEST_COMMENT - _END.size)
    file.seek(tail_start)
    tail = file.read()
    at = tail.rfind(_END_SIGNATURE)
    if at < 0 or at + _END.size > len(tail):
        return None
    _, *numbers, comment_bytes = _END.unpack_from(tail, at)
    return EndRecord(tail_start + at, *numbers) if at + _END.size + comment_bytes == len(tail) else None


def _has_zip64(file: BinaryIO, end: EndRecord) -> bool:
    file.seek(max(0, end.start - _ZIP64_LOCATOR_BYTES))
    if file.read(4) == _ZIP64_LOCATOR:
        return True
    return end.members == 0xFFFF or 0xFFFF_FFFF in {end.directory_bytes, end.directory_start}


def _refuse_directory(file: BinaryIO, end: EndRecord, limits: IntakeLimits, subject: str) -> None:
    too_many = refused("too_many", f"The archive has more than {limits.archive_members} members.", subject)
    if end.members > limits.archive_members:
        raise too_many
    if end.directory_bytes > limits.archive_members * _MAX_BYTES_PER_ENTRY:
        raise refused("directory", "The archive's directory is too large.", subject)
    file.seek(end.directory_start)
    directory = file.read(end.directory_bytes)
    # A lower count than the true one would be believed by nobody but us, so the records are counted too.
    if directory.count(_ENTRY_SIGNATURE) > limits.archive_members:
        raise too_many
    if end.directory_bytes < end.members * _ENTRY_BYTES:
        raise refused("truncated", "The archive's directory is cut short.", subject)
