"""The picture that checks upload: drawn here, so that no file of anybody's goes to the site."""

import struct
import zlib

WIDTH, HEIGHT = 720, 1280
_GREY_8_BIT = (8, 0, 0, 0, 0)


def draw_picture() -> bytes:
    """Draw a portrait ramp from black to white, as a PNG of a few kilobytes."""
    ramp = bytes(x * 255 // (WIDTH - 1) for x in range(WIDTH))
    rows = (b"\0" + ramp) * HEIGHT
    header = struct.pack(">II5B", WIDTH, HEIGHT, *_GREY_8_BIT)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
