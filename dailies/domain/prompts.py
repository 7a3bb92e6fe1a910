"""What users want made: prompts, read from a text, CSV or JSON file.

`.txt`   One prompt a line. Where blank lines separate blocks and any block has several lines, each block is
         one prompt instead, its lines joined by a space.
`.csv`   A header row `image,prompt` in any order, or `prompt` alone; the header shows whether commas,
         semicolons or tabs separate.
`.json`  A list of texts, or of objects with `prompt` and perhaps `image`.

A prompt is one line: breaks and tabs inside it become spaces. All else is kept as written.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from dailies.domain.characters import find_hidden, quote
from dailies.domain.errors import SourceRejected
from dailies.domain.filenames import MAX_NAME_CHARACTERS, fold, suffix_of
from dailies.domain.strict_json import load_json

MAX_PROMPTS = 10_000
MAX_PROMPT_CHARACTERS = 2_000
MAX_PROMPTS_BYTES = 20 * 1024**2
_MAX_LINES = 20 * MAX_PROMPTS
_MAX_CSV_LINE = 100_000

_SAVE_AS_UTF8 = "Save the file as UTF-8 and send it again."
_BREAKS = re.compile(r"[\t\r\n]+")


class Prompt(BaseModel):
    """One prompt, with the image that it names and the place where it stands."""

    model_config = ConfigDict(frozen=True)

    text: str
    image: str | None = None
    """The file name that the user wrote beside it."""
    line: int
    """Counted from 1; in a JSON file the number of the entry."""


class _Row(NamedTuple):
    line: int
    prompt: str
    image: str | None = None


class _Bad(ValueError):
    """A refusal that does not know yet which file it is about."""

    def __init__(self, code: str, detail: str, advice: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.advice = advice


def is_prompts_name(name: str) -> bool:
    """Tell whether a file of that name is taken for a prompts file."""
    return suffix_of(name) in _READERS


def parse_prompts(data: bytes, name: str) -> list[Prompt]:
    """Read a prompts file by the suffix of its name; raise SourceRejected that names the first bad line."""
    try:
        return _collect(_READERS[suffix_of(name)](_decode(data)))
    except _Bad as bad:
        raise SourceRejected(str(bad), code=bad.code, subject=name, advice=bad.advice) from None


def _decode(data: bytes) -> str:
    if len(data) > MAX_PROMPTS_BYTES:
        raise _Bad("prompts_too_large", f"The file is larger than {MAX_PROMPTS_BYTES // 1024**2} MB.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:4]:
        raise _Bad("prompts_encoding", "Line 1: the file is UTF-16, not UTF-8.", _SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = f"Line {line}: byte 0x{data[error.start]:02X} is not UTF-8; the file may be Windows-1252."
        raise _Bad("prompts_encoding", detail, _SAVE_AS_UTF8) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MAX_LINES:
        raise _Bad("prompts_too_large", f"The file has more than {_MAX_LINES} lines.")
    return text


def _read_txt(text: str) -> Iterator[_Row]:
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    blocks = [list(block) for filled, block in groupby(lines, key=lambda entry: entry[1] != "") if filled]
    if len(blocks) > 1 and any(len(block) > 1 for block in blocks):
        return (_Row(block[0][0], " ".join(line for _, line in block)) for block in blocks)
    return (_Row(number, line) for block in blocks for number, line in block)


def _read_csv(text: str) -> Iterator[_Row]:
    header = text.split("\n", 1)[0]
    delimiter = next((mark for mark in ",;\t" if mark in header), ",")
    reader = csv.reader(_csv_lines(text), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(reader, []))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) > len(columns) or any(cell.strip() for cell in cells):
                yield _row_of(cells, columns, line)
    except csv.Error as error:
        raise _Bad("prompts_malformed", f"Line {reader.line_num}: {error}.") from None


def _csv_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _MAX_CSV_LINE:
            raise _Bad("prompts_malformed", f"Line {number}: longer than {_MAX_CSV_LINE} characters.")
        yield line + "\n"


def _columns(header: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header[:3]]
    if sorted(columns) not in (["prompt"], ["image", "prompt"]):
        detail = f"Line 1: the header is {quote(', '.join(header[:3]))}."
        raise _Bad("prompts_header", detail, "Name the columns image,prompt or only prompt in the first row.")
    return columns


def _row_of(cells: list[str], columns: list[str], line: int) -> _Row:
    if len(cells) != len(columns):
        detail = f"Line {line}: {len(cells)} columns where the header has {len(columns)}."
        raise _Bad("prompts_malformed", detail, "Put a prompt that holds the separator in double quotes.")
    named = dict(zip(columns, cells, strict=True))
    return _Row(line, named["prompt"], named.get("image"))


def _read_json(text: str) -> Iterator[_Row]:
    try:
        entries = load_json(text, max_values=MAX_PROMPTS + 1)
    except ValueError as error:
        raise _Bad("prompts_malformed", f"Not readable as JSON: {error}.") from None
    if not isinstance(entries, list):
        raise _Bad("prompts_malformed", "The file is not a list.", 'Write ["first prompt", "second prompt"].')
    for number, entry in enumerate(entries, start=1):
        match entry:
            case str():
                yield _Row(number, entry)
            case {"prompt": str(prompt), **rest} if not rest:
                yield _Row(number, prompt)
            case {"prompt": str(prompt), "image": str() | None as image, **rest} if not rest:
                yield _Row(number, prompt, image)
            case _:
                detail = f"Entry {number} is neither a text nor an object of prompt and image."
                raise _Bad("prompts_malformed", detail)


_READERS: dict[str, Callable[[str], Iterator[_Row]]] = {
    ".txt": _read_txt,
    ".csv": _read_csv,
    ".json": _read_json,
}


def _collect(rows: Iterable[_Row]) -> list[Prompt]:
    prompts: list[Prompt] = []
    first_line: dict[str, int] = {}
    for row in rows:
        if len(prompts) == MAX_PROMPTS:
            raise _Bad("prompts_too_many", f"Line {row.line}: more than {MAX_PROMPTS} prompts in one file.")
        prompt = _checked(row)
        if prompt.image is not None:
            earlier = first_line.setdefault(fold(prompt.image), row.line)
            if earlier != row.line:
                detail = f"Line {row.line} names the image {quote(prompt.image)} of line {earlier} again."
                raise _Bad("prompts_duplicate_image", detail, "Give each image one prompt.")
        prompts.append(prompt)
    if not prompts:
        raise _Bad("prompts_empty", "The file holds no prompt.")
    return prompts


def _checked(row: _Row) -> Prompt:
    text = _BREAKS.sub(" ", row.prompt).strip()
    image = (row.image or "").strip() or None
    hidden = find_hidden(text) or find_hidden(image or "")
    if hidden:
        detail = f"Line {row.line}: hidden character {hidden}."
        raise _Bad("prompt_characters", detail, "Remove the character; retyping the words does it.")
    if not text:
        raise _Bad("prompt_empty", f"Line {row.line}: the prompt is empty.")
    if len(text) > MAX_PROMPT_CHARACTERS:
        detail = f"Line {row.line}: {len(text)} characters, at most {MAX_PROMPT_CHARACTERS} are allowed."
        raise _Bad("prompt_too_long", detail)
    if image and len(image) > MAX_NAME_CHARACTERS:
        raise _Bad("prompt_image_name", f"Line {row.line}: the image's name is too long.")
    return Prompt(text=text, image=image, line=row.line)
