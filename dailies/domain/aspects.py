"""Shapes of pictures in pixels, and what cutting or filling up to another shape makes of them."""

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.options import Aspect

LONG_SIDE, SHORT_SIDE = 3840, 2160
"""The sides of a 4K picture, whichever way it is held."""

_SHAPES = {Aspect.PORTRAIT: (9, 16), Aspect.LANDSCAPE: (16, 9)}


class Size(BaseModel):
    """Width and height in pixels."""

    model_config = ConfigDict(frozen=True)

    width: int = Field(ge=1)
    height: int = Field(ge=1)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


def is_near(size: Size, aspect: Aspect, tolerance: float) -> bool:
    """Tell whether a picture has that shape, give or take a share of it."""
    across, down = _SHAPES[aspect]
    return abs(size.width * down / (size.height * across) - 1) <= tolerance


def crop_to(size: Size, aspect: Aspect) -> Size:
    """Give the largest part of a picture that has that shape."""
    across, down = _SHAPES[aspect]
    width = min(size.width, size.height * across // down)
    height = min(size.height, size.width * down // across)
    return Size(width=max(1, width), height=max(1, height))


def pad_to(size: Size, aspect: Aspect) -> Size:
    """Give the smallest frame of that shape that holds the whole picture."""
    across, down = _SHAPES[aspect]
    width = max(size.width, -(-size.height * across // down))
    height = max(size.height, -(-size.width * down // across))
    return Size(width=width, height=height)


def fills_uhd(size: Size) -> bool:
    """Tell whether a picture is as large as upscaling would make it."""
    long, short = max(size.width, size.height), min(size.width, size.height)
    return long >= LONG_SIDE or short >= SHORT_SIDE
