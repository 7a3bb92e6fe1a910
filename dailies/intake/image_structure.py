"""The frame of a JPEG or PNG, walked before any decoder sees it.

Small files can cost minutes: a progressive JPEG of a thousand empty scans (27 ms each at 50 megapixels),
millions of empty segments or chunks (3 µs each in Pillow's Python), filler that is skipped byte by byte,
thirty thousand colour profiles of a megabyte each (2 ms), EXIF blocks that are joined again for each segment.
Honest files stay far below these bounds.
"""

import re
import struct
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from dailies.domain.errors import SourceRejected
from dailies.domain.images import ImageFormat
from dailies.intake.exif import read_directory

_MAX_SCANS = 32
_MAX_SEGMENTS = 4_000
_MAX_CHUNKS = 40_000
_MAX_FILLER = 4_096
_MAX_METADATA = 4 * 1024**2
_MAX_CLAIMED = 16 * 1024**2

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_EOI, _SOS, _APP1, _APP2, _APP13 = 0xD9, 0xDA, 0xE1, 0xE2, 0xED
_ALONE = frozenset({0x01, 0xD8, _EOI})
"""Markers that no length and no payload follow."""
_EXIF, _MPF = b"Exif\0\0", b"MPF\0"
_PNG_SIGNATURE_BYTES = 8


class _Segment(NamedTuple):
    marker: int
    start: int
    """Where its payload begins, after marker and length."""
    end: int
    filler: int
    """Bytes before it that belong to nothing, or to the scan before it."""


def refuse_costly(path: Path, format_: ImageFormat, subject: str) -> None:
    """Raise SourceRejected where decoding would cost far more than the picture is worth."""
    if format_ == "webp":
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as view:
        reason = _costly_jpeg(view) if format_ == "jpeg" else _costly_png(view)
    if reason:
        raise SourceRejected(
            f"The image is built to be slow: {reason}.",
            code="image_bomb",
            subject=subject,
            advice="Open the image, export it anew and send that.",
        )


def _costly_jpeg(view: mmap) -> str | None:
    scans, edits, exif = 0, 0, bytearray()
    for number, segment in enumerate(_jpeg_segments(view), start=1):
        if number > _MAX_SEGMENTS:
            return f"more than {_MAX_SEGMENTS} segments"
        if not scans and segment.filler > _MAX_FILLER:
            return "filler between its segments"
        payload = view[segment.start : segment.end]
        scans += segment.marker == _SOS
        edits += len(payload) * (segment.marker == _APP13)
        if segment.marker == _APP1 and payload.startswith(_EXIF):
            exif += payload.removeprefix(_EXIF)
        if segment.marker == _APP2 and payload.startswith(_MPF) and _is_heavy(payload.removeprefix(_MPF)):
            return "oversized metadata"
        if scans > _MAX_SCANS:
            return f"more than {_MAX_SCANS} scans"
        if max(len(exif), edits) > _MAX_METADATA:
            return "too much metadata"
    return "oversized metadata" if _is_heavy(bytes(exif)) else None


def _is_heavy(directory: bytes) -> bool:
    return read_directory(directory).claimed > _MAX_CLAIMED


def _jpeg_segments(view: mmap) -> Iterator[_Segment]:
    position = 2
    while found := _MARKER.search(view, position):
        marker, filler = view[found.start() + 1], found.start() - position
        start = found.end() if marker in _ALONE else found.end() + 2
        position = start if marker in _ALONE else found.end() + int.from_bytes(view[found.end() : start])
        yield _Segment(marker, start, position, filler)
        if marker == _EOI:
            return
    yield _Segment(_EOI, len(view), len(view), len(view) - position)


def _costly_png(view: mmap) -> str | None:
    position, profiles = _PNG_SIGNATURE_BYTES, 0
    for _ in range(_MAX_CHUNKS):
        if position + 8 > len(view):
            return None
        length, kind = struct.unpack_from(">L4s", view, position)
        profiles += kind == b"iCCP"
        if profiles > 1:
            return "more than one colour profile"
        if kind == b"IEND":
            return None
        position += length + 12
    return f"more than {_MAX_CHUNKS} chunks"
