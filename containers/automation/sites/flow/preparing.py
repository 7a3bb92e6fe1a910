"""Everything before the paid click: a project, an image, a text and every setting, all read back."""

import asyncio
from pathlib import Path

from containers.automation.sites.flow.asset_name import unique_name
from containers.automation.sites.flow.location import session_expired
from containers.automation.sites.flow.order import Order, Prepared
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.settings import settings_reverted
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import InvalidInput, SiteFailure, SourceRejected

# Playwright hands a file over in memory up to this size.
_IMAGE_LIMIT = 50 * 1024 * 1024


def check_order(order: Order, pack: Pack) -> None:
    """Refuse what the site would accept and bill without its image."""
    if order.image_use == "ingredients" and order.duration_seconds != pack.reference_duration:
        raise InvalidInput(
            f"with a reference image a video is {pack.reference_duration} s long, "
            f"not {order.duration_seconds} s: the site would drop the image and bill the video",
            subject="duration_seconds",
            advice=f"Ask for {pack.reference_duration} s, or use the image as first frame.",
        )


def read_image(path: Path) -> bytes:
    """Read the image to upload, at most 50 MB."""
    size = path.stat().st_size
    if not 0 < size <= _IMAGE_LIMIT:
        raise SourceRejected(f"an image of {size} bytes cannot be uploaded", subject=path.name)
    return path.read_bytes()


async def prepare(project: Project, order: Order) -> Prepared:
    """Make a project of its own for the order and fill its composer, without sending anything."""
    image = await asyncio.to_thread(read_image, order.image)
    await project.overlays.stand_guard()
    if not await project.gallery.open(project.base_url):
        raise session_expired("the saved session is not signed in")
    project.check()
    await project.overlays.clear()
    address = await project.gallery.new_project()
    await project.composer.box()
    await project.overlays.clear()
    await project.composer.make_classic()
    await project.settings.apply(order)
    asset = await _attach(project, order, image)
    await project.composer.write(order.prompt)
    credits_quoted = await project.settings.confirm(order)
    if order.max_credits is not None and credits_quoted > order.max_credits:
        raise SiteFailure(
            f"the site asks {credits_quoted} credits where at most {order.max_credits} are allowed",
            code="price_above_limit",
            retryable=False,
            advice="Allow more credits, or ask for fewer outputs or a cheaper model.",
        )
    await confirm_composer(project, order, asset)
    before = len(await project.grid.read())
    return Prepared(project_url=address, credits=credits_quoted, tiles_before=before, asset_name=asset)


async def confirm_composer(project: Project, order: Order, asset: str) -> None:
    """Raise unless text and image are what was ordered and the paid button can be clicked."""
    project.check()
    await project.overlays.refuse_rights()
    if await project.composer.text() != " ".join(order.prompt.split()):
        raise settings_reverted("the prompt")
    if not _only_chip(await project.composer.chips(), asset):
        raise settings_reverted("the attached image")
    await project.composer.armed_button()


def _only_chip(chips: list[str], asset: str) -> bool:
    stem = asset.rsplit(".", 1)[0]
    return len(chips) == 1 and stem in chips[0]


async def _attach(project: Project, order: Order, image: bytes) -> str:
    at = project.pack.composer
    opener = at.add if order.image_use == "ingredients" else at.first_frame
    for _ in range(project.pace.upload_tries):
        name = unique_name(order.image_name)
        await project.assets.upload(name, image)
        if await project.assets.attach(name, opener, project.overlays):
            await _await_chip(project, name)
            return name
    raise SiteFailure(
        f"the site did not take the image in {project.pace.upload_tries} uploads",
        code="upload_unanswered",
        subject=order.image_name,
        advice="Nothing was sent or charged; it can be tried again.",
    )


async def _await_chip(project: Project, name: str) -> None:
    async def attached() -> bool | None:
        return _only_chip(await project.composer.chips(), name) or None

    if await wait_until(attached, every=0.1, within=project.pace.page_seconds) is None:
        raise settings_reverted("the attached image")
