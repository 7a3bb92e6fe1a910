"""Which images are taken, which are refused, and what that may cost."""

import hashlib
import io
import resource
import time
import zlib

import pytest
from PIL import Image

from dailies.domain.errors import SourceRejected
from dailies.intake.image import check_image
from dailies.intake.limits import IntakeLimits
from dailies.intake.recognise import check_magic
from tests.intake import makers
from tests.intake.conftest import Sent

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"
MVG = b"push graphic-context\nfill 'url(https://example.com/x.png\"|ls \"-la)'\npop graphic-context"


def saved(mode: str, format_: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (96, 96)).save(out, format_)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_given_an_honest_image_when_checked_then_its_facts_are_told(sent: Sent, format_: str) -> None:
    data = makers.picture(format_, (96, 128))

    facts = check_image(sent(data))

    assert (facts.format, facts.width, facts.height, facts.bytes) == (format_.lower(), 96, 128, len(data))
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.content_type == f"image/{format_.lower()}"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_given_a_turned_photo_when_checked_then_its_orientation_is_told(
    sent: Sent, orientation: int, format_: str
) -> None:
    facts = check_image(sent(makers.turned(orientation, format_)))

    assert facts.orientation == orientation
    assert facts.upright == ((128, 96) if orientation >= 5 else (96, 128))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(makers.phone_photo(), id="two pictures in one JPEG"),
        pytest.param(makers.picture("JPEG") + b"\0" * 99 + b"\0\0\0\x18ftypmp42", id="motion photo"),
        pytest.param(makers.picture("JPEG", progressive=True), id="progressive"),
        pytest.param(makers.picture("PNG") + b"junk after the end", id="junk behind a PNG"),
        pytest.param(makers.picture("JPEG") + b"<script>alert(1)</script>", id="script behind a JPEG"),
        *(pytest.param(saved(mode, "PNG"), id=mode) for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
        pytest.param(saved("CMYK", "JPEG"), id="CMYK"),
    ],
)
def test_given_an_unusual_but_good_image_when_checked_then_it_is_taken(sent: Sent, data: bytes) -> None:
    assert check_image(sent(data)).width == 96


HOSTILE = [
    pytest.param(b"", "file_empty", id="no byte"),
    pytest.param(b"\xff", "unknown_type", id="one byte"),
    pytest.param(SVG, "unknown_type", id="SVG"),
    pytest.param(b"<!doctype html><body>", "unknown_type", id="HTML"),
    pytest.param(b"%PDF-1.7\n", "unknown_type", id="PDF"),
    pytest.param(EPS, "unknown_type", id="EPS"),
    pytest.param(MVG, "unknown_type", id="ImageMagick script"),
    pytest.param(b"8BPS\0\1" + b"\0" * 40, "unknown_type", id="PSD"),
    pytest.param(saved("P", "GIF"), "unknown_type", id="GIF"),
    pytest.param(saved("RGB", "TIFF"), "unknown_type", id="TIFF"),
    pytest.param(makers.flat_png(12_000, 12_000), "image_too_many_pixels", id="144 megapixels in 17 KB"),
    pytest.param(makers.flat_png(7_100, 7_100), "image_too_many_pixels", id="just above 50 megapixels"),
    pytest.param(makers.flat_png(1, 30_000), "image_too_small", id="1 x 30,000"),
    pytest.param(makers.flat_png(1, 1), "image_too_small", id="1 x 1"),
    pytest.param(makers.flat_png(63, 900), "image_too_small", id="63 wide"),
    pytest.param(makers.flat_png(64, 1_025), "image_too_long", id="16 times as long"),
    pytest.param(makers.picture("JPEG")[:-200], "image_damaged", id="JPEG cut short"),
    pytest.param(makers.picture("PNG")[:-60], "image_damaged", id="PNG cut short"),
    pytest.param(makers.picture("WEBP")[:-60], "image_damaged", id="WebP cut short"),
    pytest.param(
        makers.picture("PNG").replace(b"IDAT", b"IDAX"), "image_damaged", id="PNG with a bad checksum"
    ),
    pytest.param(b"\xff\xd8\xff\xd9", "image_damaged", id="JPEG of nothing"),
    pytest.param(makers.PNG_SIGNATURE, "image_damaged", id="PNG of nothing"),
    pytest.param(makers.animated("PNG"), "image_animated", id="APNG"),
    pytest.param(makers.animated("WEBP"), "image_animated", id="animated WebP"),
    pytest.param(makers.picture() + makers.zipped([("a", b"a")]), "image_polyglot", id="PNG and ZIP"),
    pytest.param(makers.scan_bomb(1_000), "image_bomb", id="1,000 scans"),
    pytest.param(makers.exif_bomb(), "image_bomb", id="EXIF that multiplies"),
    pytest.param(b"\xff\xd8" + b"\xff\xfe\0\2" * 500_000 + b"\xff\xd9", "image_bomb", id="empty segments"),
    pytest.param(b"\xff\xd8\xff\xfe\0\2" + b"\0" * 2_000_000 + b"\xff\xd9", "image_bomb", id="filler"),
    pytest.param(b"\xff\xd8\xff" + b"\xff" * 2_000_000 + b"\xd9", "image_bomb", id="padding"),
    pytest.param(
        b"\xff\xd8\xff\xfe\0\2" + b"\xff\xd0" * 1_000_000 + b"\xff\xd9", "image_bomb", id="restarts"
    ),
    pytest.param(makers.segments_in_jpeg(0xE1, b"Exif\0\0", 300), "image_bomb", id="300 EXIF segments"),
    pytest.param(
        makers.segments_in_jpeg(0xED, b"Photoshop 3.0\0", 300), "image_bomb", id="300 edit segments"
    ),
    pytest.param(
        makers.flat_png(64, 64, makers.profile_bomb() * 500), "image_bomb", id="500 colour profiles"
    ),
    pytest.param(makers.flat_png(64, 64, makers.chunk(b"vpAg") * 200_000), "image_bomb", id="empty chunks"),
]


