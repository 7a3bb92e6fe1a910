"""What a lens and a sensor do to a picture: skies, glows, bloom, vignette and grain."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Frame:
    """A picture's size in pixels."""

    width: int
    height: int

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Turn parts of the picture into pixels."""
        return round(x * self.width), round(y * self.height)

    def blank(self, fill: Colour = (0, 0, 0)) -> Image.Image:
        """Give an empty picture of this size."""
        return Image.new("RGB", (self.width, self.height), fill)


def blend(first: Colour, second: Colour, part: float) -> Colour:
    """Mix two colours; part 0 is the first."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def sky(frame: Frame, above: Colour, below: Colour, *, horizon: float) -> Image.Image:
    """Draw a sky that is brightest at the horizon (a part of the height)."""
    ramp = Image.linear_gradient("L").resize((frame.width, max(1, round(frame.height * horizon))))
    mask = Image.new("L", (frame.width, frame.height), 255)
    mask.paste(ramp, (0, 0))
    return Image.composite(frame.blank(below), frame.blank(above), mask)


def glow(picture: Image.Image, place: tuple[int, int], radius: int, colour: Colour) -> Image.Image:
    """Let light shine from a place, added to what is there."""
    size = radius * 2
    light = ImageChops.invert(Image.radial_gradient("L")).resize((size, size)).point(_falloff)
    layer = Image.new("RGB", picture.size)
    layer.paste(colour, (place[0] - radius, place[1] - radius), light)
    return ImageChops.screen(picture, layer)


def disc(picture: Image.Image, place: tuple[int, int], radius: float, colour: Colour) -> None:
    """Put a bright disc into a picture."""
    x, y = place
    ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def blurred(picture: Image.Image, share: float) -> Image.Image:
    """Put a picture out of focus; the radius is a share of its width."""
    return picture.filter(ImageFilter.GaussianBlur(picture.width * share))


def add_bloom(picture: Image.Image) -> Image.Image:
    """Let what is bright shine over its edges."""
    bright = picture.point(lambda value: max(0, value - 150))
    return ImageChops.screen(blurred(picture, 0.0015), blurred(bright, 0.04))


def add_vignette(picture: Image.Image) -> Image.Image:
    """Darken the corners, as lenses do."""
    edge = Image.radial_gradient("L").resize(picture.size).point(lambda value: 255 - max(0, value - 90) // 2)
    return ImageChops.multiply(picture, Image.merge("RGB", (edge, edge, edge)))


def add_grain(picture: Image.Image) -> Image.Image:
    """Add the noise of a sensor."""
    noise = Image.effect_noise(picture.size, 22).convert("RGB")
    return Image.blend(picture, ImageChops.overlay(picture, noise), 0.16)


def _falloff(value: int) -> int:
    # The gradient is straight and light falls off with the square; corners lie beyond the circle.
    part = max(0.0, (value - 75) / 180)
    return round(255 * part * part)
