"""Unpacks a delivered ZIP: every name, size and kind is checked before the first byte, every file after the last."""

import hashlib
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from dailies.domain.errors import SourceRejected
from dailies.domain.filenames import fold
from dailies.domain.names import is_safe_name

_MOST_FILES = 10_000
_MOST_MANIFEST_BYTES = 64 * 1024**2
_MANIFEST = "manifest.json"
_LISTS = frozenset({_MANIFEST, "manifest.csv"})
_PIECE = 1024**2


class DeliveredFile(BaseModel):
    """One video as the manifest describes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file: str
    video_id: str
    prompt: str
    width: int
    height: int
    bytes: int
    frames: int
    sha256: str


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    files: tuple[DeliveredFile, ...]


class Unpacked(BaseModel):
    """What lies in the folder now."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    files: tuple[DeliveredFile, ...]


def unpack(archive: Path, into: Path) -> Unpacked:
    """Unpack the ZIP's one folder into `into`, whole or not at all; an existing folder is never touched.

    Raises SourceRejected for anything that a delivery never holds, or that differs from its manifest.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            folder, members = _plan(opened.infolist(), archive.stat().st_size)
            return _unpack(opened, folder, members, into)
    except (zipfile.BadZipFile, ValidationError, json.JSONDecodeError, NotImplementedError) as error:
        raise _rejected("it cannot be read") from error


def _unpack(opened: zipfile.ZipFile, folder: str, members: Sequence[zipfile.ZipInfo], into: Path) -> Unpacked:
    with cleared_folder(into / f".unpacking-{folder}") as work:
        for member in members:
            _write(opened, member, work / _name_of(member))
        manifest = _Manifest.model_validate_json((work / _MANIFEST).read_bytes())
        _check(manifest.files, work)
        target = free_path(into / folder)
        return Unpacked(folder=work.rename(target), files=manifest.files)


@contextmanager
def cleared_folder(path: Path) -> Iterator[Path]:
    """Make an empty folder that is gone in the end; what a killed run left under that name goes first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_path(path: Path) -> Path:
    """Give the path, or the first of `name-2`, `name-3` … that is free."""
    number, candidate = 1, path
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _plan(members: Sequence[zipfile.ZipInfo], archive_bytes: int) -> tuple[str, Sequence[zipfile.ZipInfo]]:
    """Check every member by what the directory says of it; give the folder that all of them lie in."""
    if not 0 < len(members) <= _MOST_FILES:
        raise _rejected(f"it has {len(members)} files")
    for member in members:
        _check_member(member)
    # Deliveries are stored, not compressed: together the files cannot be larger than what they lie in.
    if sum(member.file_size for member in members) > archive_bytes:
        raise _rejected("it would grow while unpacked")
    folders = {member.filename.split("/")[0] for member in members}
    if len(folders) != 1 or len({fold(_name_of(member)) for member in members}) != len(members):
        raise _rejected("it has several folders, or a name twice")
    listed = next((member for member in members if _name_of(member) == _MANIFEST), None)
    if listed is None or listed.file_size > _MOST_MANIFEST_BYTES:
        raise _rejected("it has no list of its files")
    return folders.pop(), members


def _check_member(member: zipfile.ZipInfo) -> None:
    parts = member.filename.split("/")
    if len(parts) != 2 or not all(is_safe_name(part) for part in parts):
        raise _rejected("a name in it is unsafe")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG} or member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
        raise _rejected("a file in it is of another kind")


def _name_of(member: zipfile.ZipInfo) -> str:
    return member.filename.split("/")[1]


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    with opened.open(member) as source, target.open("xb") as file:
        shutil.copyfileobj(source, file, _PIECE)


def _check(files: Sequence[DeliveredFile], folder: Path) -> None:
    if {path.name for path in folder.iterdir()} - _LISTS != {entry.file for entry in files}:
        raise _rejected("its list names other files")
    for entry in files:
        with (folder / entry.file).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
                raise _rejected("a file is not as its list says")


def _rejected(why: str) -> SourceRejected:
    return SourceRejected(
        f"The ZIP was not unpacked: {why}.", code="archive_unsafe", advice="Download it again."
    )
