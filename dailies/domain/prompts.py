"""What users want made: prompts, read from a text, CSV or JSON file.

`.txt`   One prompt a line. Where blank lines separate blocks and any block has several lines, each block is
         one prompt instead, its lines joined by a space.
`.csv`   A header row of `prompt` and perhaps `image` and `end_image`, in any order; the header shows whether
         commas, semicolons or tabs separate. Several names in `image` are separated by `|`.
`.json`  A list of texts, or of objects with `prompt` and perhaps `image` or `images`, and `end_image`.

A prompt is one line: breaks and tabs inside it become spaces. All else is kept as written.
"""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from dailies.domain.characters import find_hidden, quote
from dailies.domain.errors import SourceRejected
from dailies.domain.filenames import MAX_NAME_CHARACTERS, fold, suffix_of
from dailies.domain.prompt_rows import MAX_ROWS, READERS, BadRow, Row

MAX_PROMPTS = MAX_ROWS
MAX_PROMPT_CHARACTERS = 2_000
MAX_PROMPTS_BYTES = 20 * 1024**2
_MAX_LINES = 20 * MAX_PROMPTS
_MAX_NAMES = 8
"""Names beside one prompt that are read at all; how many can be used is the provider's to say."""

_SAVE_AS_UTF8 = "Save the file as UTF-8 and send it again."
_BREAKS = re.compile(r"[\t\r\n]+")


class Prompt(BaseModel):
    """One prompt, with the image that it names and the place where it stands."""

    model_config = ConfigDict(frozen=True)

    text: str
    image: str | None = None
    """The file name that the user wrote beside it."""
    more_images: tuple[str, ...] = ()
    """Further names, of references."""
    end_image: str | None = None
    """The name of the last frame."""
    line: int
    """Counted from 1; in a JSON file the number of the entry."""

    @property
    def names(self) -> tuple[str, ...]:
        """All image names of it, in the order in which they are used."""
        first = (self.image,) if self.image else ()
        last = (self.end_image,) if self.end_image else ()
        return (*first, *self.more_images, *last)


def is_prompts_name(name: str) -> bool:
    """Tell whether a file of that name is taken for a prompts file."""
    return suffix_of(name) in READERS


def parse_prompts(data: bytes, name: str) -> list[Prompt]:
    """Read a prompts file by the suffix of its name; raise SourceRejected that names the first bad line."""
    try:
        return _collect(READERS[suffix_of(name)](_decode(data)))
    except BadRow as bad:
        raise SourceRejected(str(bad), code=bad.code, subject=name, advice=bad.advice) from None


def _decode(data: bytes) -> str:
    if len(data) > MAX_PROMPTS_BYTES:
        raise BadRow("prompts_too_large", f"The file is larger than {MAX_PROMPTS_BYTES // 1024**2} MB.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:4]:
        raise BadRow("prompts_encoding", "Line 1: the file is UTF-16, not UTF-8.", _SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = f"Line {line}: byte 0x{data[error.start]:02X} is not UTF-8; the file may be Windows-1252."
        raise BadRow("prompts_encoding", detail, _SAVE_AS_UTF8) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > _MAX_LINES:
        raise BadRow("prompts_too_large", f"The file has more than {_MAX_LINES} lines.")
    return text


def _collect(rows: Iterable[Row]) -> list[Prompt]:
    prompts: list[Prompt] = []
    first_line: dict[str, int] = {}
    for row in rows:
        if len(prompts) == MAX_PROMPTS:
            raise BadRow("prompts_too_many", f"Line {row.line}: more than {MAX_PROMPTS} prompts in one file.")
        prompt = _checked(row)
        if prompt.image is not None:
            earlier = first_line.setdefault(fold(prompt.image), row.line)
            if earlier != row.line:
                detail = f"Line {row.line} names the image {quote(prompt.image)} of line {earlier} again."
                raise BadRow("prompts_duplicate_image", detail, "Give each image one prompt.")
        prompts.append(prompt)
    if not prompts:
        raise BadRow("prompts_empty", "The file holds no prompt.")
    return prompts


def _checked(row: Row) -> Prompt:
    text = _BREAKS.sub(" ", row.prompt).strip()
    names = [name.strip() for name in row.images if name.strip()]
    last = (row.end_image or "").strip() or None
    _refuse_names(row.line, [*names, last] if last else names)
    _refuse_text(row.line, text)
    return Prompt(
        text=text,
        image=names[0] if names else None,
        more_images=tuple(names[1:]),
        end_image=last,
        line=row.line,
    )


def _refuse_text(line: int, text: str) -> None:
    _refuse_hidden(line, text)
    if not text:
        raise BadRow("prompt_empty", f"Line {line}: the prompt is empty.")
    if len(text) > MAX_PROMPT_CHARACTERS:
        detail = f"Line {line}: {len(text)} characters, at most {MAX_PROMPT_CHARACTERS} are allowed."
        raise BadRow("prompt_too_long", detail)


def _refuse_names(line: int, names: Sequence[str]) -> None:
    if len(names) > _MAX_NAMES:
        raise BadRow("prompt_image_name", f"Line {line}: {len(names)} images are named for one prompt.")
    for name in names:
        _refuse_hidden(line, name)
        if len(name) > MAX_NAME_CHARACTERS:
            raise BadRow("prompt_image_name", f"Line {line}: the image's name is too long.")
    if len({fold(name) for name in names}) != len(names):
        raise BadRow("prompts_duplicate_image", f"Line {line} names an image twice.", "Name each image once.")


def _refuse_hidden(line: int, text: str) -> None:
    hidden = find_hidden(text)
    if hidden:
        detail = f"Line {line}: hidden character {hidden}."
        raise BadRow("prompt_characters", detail, "Remove the character; retyping the words does it.")
