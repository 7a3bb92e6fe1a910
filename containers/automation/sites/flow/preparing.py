"""Everything before the paid click: images, a text and every setting, all read back."""

from collections.abc import Sequence

from containers.automation.order import Order
from containers.automation.sites.flow.axes import choices_of, refuse_unknown
from containers.automation.sites.flow.images import attach_all, confirm_attached
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.refusals import price_above_limit, settings_reverted
from dailies.domain.errors import InvalidInput
from dailies.domain.options import ImageUse


def check_order(order: Order, pack: Pack) -> None:
    """Raise InvalidInput for what this generation never offers, or would bill without its images."""
    refuse_unknown(choices_of(order), pack.settings)
    references = order.image_use is ImageUse.REFERENCES
    if references and order.duration != pack.reference_duration:
        raise InvalidInput(
            f"with a reference image a video is {pack.reference_duration} s long, "
            f"not {order.duration} s: the site would drop the image and bill the video",
            code="not_offered",
            subject="duration",
            advice=f"Ask for {pack.reference_duration} s, or use the image as first frame.",
        )
    most = pack.most_references if references else 1 + bool(pack.composer.last_frame)
    if len(order.images) > most:
        raise InvalidInput(
            f"this generation of the site takes {most} images as {order.image_use}, not {len(order.images)}",
            code="not_offered",
            subject="images",
            advice=f"Give at most {most} images for each prompt.",
        )


async def fill(project: Project, order: Order) -> tuple[int, tuple[str, ...]]:
    """Fill the open project's composer; give the quoted credits and the images' names. Nothing is sent."""
    project.doing = "leave agent mode"
    await project.composer.make_classic()
    wanted = choices_of(order)
    project.doing = "choose the settings"
    await project.settings.apply(wanted)
    project.doing = "attach the images"
    assets = await attach_all(project, order)
    project.doing = "write the prompt"
    await project.composer.write(order.prompt)
    project.doing = "read the settings and the price back"
    quoted = await project.settings.confirm(wanted)
    if order.max_credits is not None and quoted > order.max_credits:
        raise price_above_limit(quoted, order.max_credits)
    await confirm_composer(project, order, assets)
    return quoted, assets


async def confirm_composer(project: Project, order: Order, assets: Sequence[str]) -> None:
    """Raise unless text and images are what was ordered and the paid button can be clicked."""
    project.doing = "read the prompt and the images back"
    project.check()
    await project.overlays.refuse_rights()
    if await project.composer.text() != " ".join(order.prompt.split()):
        raise settings_reverted("the prompt")
    await confirm_attached(project, assets)
    project.doing = "wait for the paid button"
    await project.composer.armed_button()
