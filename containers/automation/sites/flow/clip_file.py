"""Telling a whole MP4 from a poster, an error page, or half a file, by its boxes alone."""

from pathlib import Path

_HEADER = 8
_BOX_LIMIT = 10_000


def clip_fault(path: Path) -> str | None:
    """Say what is wrong with a downloaded clip; None for a file whose boxes are all there."""
    size = path.stat().st_size if path.exists() else 0
    if size == 0:
        return "the file is empty"
    with path.open("rb") as file:
        start = file.read(12)
        if start[4:8] != b"ftyp":
            return "the file is a picture" if start[:3] == b"\xff\xd8\xff" else "the file is no MP4"
        kinds: set[bytes] = set()
        offset = 0
        for _ in range(_BOX_LIMIT):
            if offset >= size:
                break
            file.seek(offset)
            length, kind = _box(file.read(16), size - offset)
            if length < _HEADER or offset + length > size:
                return "the file is cut short"
            kinds.add(kind)
            offset += length
    return None if {b"moov", b"mdat"} <= kinds else "the file holds no video"


def _box(header: bytes, rest: int) -> tuple[int, bytes]:
    length = int.from_bytes(header[:4])
    if length == 1:
        length = int.from_bytes(header[8:16])
    return (rest if length == 0 and len(header) >= _HEADER else length), header[4:8]
