"""Makes names for what a person downloads: safe to unpack anywhere, and still readable."""

import re
import unicodedata
from collections.abc import Sequence

_MOST_SLUG = 60
_MOST_FOLDER = 80
_MOST_BYTES = 180
_FOLDER_DEFAULT = "Dailies"
_TITLE_DEFAULT = "video"

# Names that Windows keeps for devices, with or without an extension.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
_JOINERS = frozenset("-_ ")


def folder_name(text: str) -> str:
    """Make one folder's name from what a person typed; spaces stay, at most 80 characters."""
    return _finish(_readable(text, " "), _MOST_FOLDER, _FOLDER_DEFAULT)


def slug(text: str) -> str:
    """Make a short name part from a prompt: words joined by hyphens, in any script, at most 60 characters."""
    words = re.split(r"[\s_-]+", _readable(text, "-"))
    return _finish("-".join(word for word in words if word), _MOST_SLUG, _TITLE_DEFAULT)


def member_names(titles: Sequence[str], resolution: str, extension: str = "mp4") -> tuple[str, ...]:
    """Name files after their titles, such as `03_rain-on-glass_4k.mp4`; the number makes each unique."""
    width = max(2, len(str(len(titles))))
    ending = slug(resolution).lower()
    return tuple(
        f"{number:0{width}d}_{slug(title)}_{ending}.{extension}"
        for number, title in enumerate(titles, start=1)
    )


def is_safe_name(name: str) -> bool:
    """Tell whether a name is one harmless path part on Linux, macOS and Windows."""
    return name == _finish(_readable(name, " "), 255, "") and bool(name)


def _readable(text: str, gap: str) -> str:
    """Keep letters, digits, marks and a few signs of any script; everything else becomes a gap."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if _is_kept(char) else gap for char in composed)


def _is_kept(char: str) -> bool:
    # Letters, digits and marks only: no separators, controls, bidirectional overrides or lone surrogates.
    return unicodedata.category(char)[0] in "LNM" or char in _JOINERS or char in ".()"


def _finish(text: str, most: int, otherwise: str) -> str:
    """Collapse gaps, cut to size, and keep away from hidden, device and trailing-dot names."""
    name = re.sub(r"\.{2,}", ".", re.sub(r" {2,}", " ", text))
    name = _cut(name.strip(" .-"), most).rstrip(" .-")
    if not name:
        return otherwise
    return f"{name}_" if _is_device(name) else name


def _cut(text: str, most: int) -> str:
    """Cut to `most` characters and a file system's bytes, never inside a character."""
    short = text[:most]
    return short.encode()[:_MOST_BYTES].decode("utf-8", "ignore")


def _is_device(name: str) -> bool:
    return name.split(".", 1)[0].rstrip(" ").casefold() in _DEVICES
