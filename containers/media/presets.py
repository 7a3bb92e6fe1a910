"""The three quality presets, and the size that a video is upscaled to."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from dailies.domain.aspects import LONG_SIDE, SHORT_SIDE
from dailies.domain.errors import Refused
from dailies.domain.options import Quality


class AlreadyAtTarget(Refused):
    """The video is as large as upscaling would make it."""

    code = "already_at_target"
    status = 409


@dataclass(frozen=True)
class Preset:
    """How x264 encodes."""

    crf: int
    speed: str
    """The x264 preset."""
    # Half of x264's own look-ahead: 30 % less memory at the same size and quality.
    lookahead: int = 20


PRESETS: Mapping[Quality, Preset] = MappingProxyType(
    {
        Quality.FAST: Preset(crf=23, speed="fast"),
        Quality.BALANCED: Preset(crf=20, speed="medium"),
        Quality.HIGH: Preset(crf=18, speed="slow"),
    }
)


def target_size(width: Fraction, height: Fraction) -> tuple[int, int]:
    """Give the even 4K size for a picture shown at `width` by `height` square pixels; its shape is kept.

    Landscape fits into 3840x2160, portrait into 2160x3840, and a square becomes 2160x2160, which both allow.
    Raises AlreadyAtTarget when the picture already fills that.
    """
    box = (LONG_SIDE, SHORT_SIDE) if width >= height else (SHORT_SIDE, LONG_SIDE)
    scale = min(box[0] / width, box[1] / height)
    if scale <= 1:
        raise AlreadyAtTarget(
            f"The video is {round(width)}x{round(height)} already.", advice="Download it as it is."
        )
    return _even(width * scale), _even(height * scale)


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)
