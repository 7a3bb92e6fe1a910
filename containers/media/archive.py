"""Streams a ZIP of videos into a sink that cannot seek, and proves each video on its way through."""

import errno
import hashlib
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from containers.media.manifest import Manifest, ManifestEntry
from dailies.domain.errors import Cancelled, InvalidInput, OutputInvalid
from dailies.domain.names import folder_name, is_safe_name
from dailies.media.process import IsCancelled, never

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MANIFESTS = ("manifest.json", "manifest.csv")
# Headers, central directory entry and data descriptor of one file in ZIP64, with two names of 400 bytes.
_OVERHEAD_BYTES = 1024


class Sink(Protocol):
    """Takes the archive's bytes in order."""

    def write(self, data: bytes, /) -> int:
        """Take all of `data` and say how much that was."""
        ...


@dataclass(frozen=True)
class Member:
    """One video to archive: what is recorded about it, and a way to read it once in pieces."""

    entry: ManifestEntry
    read: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Archived:
    """What has gone into the sink."""

    bytes: int
    sha256: str
    files: int
    """Videos, the two manifests not counted."""


def archive_size(entries: Sequence[ManifestEntry]) -> int:
    """Give an upper bound of the archive's bytes, before it is made."""
    listed = sum(4 * len(entry.model_dump_json().encode()) for entry in entries)
    return sum(entry.bytes + _OVERHEAD_BYTES for entry in entries) + listed + 16 * _OVERHEAD_BYTES


def write_archive(
    sink: Sink,
    folder: str,
    members: Sequence[Member],
    manifest: Manifest,
    *,
    cancelled: IsCancelled = never,
) -> Archived:
    """Write the members and then the manifests, all inside `folder`, to `sink`; holds one piece in memory at a time.

    Raises InvalidInput for an unsafe or repeated name, OutputInvalid if a member is not as recorded, Cancelled. The
    sink then holds an unfinished archive without a directory: throw it away.
    """
    _check_names([member.entry.file for member in members])
    if tuple(member.entry for member in members) != manifest.files:
        raise InvalidInput(
            "The manifest does not list these members in this order.", code="manifest_mismatch"
        )
    outlet = _Outlet(sink)
    archive = zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED, allowZip64=True)
    writer = _Writer(archive, folder_name(folder), manifest, cancelled)
    try:
        for member in members:
            writer.add_member(member)
        writer.add_bytes("manifest.json", manifest.as_json())
        writer.add_bytes("manifest.csv", manifest.as_csv())
    except BaseException:
        # ZipFile would finish the archive when it is closed or collected: a broken one must not look whole.
        outlet.close()
        raise
    finally:
        archive.close()
    return Archived(outlet.bytes, outlet.sha256.hexdigest(), len(members))


class _Outlet:
    """Hands bytes on and counts them, until it is closed."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._open = True
        self.bytes = 0
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        if self._open:
            self._sink.write(data)
            self.bytes += len(data)
            self.sha256.update(data)
        return len(data)

    def tell(self) -> int:
        """Refuse, as a pipe does, so that ZipFile never seeks."""
        raise OSError(errno.ESPIPE, "an outlet has no position")

    def flush(self) -> None:
        """Do nothing: the sink decides when it sends."""

    def close(self) -> None:
        self._open = False


class _Writer:
    def __init__(
        self, archive: zipfile.ZipFile, folder: str, manifest: Manifest, cancelled: IsCancelled
    ) -> None:
        self._archive = archive
        self._folder = folder
        self._date = max(manifest.created.timetuple()[:6], _EARLIEST)
        self._cancelled = cancelled

    def add_member(self, member: Member) -> None:
        entry = member.entry
        seen, found = 0, hashlib.sha256()
        with self._archive.open(self._described(entry.file, entry.bytes), "w") as file:
            for chunk in member.read():
                if self._cancelled():
                    raise Cancelled("The archive was stopped on request.")
                seen += len(chunk)
                if seen > entry.bytes:
                    break
                found.update(chunk)
                file.write(chunk)
            if seen != entry.bytes or found.hexdigest() != entry.sha256:
                raise OutputInvalid(
                    f"{entry.file} is not the video that was recorded.", subject=entry.video_id
                )

    def add_bytes(self, name: str, data: bytes) -> None:
        with self._archive.open(self._described(name, len(data)), "w") as file:
            file.write(data)

    def _described(self, name: str, size: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self._folder}/{name}", self._date)
        info.create_system = 3  # Unix, wherever this runs: the attributes below are Unix modes
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        # Known ahead, so that ZIP64 headers are written only where a file needs them: old programs read the rest.
        info.file_size = size
        return info


def _check_names(names: Sequence[str]) -> None:
    taken = set(_MANIFESTS)
    for name in names:
        same = unicodedata.normalize("NFC", name).casefold()
        if not is_safe_name(name) or same in taken:
            raise InvalidInput("A file name in the archive is unsafe or used twice.", code="unsafe_name")
        taken.add(same)
