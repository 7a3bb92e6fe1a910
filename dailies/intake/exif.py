"""The first directory of an EXIF block, read by ourselves.

Pillow copies the value of every entry: 65,535 entries that all point at the same megabytes fill the memory
while a photo is merely opened.
"""

import struct
from typing import NamedTuple

_ORIENTATION = 0x0112
_SHORT = 3
_VALUE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}


class Directory(NamedTuple):
    """What matters of it: the orientation (1 to 8) and the bytes that its entries claim together."""

    orientation: int = 1
    claimed: int = 0


def read_directory(block: bytes) -> Directory:
    """Read the first directory of an EXIF or MPF block; what is unreadable counts as upright and empty."""
    tiff = block.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return Directory()
    (start,) = struct.unpack_from(order + "L", tiff, 4)
    if start + 2 > len(tiff):
        return Directory()
    (count,) = struct.unpack_from(order + "H", tiff, start)
    entries = tiff[start + 2 : start + 2 + 12 * count]
    return _fold(entries[: len(entries) // 12 * 12], order)


def _fold(entries: bytes, order: str) -> Directory:
    orientation, claimed = 1, 0
    for tag, kind, count, short, _ in struct.iter_unpack(order + "HHLHH", entries):
        claimed += count * _VALUE_BYTES.get(kind, 1)
        if tag == _ORIENTATION and kind == _SHORT and 1 <= short <= 8:
            orientation = short
    return Directory(orientation, claimed)
