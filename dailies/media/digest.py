"""Names the content of a file."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Digest:
    """What a file holds, in short."""

    sha256: str
    """64 hexadecimal digits."""
    bytes: int


def digest(path: Path) -> Digest:
    """Read the whole file once, in pieces."""
    with path.open("rb") as file:
        return Digest(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
