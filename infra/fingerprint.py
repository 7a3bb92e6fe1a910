"""Names for built things: a hash of everything that goes into them."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

_LENGTH = 16
_DERIVED = {"__pycache__", ".DS_Store"}


def source_files(folder: Path, *, derived: bool = False) -> Iterator[Path]:
    """Give the folder's files in a fixed order, without what is derived from others unless asked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (derived or not _DERIVED.intersection(path.parts)):
            yield path


def fingerprint(root: Path, files: Iterable[Path], *labels: str) -> str:
    """Hash labels, relative names and contents into 16 hex digits."""
    digest = hashlib.sha256("\0".join(labels).encode())
    for path in files:
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(str(path.relative_to(root)).encode() + b"\0" + content)
    return digest.hexdigest()[:_LENGTH]


def forget_older(newest: Path, pattern: str, keep: int = 8) -> None:
    """Remove all but the `keep` newest siblings that match, never `newest` itself."""
    siblings = sorted(newest.parent.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in siblings[keep:]:
        if path != newest:
            shutil.rmtree(path, ignore_errors=True)
