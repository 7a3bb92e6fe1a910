"""Draws the demo's pictures: small scenes with depth, so that a moving camera has something to pass."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1080, 1920
_HAZE_BLUR = 6.0

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Ridge:
    """One range of hills across the picture; the first drawn is the farthest."""

    height: float
    """Of its mean line above the ground, as a part of the picture."""
    roughness: float
    colour: Colour


@dataclass(frozen=True)
class Scene:
    """What is in one picture, and what shall happen in it."""

    name: str
    prompt: str
    sky: tuple[Colour, Colour]
    """Above, and at the horizon."""
    sun: tuple[float, float, int, Colour]
    """Place as parts of the picture, radius in pixels, colour."""
    ridges: Sequence[Ridge]
    subject: Callable[[ImageDraw.ImageDraw, random.Random], None]
    seed: int


def draw(scene: Scene, folder: Path) -> Path:
    """Draw a scene as a portrait JPEG of 1080 by 1920 pixels; the same scene gives the same pixels."""
    dice = random.Random(scene.seed)  # noqa: S311 - a picture, not a secret
    picture = _glow(_sky(*scene.sky), scene)
    for depth, ridge in enumerate(scene.ridges):
        blur = _HAZE_BLUR * (1 - (depth + 1) / len(scene.ridges))
        picture = _with_ridge(picture, ridge, blur, dice)
    scene.subject(ImageDraw.Draw(picture), dice)
    path = folder / f"{scene.name}.jpg"
    picture.save(path, quality=92)
    return path


def blend(first: Colour, second: Colour, part: float) -> Colour:
    """Mix two colours; part 0 is the first."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _sky(above: Colour, below: Colour) -> Image.Image:
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        column.putpixel((0, y), blend(above, below, min(1.0, y / (HEIGHT * 0.65))))
    return column.resize((WIDTH, HEIGHT))


def _glow(picture: Image.Image, scene: Scene) -> Image.Image:
    x, y, radius, colour = scene.sun
    centre = (round(x * WIDTH), round(y * HEIGHT))
    light = Image.new("L", picture.size)
    _disc(ImageDraw.Draw(light), centre, radius * 3, 90)
    light = light.filter(ImageFilter.GaussianBlur(radius))
    _disc(ImageDraw.Draw(light), centre, radius, 255)
    picture.paste(colour, mask=light.filter(ImageFilter.GaussianBlur(3)))
    return picture


def _disc(pen: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int, fill: int) -> None:
    x, y = centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _with_ridge(picture: Image.Image, ridge: Ridge, blur: float, dice: random.Random) -> Image.Image:
    layer = picture.copy()
    outline = _outline(ridge, dice)
    ImageDraw.Draw(layer).polygon([*outline, (WIDTH, HEIGHT), (0, HEIGHT)], fill=ridge.colour)
    return layer.filter(ImageFilter.GaussianBlur(blur)) if blur else layer


def _outline(ridge: Ridge, dice: random.Random) -> list[tuple[float, float]]:
    """Give a skyline by halving: each middle point is moved half as far as the one before."""
    heights = [dice.uniform(-1, 1), dice.uniform(-1, 1)]
    swing = 1.0
    for _ in range(7):
        middles = [(a + b) / 2 + dice.uniform(-swing, swing) for a, b in pairwise(heights)]
        heights = [*(height for pair in zip(heights, middles, strict=False) for height in pair), heights[-1]]
        swing /= 2
    step = WIDTH / (len(heights) - 1)
    base = HEIGHT * (1 - ridge.height)
    return [
        (number * step, base - height * ridge.roughness * HEIGHT) for number, height in enumerate(heights)
    ]
