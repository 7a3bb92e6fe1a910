"""Finds FFmpeg and what it can do."""

import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from dailies.domain.errors import ToolMissing
from dailies.media.capture import capture
from dailies.media.process import ProcessLimits

NEEDED_ENCODERS = frozenset({"libx264", "aac"})
NEEDED_FILTERS = frozenset({"scale"})

_INSTALL = "Install it with `apt-get install ffmpeg` (Debian, Ubuntu) or `brew install ffmpeg` (macOS)."
_asking = Lock()
_LISTED = re.compile(r"^ [A-Z.]{2,6} +(\S+) ", re.MULTILINE)


@dataclass(frozen=True)
class Tools:
    """Where the two programs are."""

    ffmpeg: Path
    ffprobe: Path


@dataclass(frozen=True)
class Capabilities:
    """What one FFmpeg binary can do."""

    version: str
    encoders: frozenset[str]
    filters: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """What upscaling needs and this build lacks."""
        return tuple(sorted((NEEDED_ENCODERS - self.encoders) | (NEEDED_FILTERS - self.filters)))


def find_tools(search_path: str | None = None) -> Tools:
    """Find FFmpeg and ffprobe on `search_path` (PATH if None); raises ToolMissing with the way to install them."""
    return Tools(ffmpeg=_find("ffmpeg", search_path), ffprobe=_find("ffprobe", search_path))


def _find(name: str, search_path: str | None) -> Path:
    found = shutil.which(name, path=search_path)
    if found is None:
        raise ToolMissing(f"{name} is not installed.", subject=name, advice=_INSTALL)
    return Path(found).absolute()


def capabilities(binary: Path) -> Capabilities:
    """Ask an FFmpeg binary what it can do; asked once for each version of the file."""
    stat = binary.stat()
    # A cache does not keep several threads from asking at once, and each would start three processes.
    with _asking:
        return _ask(binary, stat.st_mtime_ns, stat.st_size)


def require_upscaling(tools: Tools) -> Capabilities:
    """Raise ToolMissing unless this FFmpeg has the encoders and filters that upscaling needs."""
    able = capabilities(tools.ffmpeg)
    if able.missing:
        raise ToolMissing(
            f"This FFmpeg ({able.version}) lacks {', '.join(able.missing)}.",
            subject="ffmpeg",
            advice=_INSTALL,
        )
    return able


@lru_cache(maxsize=8)
def _ask(binary: Path, _modified: int, _size: int) -> Capabilities:
    version = _output_of(binary, "-version").splitlines()[:1]
    return Capabilities(
        version=" ".join(version)[:200],
        encoders=frozenset(_LISTED.findall(_output_of(binary, "-encoders"))),
        filters=frozenset(_LISTED.findall(_output_of(binary, "-filters"))),
    )


def _output_of(binary: Path, question: str) -> str:
    limits = ProcessLimits(stall_seconds=20, total_seconds=20, cpu_seconds=20, file_bytes=0)
    output, ended = capture([str(binary), "-hide_banner", question], limits=limits)
    if ended.code != 0:
        raise ToolMissing(
            f"{binary.name} {question} failed: {ended.reason}", subject=binary.name, advice=_INSTALL
        )
    return output
