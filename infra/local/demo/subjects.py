"""The demo's three scenes, with what stands in the foreground of each."""

import random

from PIL import ImageDraw

from infra.local.demo.scenes import HEIGHT, WIDTH, Colour, Ridge, Scene, blend

_WHITE: Colour = (244, 240, 230)
_RED: Colour = (188, 52, 44)


def _lighthouse(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    left, right, foot, top = 640, 800, 1560, 900
    pen.polygon([(520, 1620), (600, 1540), (840, 1536), (960, 1630)], fill=(34, 32, 46))
    for band in range(6):
        upper, lower = (top + (foot - top) * part / 6 for part in (band, band + 1))
        narrow = (band * 6, (band + 1) * 6)
        outline = [
            (left + 36 - narrow[0], upper),
            (right - 36 + narrow[0], upper),
            (right - 36 + narrow[1], lower),
            (left + 36 - narrow[1], lower),
        ]
        pen.polygon(outline, fill=_RED if band % 2 else _WHITE)
    pen.rectangle((660, 820, 780, 900), fill=(60, 52, 58))
    pen.rectangle((680, 836, 760, 886), fill=(255, 226, 140))
    pen.polygon([(640, 820), (800, 820), (720, 740)], fill=_RED)
    for _ in range(160):  # light on the waves
        x, y = dice.randint(0, WIDTH), dice.randint(1620, HEIGHT)
        reach = dice.randint(20, 90) * (y - 1560) // 300
        pen.line((x, y, x + reach, y), fill=(236, 176, 128), width=dice.randint(2, 5))


def _forest(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for row in range(5):
        foot = 1480 + row * 110
        colour = blend((74, 106, 108), (16, 34, 34), row / 4)
        for _ in range(12):
            _pine(pen, dice.randint(-40, WIDTH + 40), foot + dice.randint(-30, 30), 150 + row * 60, colour)
    pen.polygon([(380, 1600), (540, 1480), (700, 1600)], fill=(60, 34, 26))
    pen.rectangle((400, 1600, 680, 1740), fill=(104, 62, 42))
    pen.rectangle((500, 1640, 570, 1700), fill=(255, 206, 110))


def _pine(pen: ImageDraw.ImageDraw, x: int, foot: int, height: int, colour: Colour) -> None:
    for tier in range(4):
        top = foot - height + tier * height // 6
        half = height * (tier + 2) // 16
        pen.polygon([(x, top), (x - half, top + height // 3), (x + half, top + height // 3)], fill=colour)
    pen.rectangle((x - 6, foot - height // 6, x + 6, foot), fill=blend(colour, (40, 24, 16), 0.6))


def _balloons(pen: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for x, y, radius, colour in ((300, 520, 90, (214, 112, 60)), (860, 380, 56, (92, 128, 168))):
        _balloon(pen, x, y, radius, colour)
    _balloon(pen, 600, 900, 210, _RED)
    for _ in range(40):
        x, y = dice.randint(0, WIDTH), dice.randint(1640, HEIGHT)
        half = 4 + (y - 1600) // 14
        pen.ellipse(
            (x - half, y - half // 2, x + half, y + half // 2), fill=blend((120, 84, 52), (84, 92, 50), 0.5)
        )


def _balloon(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: Colour) -> None:
    tail = radius * 3 // 2
    pen.polygon(
        [(x - radius * 4 // 5, y + radius // 2), (x + radius * 4 // 5, y + radius // 2), (x, y + tail)],
        fill=colour,
    )
    for part in range(5):
        half = radius * (5 - part) // 5
        shade = blend(colour, _WHITE, 0.5) if part % 2 else colour
        pen.ellipse((x - half, y - radius, x + half, y + radius), fill=shade)
    basket = max(8, radius // 7)
    for side in (-1, 1):
        pen.line(
            (x + side * basket, y + tail - 4, x + side * basket, y + tail + basket * 2),
            fill=(70, 50, 40),
            width=2,
        )
    pen.rectangle((x - basket, y + tail + basket, x + basket, y + tail + basket * 3), fill=(110, 74, 44))


SCENES = (
    Scene(
        name="lighthouse",
        prompt="Slow push in on the lighthouse at dusk, its lamp turning, waves rolling towards the rocks",
        sky=((38, 42, 86), (244, 156, 112)),
        sun=(0.3, 0.52, 84, (255, 214, 150)),
        ridges=(
            Ridge(0.40, 0.05, (170, 112, 128)),
            Ridge(0.32, 0.04, (112, 82, 110)),
            Ridge(0.24, 0.02, (52, 56, 84)),
        ),
        subject=_lighthouse,
        seed=1,
    ),
    Scene(
        name="cabin",
        prompt="The camera glides over the pine forest to the lit cabin while first snow begins to fall",
        sky=((120, 168, 204), (232, 240, 244)),
        sun=(0.74, 0.2, 70, (255, 250, 226)),
        ridges=(
            Ridge(0.52, 0.16, (196, 212, 224)),
            Ridge(0.42, 0.10, (136, 164, 180)),
            Ridge(0.32, 0.06, (88, 122, 132)),
        ),
        subject=_forest,
        seed=2,
    ),
    Scene(
        name="balloons",
        prompt="Three hot air balloons drift over the desert hills in the morning light, gentle wide shot",
        sky=((96, 160, 214), (252, 222, 176)),
        sun=(0.16, 0.3, 64, (255, 244, 204)),
        ridges=(
            Ridge(0.38, 0.08, (226, 170, 128)),
            Ridge(0.28, 0.06, (204, 132, 88)),
            Ridge(0.17, 0.04, (160, 104, 62)),
        ),
        subject=_balloons,
        seed=3,
    ),
)
