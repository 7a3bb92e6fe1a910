"""What the user points at: images and prompts on disk, as files to send."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dailies.domain.errors import InvalidInput
from dailies.domain.filenames import is_clutter, suffix_of
from dailies.domain.pairing import natural_order
from dailies.domain.prompts import is_prompts_name

_IMAGE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_OTHER_TYPES = {
    ".zip": "application/zip",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".json": "application/json",
}
ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class LocalFile:
    """A file to send."""

    path: Path
    name: str
    size: int
    """Bytes."""
    content_type: str


@dataclass(frozen=True)
class Sources:
    """The files of one job."""

    files: tuple[LocalFile, ...]
    left_out: tuple[str, ...] = ()
    """Names in a folder that are no images."""


def find_sources(images: Sequence[Path], prompts: Path | None) -> Sources:
    """List the files that make up a job; a folder gives the images in it, a file named by itself is always taken.

    Raises InvalidInput for what is missing, empty or of no use together.
    """
    found: list[LocalFile] = []
    left_out: list[str] = []
    for path in images:
        if path.is_dir():
            listed = sorted(_visible(path), key=lambda entry: natural_order(entry.name))
            found += [local_file(entry) for entry in listed if suffix_of(entry.name) in _IMAGE_TYPES]
            left_out += [entry.name for entry in listed if suffix_of(entry.name) not in _IMAGE_TYPES]
        else:
            found.append(local_file(path))
    if not found:
        names = ", ".join(str(path) for path in images)
        raise InvalidInput(
            f"There are no images in {names}.", code="no_images", advice="Take JPEG, PNG or WebP files."
        )
    if prompts is None:
        _require_archive(found)
        return Sources(tuple(found), tuple(left_out))
    return Sources((*found, local_file(prompts)), tuple(name for name in left_out if name != prompts.name))


def split_sources(paths: Sequence[Path]) -> tuple[Sequence[Path], Path | None]:
    """Tell the images from the prompts file, which stands last; None where no prompts file is named."""
    if paths and is_prompts_name(paths[-1].name):
        return paths[:-1], paths[-1]
    return paths, None


def _require_archive(files: Iterable[LocalFile]) -> None:
    if not any(file.content_type == _OTHER_TYPES[".zip"] for file in files):
        raise InvalidInput(
            "No prompts are named.", code="no_prompts", advice="Name a .txt, .csv or .json file last."
        )


def _visible(folder: Path) -> Iterator[Path]:
    return (entry for entry in folder.iterdir() if entry.is_file() and not is_clutter(entry.name))


def local_file(path: Path) -> LocalFile:
    """Describe a file to send; raises InvalidInput if it cannot be read or is empty."""
    if not path.is_file() or not os.access(path, os.R_OK):
        raise InvalidInput(f"{path} is not a file that can be read.", code="unreadable", subject=path.name)
    size = path.stat().st_size
    if size == 0:
        raise InvalidInput(f"{path} is empty.", code="empty", subject=path.name)
    content_type = (_IMAGE_TYPES | _OTHER_TYPES).get(suffix_of(path.name), ANY_TYPE)
    return LocalFile(path, path.name, size, content_type)
