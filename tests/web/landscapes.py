"""Subjects far away: hills, the sea, a forest; each drawn from the far to the near."""

import random
from itertools import pairwise

from PIL import Image, ImageDraw

from tests.web.light import Colour, Frame, blend, blurred, disc, glow, sky

_HALVINGS = 7
_RIDGES = 5
_ROWS_OF_TREES = 4


def draw_hills(frame: Frame, colours: tuple[Colour, ...], dice: random.Random) -> Image.Image:
    """Range behind range in the haze, a low sun over them."""
    above, light, far, near = colours
    picture = sky(frame, above, light, horizon=0.62)
    sun = frame.at(dice.uniform(0.25, 0.75), dice.uniform(0.36, 0.42))
    picture = glow(picture, sun, frame.width, light)
    disc(picture, sun, frame.width * 0.045, blend(light, (255, 255, 255), 0.7))
    for number in range(_RIDGES):
        part = number / (_RIDGES - 1)
        base = 0.5 + 0.1 * number
        outline = _ridge(frame, base, 0.075 - 0.008 * number, dice)
        layer = picture.copy()
        shade = blend(blend(light, far, 0.35 + 0.65 * part), near, part * part)
        ImageDraw.Draw(layer).polygon([*outline, frame.at(1, 1), frame.at(0, 1)], fill=shade)
        layer = _with_mist(layer, frame, base + 0.1, light, 0.34 * (1 - part))
        picture = blurred(layer, 0.004 * (1 - part))
    return picture


def draw_sea(frame: Frame, colours: tuple[Colour, ...], dice: random.Random) -> Image.Image:
    """A boat before a low sun, its light broken on the water."""
    above, light, sun_colour, water = colours
    horizon = 0.5
    picture = sky(frame, above, light, horizon=horizon)
    centre = dice.uniform(0.3, 0.7)
    sun = frame.at(centre, horizon - 0.07)
    picture = glow(picture, sun, round(frame.width * 0.9), sun_colour)
    disc(picture, sun, frame.width * 0.06, blend(sun_colour, (255, 255, 255), 0.6))
    sea = sky(frame, blend(light, water, 0.45), water, horizon=1 - horizon)
    picture.paste(sea, frame.at(0, horizon))
    _draw_shimmer(picture, frame, (centre, horizon), sun_colour, dice)
    picture = blurred(picture, 0.002)
    _draw_boat(ImageDraw.Draw(picture), frame, (dice.uniform(0.3, 0.62), 0.64), water)
    return picture


def draw_forest(frame: Frame, colours: tuple[Colour, ...], dice: random.Random) -> Image.Image:
    """Trunks in rows, the farther the paler, and light from behind."""
    light, far, middle, near = colours
    picture = sky(frame, blend(light, far, 0.4), light, horizon=0.6)
    picture = glow(picture, frame.at(dice.uniform(0.35, 0.65), 0.4), round(frame.width * 0.8), light)
    for row in range(_ROWS_OF_TREES):
        part = row / (_ROWS_OF_TREES - 1)
        shade = blend(blend(light, far, 0.7), blend(middle, near, part), part**0.7)
        layer = picture.copy()
        for _ in range(13 - 3 * row):
            _draw_trunk(ImageDraw.Draw(layer), frame, (dice.random(), part), shade, dice)
        ground = _ridge(frame, 0.7 + 0.09 * row, 0.02, dice)
        ImageDraw.Draw(layer).polygon([*ground, frame.at(1, 1), frame.at(0, 1)], fill=shade)
        layer = _with_mist(layer, frame, 0.72 + 0.08 * row, light, 0.42 * (1 - part))
        picture = blurred(layer, 0.007 * (1 - part) + 0.001)
    return picture


def _ridge(frame: Frame, base: float, swing: float, dice: random.Random) -> list[tuple[int, int]]:
    """Give a skyline by halving: each middle point is moved half as far as the one before."""
    heights = [dice.uniform(-1, 1), dice.uniform(-1, 1)]
    reach = 1.0
    for _ in range(_HALVINGS):
        middles = [(a + b) / 2 + dice.uniform(-reach, reach) for a, b in pairwise(heights)]
        heights = [*(height for pair in zip(heights, middles, strict=False) for height in pair), heights[-1]]
        reach *= 0.52
    last = len(heights) - 1
    return [frame.at(place / last, base - height * swing) for place, height in enumerate(heights)]


def _with_mist(picture: Image.Image, frame: Frame, level: float, colour: Colour, share: float) -> Image.Image:
    """Lay mist over a band of the picture."""
    band = round(frame.height * 0.24)
    ramp = Image.linear_gradient("L").resize((frame.width, band))
    mask = Image.new("L", picture.size)
    top = round(frame.height * level) - band
    mask.paste(ramp, (0, top))
    mask.paste(ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, top + band))
    return Image.composite(frame.blank(colour), picture, mask.point(lambda value: round(value * share)))


def _draw_shimmer(
    picture: Image.Image, frame: Frame, source: tuple[float, float], colour: Colour, dice: random.Random
) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    centre, horizon = source
    for _ in range(420):
        depth = dice.random() ** 1.4
        x = dice.gauss(centre, 0.05 + 0.16 * depth)
        y = horizon + 0.01 + (1 - horizon) * depth
        half = frame.width * (0.006 + 0.05 * depth) * dice.uniform(0.3, 1)
        near = max(0.0, 1 - abs(x - centre) / (0.12 + 0.4 * depth))
        left, middle = frame.at(x, y)
        box = (left - half, middle, left + half, middle + max(1, frame.height * 0.004 * depth))
        pen.ellipse(box, fill=(*colour, round(190 * near * dice.uniform(0.3, 1))))


def _draw_boat(pen: ImageDraw.ImageDraw, frame: Frame, place: tuple[float, float], colour: Colour) -> None:
    x, y = place
    dark = blend(colour, (0, 0, 0), 0.55)
    hull = ((-0.13, 0), (0.15, -0.008), (0.11, 0.026), (-0.1, 0.026))
    pen.polygon([frame.at(x + dx, y + dy) for dx, dy in hull], fill=dark)
    cabin = ((-0.05, 0), (-0.045, -0.034), (0.03, -0.034), (0.035, 0))
    pen.polygon([frame.at(x + dx, y + dy) for dx, dy in cabin], fill=dark)
    width = max(1, frame.width // 180)
    pen.line([frame.at(x + 0.06, y), frame.at(x + 0.06, y - 0.1)], fill=dark, width=width)
    pen.line(
        [frame.at(x + 0.06, y - 0.095), frame.at(x + 0.14, y - 0.01)], fill=dark, width=max(1, width // 2)
    )


def _draw_trunk(
    pen: ImageDraw.ImageDraw, frame: Frame, place: tuple[float, float], shade: Colour, dice: random.Random
) -> None:
    x, part = place
    half = (0.006 + 0.022 * part) * dice.uniform(0.7, 1.3)
    lean = dice.uniform(-0.02, 0.02)
    sides = ((-half, 1), (lean - half * 0.6, 0), (lean + half * 0.6, 0), (half, 1))
    pen.polygon([frame.at(x + dx, y) for dx, y in sides], fill=shade)
    for _ in range(5):
        level, way = dice.uniform(0.05, 0.5), dice.choice((-1, 1))
        reach = dice.uniform(0.04, 0.14)
        start, end = frame.at(x, level), frame.at(x + way * reach, level - reach * 0.3)
        pen.line([start, end], fill=shade, width=max(1, round(frame.width * half * 0.35)))
