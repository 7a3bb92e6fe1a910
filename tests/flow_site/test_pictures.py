import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from dailies.domain.errors import SourceRejected
from infra.local.flow.pictures import decode_picture, draw_from_text

from .visitor import picture


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", picture()[:60], _png_that_claims(30_000, 30_000), _png_that_claims(9_000, 9_000)],
    ids=["empty", "text", "cut", "bomb", "too many pixels"],
)
def test_given_bad_bytes_when_decoded_then_they_are_refused(data: bytes) -> None:
    with pytest.raises(SourceRejected):
        decode_picture(data, "x.png")


def test_given_a_turned_photograph_when_decoded_then_it_stands_upright() -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=turned)
    assert decode_picture(out.getvalue(), "x.jpg").size == (20, 40)


def test_given_two_prompts_when_drawn_then_each_has_its_own_picture(tmp_path: Path) -> None:
    for name in ("a", "a2", "b"):
        draw_from_text(name[0], tmp_path / name)
    first, same, other = ((tmp_path / name).read_bytes() for name in ("a", "a2", "b"))
    assert (first == same, first == other) == (True, False)
