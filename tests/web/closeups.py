"""Subjects out of focus: a street at night, frost on a pane."""

import math
import random

from PIL import Image, ImageChops, ImageDraw

from tests.web.light import Colour, Frame, blend, blurred, disc, glow, sky

_HOUSES = 5
_LAMPS = 46


def draw_street(frame: Frame, colours: tuple[Colour, ...], dice: random.Random) -> Image.Image:
    """Lamps out of focus between dark houses, mirrored by the wet road."""
    night, *lamps = colours
    upper = Frame(frame.width, round(frame.height * 0.6))
    picture = sky(upper, night, blend(night, lamps[0], 0.3), horizon=0.95)
    pen = ImageDraw.Draw(picture)
    for depth in range(_HOUSES):
        shade = blend(blend(night, lamps[0], 0.22), (5, 6, 10), depth / (_HOUSES - 1))
        for side in (-1, 1):
            _draw_house(pen, upper, (side, depth), (shade, lamps[0]), dice)
    for _ in range(_LAMPS):
        near = dice.random()
        x = 0.5 + dice.choice((-1, 1)) * (0.04 + 0.46 * near) * dice.uniform(0.7, 1)
        place = upper.at(x, 0.86 - dice.random() * (0.12 + 0.6 * near))
        colour = blend((0, 0, 0), dice.choice(lamps), dice.uniform(0.35, 0.95))
        picture = _with_bokeh(picture, place, frame.width * (0.008 + 0.05 * near), colour)
    picture = glow(picture, upper.at(0.5, 0.86), round(frame.width * 0.6), lamps[0])
    return _mirrored(frame, blurred(picture, 0.003), night)


def draw_frost(frame: Frame, colours: tuple[Colour, ...], dice: random.Random) -> Image.Image:
    """Crystals that grow over a pane before a warm, blurred morning."""
    cold, warm, ice = colours
    picture = sky(frame, cold, blend(cold, warm, 0.6), horizon=0.9)
    picture = glow(picture, frame.at(dice.uniform(0.5, 0.8), 0.3), round(frame.width * 0.9), warm)
    for _ in range(14):
        place, radius = (
            frame.at(dice.random(), dice.uniform(0.1, 0.9)),
            frame.width * dice.uniform(0.03, 0.09),
        )
        picture = _with_bokeh(picture, place, radius, blend((0, 0, 0), warm, 0.25))
    picture = blurred(picture, 0.02)
    for focus, count in ((0.008, 5), (0.0, 4)):
        crystals = frame.blank()
        for _ in range(count):
            root = (dice.random() * frame.width, frame.height * dice.uniform(0.98, 1.08))
            length = frame.height * dice.uniform(0.3, 0.62)
            angle = dice.uniform(-0.5, 0.5) - math.pi / 2
            _draw_fern(ImageDraw.Draw(crystals), root, angle, length, ice, dice)
        picture = ImageChops.screen(picture, blurred(crystals, focus) if focus else crystals)
    return picture


def _draw_house(
    pen: ImageDraw.ImageDraw,
    frame: Frame,
    place: tuple[int, int],
    colours: tuple[Colour, Colour],
    dice: random.Random,
) -> None:
    side, depth = place
    shade, lamp = colours
    inner, outer = 0.05 + 0.105 * depth, 0.05 + 0.105 * (depth + 1.4)
    top = 0.6 - 0.17 * depth + dice.uniform(-0.05, 0.05)
    left, right = sorted((0.5 + side * inner, 0.5 + side * outer))
    pen.rectangle((*frame.at(left, top), *frame.at(right, 1)), fill=shade)
    for _ in range(3 + 2 * depth):
        x, y = dice.uniform(left, right), dice.uniform(top + 0.03, 0.8)
        size = 0.006 + 0.004 * depth
        box = (*frame.at(x, y), *frame.at(x + size, y + size * 1.6))
        pen.rectangle(box, fill=blend(shade, lamp, dice.uniform(0.2, 0.7)))


def _with_bokeh(picture: Image.Image, place: tuple[int, int], radius: float, colour: Colour) -> Image.Image:
    layer = Image.new("RGB", picture.size)
    disc(layer, place, radius, colour)
    return ImageChops.screen(picture, layer)


def _mirrored(frame: Frame, upper: Image.Image, night: Colour) -> Image.Image:
    """Put a picture over its own reflection on a wet ground."""
    whole = frame.blank(night)
    ground = round(upper.height * 0.88)
    whole.paste(upper, (0, 0))
    depth = frame.height - ground
    mirror = upper.crop((0, max(0, ground - depth), upper.width, ground)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    smeared = mirror.resize((mirror.width, max(1, mirror.height // 14))).resize((mirror.width, depth))
    whole.paste(Image.blend(smeared, frame.blank(night).crop((0, 0, mirror.width, depth)), 0.35), (0, ground))
    return whole


def _draw_fern(
    pen: ImageDraw.ImageDraw,
    root: tuple[float, float],
    angle: float,
    length: float,
    colour: Colour,
    dice: random.Random,
) -> None:
    if length < 9:
        return
    steps = 8
    x, y = root
    for step in range(steps):
        after = (x + math.cos(angle) * length / steps, y + math.sin(angle) * length / steps)
        shade = blend((0, 0, 0), colour, 0.2 + 0.4 * dice.random())
        pen.line([(x, y), after], fill=shade, width=max(1, round(length / 110)))
        x, y = after
        angle += dice.uniform(-0.06, 0.06)
        left = length * 0.3 * (1 - step / steps)
        for way in (-1, 1):
            _draw_fern(pen, (x, y), angle + way * dice.uniform(0.7, 0.95), left, colour, dice)
