"""Pictures that look like footage, for pages that people look at: drawn light, depth and grain, no two takes alike."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tests.web.closeups import draw_frost, draw_street
from tests.web.landscapes import draw_forest, draw_hills, draw_sea
from tests.web.light import Colour, Frame, add_bloom, add_grain, add_vignette

_QUALITY = 88


@dataclass(frozen=True)
class _Look:
    """What is in front of the camera, and its colours from the far to the near."""

    draw: Callable[[Frame, tuple[Colour, ...], random.Random], Image.Image]
    colours: tuple[Colour, ...]


_LOOKS = (
    _Look(draw_sea, ((44, 52, 92), (250, 176, 122), (255, 226, 178), (22, 32, 52))),
    _Look(draw_street, ((10, 14, 24), (255, 168, 84), (228, 64, 58), (70, 178, 196))),
    _Look(draw_forest, ((222, 226, 204), (128, 152, 138), (52, 76, 72), (12, 24, 26))),
    _Look(draw_hills, ((92, 124, 170), (250, 206, 170), (150, 140, 168), (28, 34, 56))),
    _Look(draw_street, ((16, 12, 32), (232, 88, 168), (96, 108, 246), (250, 196, 112))),
    _Look(draw_hills, ((214, 150, 104), (252, 226, 172), (206, 134, 92), (74, 38, 34))),
    _Look(draw_sea, ((18, 30, 56), (98, 128, 168), (226, 234, 246), (8, 16, 32))),
    _Look(draw_frost, ((38, 66, 98), (238, 196, 150), (206, 230, 246))),
)


@cache
def scene(number: int, *, take: int = 0, size: tuple[int, int] = (720, 1280)) -> bytes:
    """Draw a scene as a JPEG; another take has the same subject and light, and another moment."""
    look = _LOOKS[number % len(_LOOKS)]
    dice = random.Random(number * 7 + take * 101)
    picture = look.draw(Frame(*size), look.colours, dice)
    kept = io.BytesIO()
    add_grain(add_vignette(add_bloom(picture))).save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()
