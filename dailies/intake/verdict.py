"""The one way in: a file as it was uploaded, and what is in it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Literal

from dailies.domain.errors import SourceRejected
from dailies.domain.failure import Failure
from dailies.domain.filenames import display_name
from dailies.domain.images import ImageFacts
from dailies.domain.prompts import Prompt, is_prompts_name, parse_prompts
from dailies.intake.archive import Archive, open_archive
from dailies.intake.image import check_image
from dailies.intake.limits import DEFAULT_LIMITS, IntakeLimits
from dailies.intake.recognise import IMAGES, VIDEOS, check_magic, recognise, refuse_size, unknown_type

UploadKind = Literal["image", "prompts", "archive", "video"]


@dataclass(frozen=True)
class Picture:
    """A good image; its file is there until the next one is asked for."""

    name: str
    path: Path
    facts: ImageFacts


@dataclass(frozen=True)
class BadPicture:
    """An image of an archive that was refused; the others go on."""

    name: str
    failure: Failure


@dataclass(frozen=True)
class Inspection:
    """What an upload is, and its pictures one by one."""

    kind: UploadKind
    name: str
    """Fit to be shown."""
    prompts: tuple[Prompt, ...] = ()
    warnings: tuple[str, ...] = ()
    image_count: int = 0
    """How many pictures will come, good or bad."""
    pictures: Iterator[Picture | BadPicture] = field(default_factory=lambda: iter(()))
    """Each file is gone once the next is asked for; raises SourceRejected where the archive lied."""


@contextmanager
def inspect_upload(path: Path, name: str, limits: IntakeLimits = DEFAULT_LIMITS) -> Iterator[Inspection]:
    """Recognise a local file by its content and open it safely; raise SourceRejected about `name`.

    Nothing that was unpacked outlives the block, and memory does not grow with the archive.
    """
    shown = display_name(name)
    refuse_size(path, max(limits.archive_bytes, limits.video_bytes), shown, code="file_too_large")
    content = recognise(path)
    if content == "zip":
        with open_archive(path, limits, shown) as archive, tempfile.TemporaryDirectory() as folder:
            yield _inspect_archive(archive, shown, limits, Path(folder) / "member")
    elif content in IMAGES:
        picture = Picture(shown, path, check_image(path, limits, shown))
        yield Inspection("image", shown, image_count=1, pictures=iter([picture]))
    elif content in VIDEOS:
        check_magic(path, limits, shown)
        yield Inspection("video", shown)
    elif is_prompts_name(shown):
        refuse_size(path, limits.prompts_bytes, shown, code="prompts_too_large")
        yield Inspection("prompts", shown, prompts=tuple(parse_prompts(path.read_bytes(), shown)))
    else:
        raise unknown_type(path, shown, expected="an image, a prompts file, a ZIP or a video")


def _inspect_archive(archive: Archive, name: str, limits: IntakeLimits, target: Path) -> Inspection:
    prompts: tuple[Prompt, ...] = ()
    if archive.prompts:
        buffer = BytesIO()
        archive.unpack(archive.prompts, buffer)
        prompts = tuple(parse_prompts(buffer.getvalue(), archive.prompts.name))
    if not archive.images and not prompts:
        raise SourceRejected(
            "The archive holds neither an image nor prompts.",
            code="zip_empty",
            subject=name,
            advice="Put JPEG, PNG or WebP images into it.",
        )
    return Inspection(
        "archive",
        name,
        prompts=prompts,
        warnings=archive.warnings,
        image_count=len(archive.images),
        pictures=_unpacked(archive, limits, target),
    )


def _unpacked(archive: Archive, limits: IntakeLimits, target: Path) -> Iterator[Picture | BadPicture]:
    for member in archive.images:
        with target.open("wb") as file:
            archive.unpack(member, file)
        try:
            facts = check_image(target, limits, member.name)
        except SourceRejected as refusal:
            yield BadPicture(member.name, refusal.failure)
        else:
            yield Picture(member.name, target, facts)
