"""A user's ZIP: every member judged before the first is unpacked, every byte counted while it is."""

import copy
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dailies.domain.filenames import fold, is_clutter, suffix_of, why_unsafe
from dailies.domain.prompts import is_prompts_name
from dailies.intake.limits import DEFAULT_LIMITS, MIB, IntakeLimits
from dailies.intake.recognise import refuse_size
from dailies.intake.zip_layout import refuse_layout, refuse_overlaps, refused

_IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_ARCHIVE_SUFFIXES = frozenset(
    {".zip", ".jar", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".iso", ".cab"}
)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_SAYS_UTF8 = 0x800
_CHUNK = 256 * 1024
_MOST_WARNINGS = 20

# What zipfile lets out for hostile bytes, found by fuzzing; OSError is the disk's and passes.
_ZIP_ERRORS = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
)


@dataclass(frozen=True)
class Member:
    """A file inside the archive that may be unpacked."""

    name: str
    """Its path inside the archive, for people; never a path on this machine."""
    size: int
    """As declared, in bytes."""
    info: ZipInfo


class Archive:
    """An open ZIP whose members are known to be safe to unpack, one at a time."""

    def __init__(
        self, zip_file: ZipFile, members: Sequence[Member], subject: str, limits: IntakeLimits
    ) -> None:
        """Sort the members into images, one prompts file and what is left out."""
        self._zip = zip_file
        self._left = limits.unpacked_bytes
        self.images = tuple(member for member in members if suffix_of(member.name) in _IMAGE_SUFFIXES)
        self.prompts = _prompts_of(members, subject)
        taken = {*self.images, self.prompts}
        self.warnings = _left_out([member.name for member in members if member not in taken])

    def unpack(self, member: Member, target: BinaryIO) -> int:
        """Write a member's bytes, as many as declared; raise SourceRejected if it holds more or fewer."""
        declared = copy.copy(member.info)
        declared.file_size += (
            2 * _CHUNK
        )  # zipfile stops in silence where the directory says; this shows the lie
        written = 0
        for chunk in self._read(declared):
            written += len(chunk)
            if written > member.size or written > self._left:
                raise refused("size", f"The member holds more than its {member.size} bytes.", member.name)
            target.write(chunk)
        if written < member.size:
            raise refused("size", f"The member holds fewer than its {member.size} bytes.", member.name)
        self._left -= written
        return written

    def _read(self, info: ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as source:
                while chunk := source.read(_CHUNK):
                    yield chunk
        except _ZIP_ERRORS as error:
            detail = f"The member cannot be unpacked ({type(error).__name__})."
            raise refused("damaged", detail, info.orig_filename) from error


@contextmanager
def open_archive(
    path: Path, limits: IntakeLimits = DEFAULT_LIMITS, name: str | None = None
) -> Iterator[Archive]:
    """Open a ZIP after judging all that it declares; raise SourceRejected about it or the first bad member."""
    subject = name or path.name
    refuse_size(path, limits.archive_bytes, subject, code="zip_too_large")
    with path.open("rb") as file:
        end = refuse_layout(file, limits, subject)
        with _opened(file, subject) as zip_file:
            infos = zip_file.infolist()
            if len(infos) != end.members:
                raise refused("directory", "The archive's directory miscounts its members.", subject)
            refuse_overlaps(file, infos, end)
            members = _judge(infos, limits)
            if not members:
                raise refused("empty", "The archive holds no file.", subject, "Put the images into it.")
            yield Archive(zip_file, members, subject, limits)


def _opened(file: BinaryIO, subject: str) -> ZipFile:
    try:
        return ZipFile(file)
    except _ZIP_ERRORS as error:
        detail = f"The archive cannot be read ({type(error).__name__})."
        raise refused("damaged", detail, subject) from error


def _judge(infos: Sequence[ZipInfo], limits: IntakeLimits) -> list[Member]:
    seen: set[str] = set()
    total = 0
    members = []
    for info in infos:
        name = _name_of(info)
        _refuse_member(info, name, limits)
        total += info.file_size
        if total > limits.unpacked_bytes:
            detail = f"All members together unpack to more than {limits.unpacked_bytes} bytes."
            raise refused("bomb", detail, name)
        if fold(name) in seen:
            raise refused("duplicate", "Another member has the same name, case aside.", name)
        seen.add(fold(name))
        if not info.is_dir() and not is_clutter(name):
            members.append(Member(name, info.file_size, info))
    return members


def _name_of(info: ZipInfo) -> str:
    # zipfile cuts `filename` at a NUL, and macOS writes UTF-8 without setting the flag that says so.
    if info.flag_bits & _SAYS_UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def _refuse_member(info: ZipInfo, name: str, limits: IntakeLimits) -> None:
    if reason := why_unsafe(name):
        raise refused("traversal", f"The member must not be unpacked: {reason}.", name)
    if info.flag_bits & _ENCRYPTED:
        raise refused("encrypted", "The member is encrypted.", name, "Send the ZIP without a password.")
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise refused("link", "The member is a link or a device, not a file.", name)
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise refused("method", "The member is compressed in a way that is not supported.", name)
    if not is_clutter(name) and suffix_of(name) in _ARCHIVE_SUFFIXES:
        raise refused("nested", "The member is an archive itself.", name, "Put the images in directly.")
    _refuse_growth(info, name, limits)


def _refuse_growth(info: ZipInfo, name: str, limits: IntakeLimits) -> None:
    limit = limits.prompts_bytes if is_prompts_name(name) else limits.image_bytes
    if info.file_size > limit:
        detail = f"The member unpacks to {info.file_size} bytes; at most {limit} are allowed."
        raise refused("bomb", detail, name)
    if info.file_size > MIB and info.file_size > limits.ratio * info.compress_size:
        detail = f"The member grows more than {limits.ratio} times when unpacked."
        raise refused("bomb", detail, name)


def _prompts_of(members: Sequence[Member], subject: str) -> Member | None:
    texts = [member for member in members if is_prompts_name(member.name)]
    named = [member for member in texts if fold(Path(member.name).stem) == "prompts"]
    found = named or texts
    if len(found) > 1:
        some = ", ".join(member.name for member in found[:5])
        detail = f"The archive holds {len(found)} files that could be the prompts: {some}."
        raise refused(
            "prompts", detail, subject, "Name one of them prompts.csv, prompts.txt or prompts.json."
        )
    return found[0] if found else None


def _left_out(names: Sequence[str]) -> tuple[str, ...]:
    told = [
        f"{name}: left out, it is neither an image nor the prompts file." for name in names[:_MOST_WARNINGS]
    ]
    more = len(names) - len(told)
    return (*told, f"{more} more files were left out.") if more else tuple(told)
