"""What a file is, by its first bytes; its name is not asked."""

from pathlib import Path
from typing import Literal

from dailies.domain.errors import SourceRejected
from dailies.intake.limits import DEFAULT_LIMITS, IntakeLimits

Content = Literal["jpeg", "png", "webp", "mp4", "mov", "webm", "zip"]

IMAGES: frozenset[Content] = frozenset({"jpeg", "png", "webp"})
VIDEOS: frozenset[Content] = frozenset({"mp4", "mov", "webm"})

_CONTENT: dict[str, Content] = {
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/apng": "png",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "application/zip": "zip",
}
_HEAD_BYTES = 8192


def media_type(path: Path) -> str | None:
    """Give the media type that the first bytes of a file say, or None where they say nothing."""
    import filetype  # noqa: PLC0415

    with path.open("rb") as file:
        kind = filetype.guess(file.read(_HEAD_BYTES))
    return None if kind is None else str(kind.mime)


def recognise(path: Path) -> Content | None:
    """Give what a file is if it is anything that Dailies takes, else None."""
    return _CONTENT.get(media_type(path) or "")


def check_magic(path: Path, limits: IntakeLimits = DEFAULT_LIMITS, name: str | None = None) -> Content:
    """Recognise a video by size and first bytes alone; raise SourceRejected. Nothing is decoded here."""
    subject = name or path.name
    refuse_size(path, limits.video_bytes, subject, code="video_too_large")
    content = recognise(path)
    if content not in VIDEOS:
        raise unknown_type(path, subject, expected="an MP4, MOV or WebM video")
    return content


def refuse_size(path: Path, limit: int, subject: str, *, code: str) -> int:
    """Give the size of a file in bytes; raise SourceRejected if it is empty or larger than the limit."""
    size = path.stat().st_size
    if size == 0:
        raise SourceRejected("The file is empty.", code="file_empty", subject=subject)
    if size > limit:
        detail = f"The file has {size} bytes; at most {limit} are allowed."
        raise SourceRejected(detail, code=code, subject=subject, advice="Send a smaller file.")
    return size


def unknown_type(path: Path, subject: str, *, expected: str) -> SourceRejected:
    """Say what a file is where something else was wanted."""
    found = media_type(path) or "of no known type"
    return SourceRejected(
        f"By its content the file is {found}, not {expected}.",
        code="unknown_type",
        subject=subject,
        advice=f"Send {expected}; renaming a file does not change what it is.",
    )
