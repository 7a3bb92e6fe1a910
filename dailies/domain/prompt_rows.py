"""A prompts file's rows, by its format; what each row holds is checked elsewhere."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from dailies.domain.characters import quote
from dailies.domain.strict_json import load_json

MAX_ROWS = 10_000
_MAX_CSV_LINE = 100_000
_COLUMNS = frozenset({"prompt", "image", "end_image"})
_BETWEEN_NAMES = "|"


class Row(NamedTuple):
    """One prompt as it was written."""

    line: int
    prompt: str
    images: Sequence[str] = ()
    end_image: str | None = None


class BadRow(ValueError):
    """A refusal that does not know yet which file it is about."""

    def __init__(self, code: str, detail: str, advice: str | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.advice = advice


def _read_txt(text: str) -> Iterator[Row]:
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    blocks = [list(block) for filled, block in groupby(lines, key=lambda entry: entry[1] != "") if filled]
    if len(blocks) > 1 and any(len(block) > 1 for block in blocks):
        return (Row(block[0][0], " ".join(line for _, line in block)) for block in blocks)
    return (Row(number, line) for block in blocks for number, line in block)


def _read_csv(text: str) -> Iterator[Row]:
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
        raise BadRow("prompts_malformed", f"Line {reader.line_num}: {error}.") from None


def _csv_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _MAX_CSV_LINE:
            raise BadRow("prompts_malformed", f"Line {number}: longer than {_MAX_CSV_LINE} characters.")
        yield line + "\n"


def _columns(header: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header[: len(_COLUMNS) + 1]]
    if "prompt" not in columns or not _COLUMNS.issuperset(columns) or len(set(columns)) != len(columns):
        detail = f"Line 1: the header is {quote(', '.join(header[: len(_COLUMNS) + 1]))}."
        advice = "Name the columns image,prompt or only prompt in the first row; end_image may stand beside."
        raise BadRow("prompts_header", detail, advice)
    return columns


def _row_of(cells: list[str], columns: list[str], line: int) -> Row:
    if len(cells) != len(columns):
        detail = f"Line {line}: {len(cells)} columns where the header has {len(columns)}."
        raise BadRow("prompts_malformed", detail, "Put a prompt that holds the separator in double quotes.")
    named = dict(zip(columns, cells, strict=True))
    return Row(line, named["prompt"], named.get("image", "").split(_BETWEEN_NAMES), named.get("end_image"))


def _read_json(text: str) -> Iterator[Row]:
    try:
        entries = load_json(text, max_values=MAX_ROWS + 1)
    except ValueError as error:
        raise BadRow("prompts_malformed", f"Not readable as JSON: {error}.") from None
    if not isinstance(entries, list):
        raise BadRow(
            "prompts_malformed", "The file is not a list.", 'Write ["first prompt", "second prompt"].'
        )
    for number, entry in enumerate(entries, start=1):
        yield Row(number, entry) if isinstance(entry, str) else _row_of_entry(number, entry)


def _row_of_entry(number: int, entry: object) -> Row:
    match entry:
        case {"prompt": str(prompt), "images": list(images), **rest} if all(
            isinstance(n, str) for n in images
        ):
            names = images
        case {"prompt": str(prompt), "image": str() | None as image, **rest} if "images" not in rest:
            names = [image or ""]
        case {"prompt": str(prompt), **rest} if "image" not in rest and "images" not in rest:
            names = []
        case _:
            raise _no_entry(number)
    match rest:
        case {"end_image": str() | None as last, **others} if not others:
            return Row(number, prompt, names, last)
        case _ if not rest:
            return Row(number, prompt, names)
        case _:
            raise _no_entry(number)


def _no_entry(number: int) -> BadRow:
    return BadRow("prompts_malformed", f"Entry {number} is neither a text nor an object of prompt and image.")


READERS: Mapping[str, Callable[[str], Iterator[Row]]] = MappingProxyType(
    {".txt": _read_txt, ".csv": _read_csv, ".json": _read_json}
)
"""By the suffix of the file's name."""
