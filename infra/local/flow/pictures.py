"""Untrusted pictures made plain: verified, decoded once, upright, re-encoded."""

import hashlib
import io
import warnings
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from dailies.domain.errors import SourceRejected

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MAX_PIXELS = 50_000_000
_LONGEST_SIDE = 2560


def decode_picture(data: bytes, name: str) -> Image.Image:
    """Give the upright RGB picture in these bytes; SourceRejected says why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MAX_PIXELS:
                    raise SourceRejected("The picture has too many pixels.", subject=name)
                picture.verify()
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise SourceRejected("The file is not a picture we can open.", subject=name) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's parsers raise on damage
        raise SourceRejected("The picture is damaged.", subject=name) from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return upright


def save_plain(data: bytes, name: str, target: Path) -> None:
    """Write the picture in these bytes to `target` as a plain JPEG."""
    decode_picture(data, name).save(target, "JPEG", quality=94)


def draw_from_text(text: str, target: Path) -> None:
    """Draw a picture that only this text gives: for prompts without an image."""
    digest = hashlib.sha256(text.encode()).digest()
    picture = Image.new("RGB", (1080, 1080), (digest[0], digest[1], digest[2]))
    brush = ImageDraw.Draw(picture)
    for start in range(3, 27, 6):
        x, y, size, *colour = digest[start : start + 6]
        box = (x * 4, y * 4, x * 4 + 80 + size * 2, y * 4 + 80 + size * 2)
        brush.ellipse(box, fill=(colour[0], colour[1], colour[2]))
    picture.save(target, "JPEG", quality=94)


def fit_frame(source: Path, width: int, height: int, target: Path) -> None:
    """Write the picture cut to fill exactly width by height, as a PPM: it takes no time to write or to read."""
    with Image.open(source, formats=("JPEG",)) as picture:
        picture.draft("RGB", (width, height))
        ImageOps.fit(picture, (width, height), Image.Resampling.BICUBIC).save(target, "PPM")


def save_poster(source: Path, width: int, height: int, target: Path) -> None:
    """Write a thumbnail of the picture, cut to the clip's shape."""
    with Image.open(source, formats=("JPEG",)) as picture:
        picture.draft("RGB", (width, height))
        ImageOps.fit(picture, (width, height)).save(target, "JPEG", quality=85)


def gather_references(sources: Sequence[Path], target: Path) -> None:
    """Write one picture of several: the first, with the others side by side along its lower edge."""
    with Image.open(sources[0], formats=("JPEG",)) as picture:
        whole = picture.convert("RGB")
    side = min(whole.size) // len(sources)
    for number, source in enumerate(sources[1:]):
        with Image.open(source, formats=("JPEG",)) as picture:
            small = ImageOps.fit(picture, (side, side))
        whole.paste(small, (number * side + side // 2, whole.height - side - side // 2))
    whole.save(target, "JPEG", quality=94)
