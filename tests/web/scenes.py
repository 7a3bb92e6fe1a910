"""Pictures that look like something, for pages that people look at: a sun over hills, each number another hour."""

import colorsys
import io
import math

from PIL import Image, ImageDraw

_HILLS = 4
_Colour = tuple[int, int, int]


def scene(number: int, *, size: tuple[int, int] = (720, 1280)) -> bytes:
    """Draw the scene of that number as a JPEG."""
    width, height = size
    hue = (number * 0.137) % 1
    image = _sky(size, _colour(hue, 0.55, 0.35), _colour(hue + 0.12, 0.45, 0.95))
    draw = ImageDraw.Draw(image)
    radius = min(size) // 7
    x, y = width * (2 + number % 5) // 8, height * (3 + number % 3) // 10
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(hue + 0.14, 0.15, 1))
    for hill in range(_HILLS):
        _draw_hill(draw, size, hill, number, _colour(hue + 0.05, 0.6, 0.42 - 0.09 * hill))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=88)
    return kept.getvalue()


def _sky(size: tuple[int, int], above: _Colour, below: _Colour) -> Image.Image:
    gradient = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, below), Image.new("RGB", size, above), gradient)


def _draw_hill(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], hill: int, number: int, fill: _Colour
) -> None:
    width, height = size
    base = height * (0.55 + 0.11 * hill)
    steps = range(0, width + 13, 12)
    ridge = [(x, base + height * 0.05 * math.sin(x / width * (4 + hill) + number + hill * 2)) for x in steps]
    draw.polygon([*ridge, (width, height), (0, height)], fill=fill)


def _colour(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
