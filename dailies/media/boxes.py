"""Reads the outermost boxes of an MP4 or MOV file, without trusting any size in it.

This finds every cut: FFmpeg reads a file that was cut inside its media data to the cut, and exits 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dailies.domain.errors import SourceRejected

_MOST_BOXES = 10_000


@dataclass(frozen=True)
class Box:
    """One outermost box: its four-letter kind, and where it lies in the file in bytes."""

    kind: str
    start: int
    size: int


def read_boxes(path: Path) -> tuple[Box, ...]:
    """List the outermost boxes in order; raises SourceRejected `truncated` if the last runs past the end."""
    total = path.stat().st_size
    with path.open("rb") as file:
        return tuple(_walk(file, total))


def _walk(file: BinaryIO, total: int) -> Iterator[Box]:
    start = 0
    for _ in range(_MOST_BOXES):
        if start == total:
            return
        box = _box_at(file, start, total)
        if box.start + box.size > total:
            raise SourceRejected(
                f"The video is cut off: {total} bytes of at least {box.start + box.size}.",
                code="truncated",
                advice="Send the file again.",
            )
        yield box
        start += box.size
    raise SourceRejected(f"The video has more than {_MOST_BOXES} outermost boxes.", code="damaged")


def _box_at(file: BinaryIO, start: int, total: int) -> Box:
    file.seek(start)
    header = file.read(16)
    if len(header) < 8:
        raise SourceRejected("The video is cut off inside a box header.", code="truncated")
    kind = header[4:8].decode("latin-1")
    size = int.from_bytes(header[:4])
    if size == 1:
        size = int.from_bytes(header[8:16]) if len(header) == 16 else total + 1
    elif size == 0:
        size = total - start  # 0 says: to the end of the file
    if size < 8:
        raise SourceRejected("The video's boxes do not fit together.", code="damaged")
    return Box(kind, start, size)


def starts_fast(boxes: tuple[Box, ...]) -> bool:
    """Tell whether the index (`moov`) comes before the media (`mdat`), so that playing can start at once."""
    kinds = [box.kind for box in boxes]
    return "moov" in kinds and "mdat" in kinds and kinds.index("moov") < kinds.index("mdat")
