"""Makes what users and attackers send, small and from nothing."""

import io
import struct
import zlib
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(format_: str = "PNG", size: tuple[int, int] = (96, 128), **options: object) -> bytes:
    """An honest picture with some texture."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    return _saved(image, format_, **options)


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def turned(orientation: int, format_: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture(format_, exif=exif.tobytes())


def animated(format_: str) -> bytes:
    frames = [Image.new("RGB", (96, 96), colour) for colour in ("red", "green", "blue")]
    return _saved(frames[0], format_, save_all=True, append_images=frames[1:])


def phone_photo() -> bytes:
    """A JPEG with a second, smaller picture behind it (MPO), as phones write."""
    first, second = Image.new("RGB", (96, 128), "red"), Image.new("RGB", (64, 64), "blue")
    return _saved(first, "MPO", save_all=True, append_images=[second])


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flat_png(width: int, height: int, extra: bytes = b"") -> bytes:
    """A one-bit PNG of any size: 12,000 x 12,000 pixels fit into 17 KB."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return PNG_SIGNATURE + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND")


def scan_bomb(scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    plain = picture("JPEG", (640, 640), progressive=True)
    last = plain[plain.rindex(b"\xff\xda") : -2]
    return plain[:-2] + last * scans + b"\xff\xd9"


def exif_bomb() -> bytes:
    """A JPEG whose EXIF entries all point at the same kilobytes."""
    entries = b"".join(struct.pack("<HHLL", tag, 7, 60_000, 0) for tag in range(1, 5_000))
    directory = b"II*\0" + struct.pack("<LH", 8, 4_999) + entries + b"\0\0\0\0"
    payload = b"Exif\0\0" + directory
    plain = picture("JPEG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + plain[2:]


def segments_in_jpeg(marker: int, start: bytes, count: int) -> bytes:
    """A good JPEG with many full segments of one kind in front of the picture."""
    plain = picture("JPEG")
    payload = start.ljust(0xFFFF - 2, b"\0")
    return plain[:2] + (bytes([0xFF, marker, 0xFF, 0xFF]) + payload) * count + plain[2:]


def profile_bomb() -> bytes:
    """One kilobyte that unpacks to a colour profile of a megabyte."""
    return chunk(b"iCCP", b"name\0\0" + zlib.compress(b"\0" * 1_000_000, 9))


def zipped(
    members: Iterable[tuple[str | ZipInfo, bytes]], method: int = ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.comment = comment
        for name, data in members:
            archive.writestr(name, data, compress_type=method, compresslevel=9)
    return out.getvalue()


def member(name: str, mode: int = 0o100644) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    """Change a name that zipfile would not write, in both places; the length must stay."""
    assert len(old) == len(new)
    assert archive.count(old) == 2
    return archive.replace(old, new)


def in_directory(archive: bytes, offset: int, layout: str, value: int) -> bytes:
    """Overwrite a field of the first entry of the central directory."""
    at = archive.index(b"PK\x01\x02") + offset
    return _overwritten(archive, at, layout, value)


def in_end(archive: bytes, offset: int, layout: str, value: int) -> bytes:
    """Overwrite a field of the end record."""
    return _overwritten(archive, archive.rindex(b"PK\x05\x06") + offset, layout, value)


def _overwritten(data: bytes, at: int, layout: str, value: int) -> bytes:
    packed = struct.pack(layout, value)
    return data[:at] + packed + data[at + len(packed) :]


def overlap_bomb(entries: int = 200) -> bytes:
    """Many directory entries for one local member of 1 MB, each with its own name."""
    single = zipped([("a0000.png", b"\0" * 1_000_000)])
    start = single.index(b"PK\x01\x02")
    entry = single[start : single.rindex(b"PK\x05\x06")]
    directory = b"".join(entry.replace(b"a0000", f"a{number:04d}".encode()) for number in range(entries))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), start, 0)
    return single[:start] + directory + end


def lying_bomb(declared: int = 1_000, actual: int = 20_000_000) -> bytes:
    """A member that says 1 KB and holds 20 MB, with the checksum of its first KB."""
    archive = zipped([("a.png", b"\0" * actual)])
    for signature, size_at, crc_at in ((b"PK\x01\x02", 24, 16), (b"PK\x03\x04", 22, 14)):
        at = archive.index(signature)
        archive = _overwritten(archive, at + size_at, "<L", declared)
        archive = _overwritten(archive, at + crc_at, "<L", zlib.crc32(b"\0" * declared))
    return archive


def stored(members: Iterable[tuple[str | ZipInfo, bytes]]) -> bytes:
    return zipped(members, ZIP_STORED)