@pytest.mark.parametrize(("data", "code"), HOSTILE)
def test_given_a_hostile_image_when_checked_then_it_is_refused_cheaply(
    sent: Sent, data: bytes, code: str
) -> None:
    path = sent(data)
    started = time.process_time()

    with pytest.raises(SourceRejected) as caught:
        check_image(path, name="photo.png")

    assert (caught.value.failure.code, caught.value.failure.subject) == (code, "photo.png")
    assert time.process_time() - started < 1
    assert path.read_bytes() == data


def test_given_a_text_chunk_that_unpacks_to_much_when_checked_then_it_is_refused(sent: Sent) -> None:
    bomb = makers.chunk(b"zTXt", b"note\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(SourceRejected):
        check_image(sent(makers.flat_png(64, 64, bomb)))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_given_a_cut_at_any_point_when_checked_then_nothing_else_than_a_refusal_escapes(
    sent: Sent, format_: str
) -> None:
    data = makers.picture(format_, (64, 64))

    for end in range(1, len(data) - 20, max(1, len(data) // 40)):
        with pytest.raises(SourceRejected):
            check_image(sent(data[:end]))


def test_given_a_file_above_the_limit_when_checked_then_it_is_not_opened(sent: Sent) -> None:
    with pytest.raises(SourceRejected) as caught:
        check_image(sent(makers.picture()), IntakeLimits(image_bytes=100))

    assert caught.value.failure.code == "image_too_large"


def box(brand: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + brand + b"\0\0\0\0" + b"".join(compatible)
    return (len(body) + 4).to_bytes(4) + body + b"\0" * 64


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (box(b"isom", b"isom", b"mp41"), "mp4"),
        (box(b"qt  ", b"qt  "), "mov"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 40, "webm"),
    ],
)
def test_given_a_video_when_recognised_then_its_container_is_told(
    sent: Sent, data: bytes, content: str
) -> None:
    assert check_magic(sent(data)) == content


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\nhttp://169.254.169.254/",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        makers.picture(),
        b"RIFF",
    ],
)
def test_given_no_video_when_recognised_then_it_is_refused(sent: Sent, data: bytes) -> None:
    with pytest.raises(SourceRejected) as caught:
        check_magic(sent(data), name="clip.mp4")

    assert caught.value.failure.code == "unknown_type"
