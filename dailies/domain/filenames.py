"""Names that users give to files: shown to people, matched with prompts, never used as paths."""

import re
import unicodedata

from dailies.domain.characters import find_hidden, strip_hidden

MAX_NAME_CHARACTERS = 120
MAX_MEMBER_BYTES = 1024
"""The longest path inside an archive, in bytes of UTF-8; object keys end there too."""

_DRIVE = re.compile(r"^[A-Za-z]:")
_LONGEST_SUFFIX = 12


def display_name(raw: str) -> str:
    """Give a name fit to be shown: last part of the path, composed, visible, at most 120 characters."""
    last = re.split(r"[/\\]", raw[-4 * MAX_NAME_CHARACTERS :])[-1]
    visible = " ".join(strip_hidden(unicodedata.normalize("NFC", last)).split())
    return _shorten(visible) or "unnamed"


def suffix_of(name: str) -> str:
    """Give the lower-case suffix of a name with its dot, or an empty text."""
    last = name.rsplit("/", 1)[-1]
    stem, dot, suffix = last.rpartition(".")
    return f".{suffix.lower()}" if stem and dot and suffix else ""


def fold(name: str) -> str:
    """Give the form in which two names are the same to people: composed and without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_clutter(member: str) -> bool:
    """Tell whether a path is what operating systems leave in archives, which nobody meant to send."""
    parts = [part for part in member.split("/") if part]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or (
        bool(parts) and parts[-1].casefold() in {"thumbs.db", "desktop.ini"}
    )


def why_unsafe(member: str) -> str | None:
    """Say why a path from inside an archive must not be trusted, or give None where it may be read."""
    if not member or len(member.encode(errors="surrogatepass")) > MAX_MEMBER_BYTES:
        return "its name is empty or too long"
    if find_hidden(member):
        return f"its name holds the hidden character {find_hidden(member)}"
    if "\\" in member or _DRIVE.match(member):
        return "its name is a Windows path"
    if member.startswith("/"):
        return "its name is an absolute path"
    if any(part in {"", ".", ".."} for part in member.removesuffix("/").split("/")):
        return "its name leads out of the archive"
    return None


def _shorten(name: str) -> str:
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    suffix = suffix_of(name)
    kept = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    return name[: MAX_NAME_CHARACTERS - len(kept) - 1] + "…" + kept
