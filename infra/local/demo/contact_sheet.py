"""One picture that shows a frame of every take and of every 4K file, with captions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.thumbnail import make_thumbnail
from dailies.media.tools import Tools, find_tools

_CELL = (270, 480)
_CAPTION = 64
_GAP = 16
_COLUMNS = 6
_BACKGROUND, _INK = (18, 18, 20), (232, 232, 228)
_TEXT_SIZE = 15


@dataclass(frozen=True)
class Frame:
    """One video on the sheet."""

    video: Path
    caption: str
    """Up to three lines."""


def write_sheet(frames: Sequence[Frame], target: Path, work: Path) -> Path:
    """Write the sheet as a JPEG; `work` is a folder for single frames. Raises MediaFailed, SourceRejected."""
    tools = find_tools()
    columns = min(_COLUMNS, len(frames))
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", _sheet_size(columns, rows), _BACKGROUND)
    for number, frame in enumerate(frames):
        corner = _corner(number % columns, number // columns)
        _place(sheet, corner, _still(frame.video, work / f"{number}.jpg", tools), frame.caption)
    whole = work / "sheet.jpg"
    sheet.save(whole, quality=88)
    return whole.replace(target)


def _sheet_size(columns: int, rows: int) -> tuple[int, int]:
    width, height = _corner(columns, rows)
    return width, height


def _corner(column: int, row: int) -> tuple[int, int]:
    return _GAP + column * (_CELL[0] + _GAP), _GAP + row * (_CELL[1] + _CAPTION + _GAP)


def _still(video: Path, target: Path, tools: Tools) -> Path:
    info = probe(video, tools, MediaLimits())
    return make_thumbnail(video, target, info, tools).path


def _place(sheet: Image.Image, corner: tuple[int, int], still: Path, caption: str) -> None:
    x, y = corner
    with Image.open(still) as picture:
        picture.thumbnail(_CELL)
        sheet.paste(picture, (x + (_CELL[0] - picture.width) // 2, y + (_CELL[1] - picture.height) // 2))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(_TEXT_SIZE)
    for number, line in enumerate(caption.splitlines()):
        shown = _fitted(line, font)
        pen.text((x, y + _CELL[1] + 6 + number * (_TEXT_SIZE + 4)), shown, fill=_INK, font=font)


def _fitted(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """Cut a line to the width of a cell."""
    while font.getlength(line) > _CELL[0]:
        line = line[:-1]
    return line
