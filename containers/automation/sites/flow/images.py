"""Attaching an order's images, each under a name of its own, and proving that they are attached."""

import asyncio
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from containers.automation.order import Order, OrderImage
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.refusals import settings_reverted
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteFailure, SourceRejected

# Playwright hands a file over in memory up to this size.
_IMAGE_LIMIT = 50 * 1024 * 1024
_STEM_LIMIT = 40


@dataclass(frozen=True)
class Picture:
    """An image in memory, under the name that it came with."""

    name: str
    content_type: str
    content: bytes


def unique_name(image_name: str, tag: str | None = None) -> str:
    """Give stem, random tag and suffix: equal names make the site bind an older asset.

    Only letters, digits and dashes of an untrusted name survive.
    """
    path = PurePath(image_name)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.stem).strip("-")[:_STEM_LIMIT] or "image"
    suffix = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:5] or "png"
    return f"{stem}-{tag or secrets.token_hex(5)}.{suffix}"


def read_pictures(images: Sequence[OrderImage]) -> tuple[Picture, ...]:
    """Read the images to upload, at most 50 MB each."""
    return tuple(Picture(one.name, one.content_type, _read(one.path)) for one in images)


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if not 0 < size <= _IMAGE_LIMIT:
        raise SourceRejected(f"an image of {size} bytes cannot be uploaded", subject=path.name)
    return path.read_bytes()


async def attach_all(project: Project, order: Order) -> tuple[str, ...]:
    """Attach every image of the order in its slot, and give the names that they were uploaded under."""
    names: list[str] = []
    for picture in await asyncio.to_thread(read_pictures, order.images):
        names.append(await _attach(project, order, picture, names))
    return tuple(names)


async def confirm_attached(project: Project, names: Sequence[str]) -> None:
    """Raise unless exactly these images are attached, in this order."""
    if not _are_attached(await project.composer.chips(), names, project.pack.composer.names_chips):
        raise settings_reverted("the attached images")


async def _attach(project: Project, order: Order, picture: Picture, before: Sequence[str]) -> str:
    slot = project.composer.slot(order.image_use, len(before))
    for _ in range(project.pace.upload_tries):
        name = unique_name(picture.name)
        if await project.assets.attach(name, picture.content_type, picture.content, slot):
            await _await_chips(project, [*before, name])
            return name
    raise SiteFailure(
        f"the site did not take the image in {project.pace.upload_tries} uploads",
        code="upload_unanswered",
        subject=picture.name,
        advice="Nothing was sent or charged; it can be tried again.",
    )


async def _await_chips(project: Project, names: Sequence[str]) -> None:
    async def attached() -> bool | None:
        return _are_attached(await project.composer.chips(), names, project.pack.composer.names_chips) or None

    if await wait_until(attached, every=0.1, within=project.pace.page_seconds) is None:
        raise settings_reverted("the attached images")


def _are_attached(chips: Sequence[str], names: Sequence[str], named: bool) -> bool:
    stems = [name.rsplit(".", 1)[0] for name in names]
    fits = [not named or stem in chip for stem, chip in zip(stems, chips, strict=False)]
    return len(chips) == len(names) and all(fits)
