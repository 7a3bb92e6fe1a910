"""One reference image: recognised, bounded, decoded to its last pixel; its bytes stay as they came.

An animation is refused rather than cut to its first frame, which its sender may not have meant. Bytes after
the end of a picture are accepted (phones put a film there), unless they make the file a ZIP as well.
"""

import hashlib
import struct
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dailies.domain.errors import SourceRejected
from dailies.domain.images import ImageFacts, ImageFormat
from dailies.intake.exif import read_directory
from dailies.intake.image_structure import refuse_costly
from dailies.intake.limits import DEFAULT_LIMITS, IntakeLimits
from dailies.intake.recognise import IMAGES, recognise, refuse_size, unknown_type
from dailies.intake.zip_layout import ends_as_zip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

# What Pillow's readers let out for hostile bytes, found by fuzzing; MemoryError is not theirs and passes.
_DECODER_ERRORS = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, struct.error)


def check_image(path: Path, limits: IntakeLimits = DEFAULT_LIMITS, name: str | None = None) -> ImageFacts:
    """Decode a JPEG, PNG or WebP file and say what it is; raise SourceRejected about `name`."""
    subject = name or path.name
    size = refuse_size(path, limits.image_bytes, subject, code="image_too_large")
    content = recognise(path)
    if content not in IMAGES:
        raise unknown_type(path, subject, expected="a JPEG, PNG or WebP image")
    if ends_as_zip(path):
        raise _refused("polyglot", "The image is a ZIP archive as well.", subject)
    format_ = cast("ImageFormat", content)
    refuse_costly(path, format_, subject)
    with _opened(path, format_, subject) as image:
        width, height = image.size
        _refuse_shape(width, height, limits, subject)
        if format_ != "jpeg" and getattr(image, "n_frames", 1) > 1:
            raise _refused("animated", "The image is an animation.", subject, "Send one still frame.")
        image.load()
        orientation = read_directory(_exif_of(image)).orientation
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ImageFacts(
        format=format_, width=width, height=height, bytes=size, sha256=digest, orientation=orientation
    )


@contextmanager
def _opened(path: Path, format_: ImageFormat, subject: str) -> "Iterator[Image]":
    """Open without decoding; whatever the decoder says about the bytes until the end becomes a refusal."""
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # malformed extras that browsers show without a word
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[format_.upper()]) as image:
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused("too_many_pixels", "The image has far too many pixels.", subject) from None
    except _DECODER_ERRORS as error:
        detail = f"The image is damaged or cut short ({type(error).__name__})."
        raise _refused("damaged", detail, subject, "Export the image anew and send that.") from error


def _refuse_shape(width: int, height: int, limits: IntakeLimits, subject: str) -> None:
    if width * height > limits.image_pixels:
        detail = f"{width} x {height} is more than {limits.image_pixels // 1_000_000} megapixels."
        raise _refused("too_many_pixels", detail, subject, "Send the image at a smaller size.")
    if min(width, height) < limits.image_side:
        detail = f"{width} x {height}: the shortest side must have at least {limits.image_side} pixels."
        raise _refused("too_small", detail, subject, "Send a larger image.")
    if max(width, height) > limits.image_aspect * min(width, height):
        detail = f"{width} x {height} is longer than {limits.image_aspect} times its other side."
        raise _refused("too_long", detail, subject, "Crop the image.")


def _exif_of(image: "Image") -> bytes:
    found = image.info.get("exif", b"")
    return found if isinstance(found, bytes) else b""


def _refused(code: str, detail: str, subject: str, advice: str | None = None) -> SourceRejected:
    return SourceRejected(detail, code=f"image_{code}", subject=subject, advice=advice)
