"""The walk to the point before the paid click: what a take does, with a picture of our own, and no click."""

import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from containers.automation.order import Order, OrderImage
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.preparing import fill
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.steps import restated, step
from dailies.domain.errors import SiteFailure

_PROMPT = "A slow pan over the picture."


class CheckWalk(BaseModel):
    """A walk that came to the paid button."""

    model_config = ConfigDict(frozen=True)

    pack: str
    project: str
    """The project that it was made in, to be used again: uploads stay in a project for ever."""
    credits: int
    """What the site asks for one take."""


async def walk(project: Project, recorder: Recorder, address: str | None, picture: bytes) -> CheckWalk:
    """Fill the composer, read all of it back, wait until the button is armed, and empty the composer again.

    A SiteFailure's subject is the act at which the site was not as its pack says.
    """
    with tempfile.TemporaryDirectory(prefix="dailies-") as folder:
        image = Path(folder) / "check.png"
        image.write_bytes(picture)
        try:
            async with step(recorder, "check", charged=False, scene=project):
                address = await _enter(project, address)
                quoted, _ = await fill(project, _order(image))
                project.doing = "empty the prompt box"
                await project.composer.write("")
        except SiteFailure as failed:
            raise restated(failed, subject=project.doing) from failed
    return CheckWalk(pack=project.pack.name, project=address, credits=quoted)


async def _enter(project: Project, address: str | None) -> str:
    """Open the project of earlier checks; a new one where it is gone."""
    if address is not None:
        try:
            await project.open(address)
        except SiteFailure as failed:
            if failed.failure.code != "page_missing":
                raise
        else:
            return address
    return await project.make()


def _order(image: Path) -> Order:
    """Order what every account is offered."""
    picture = OrderImage(path=image, name="dailies-check.png", content_type="image/png")
    return Order(reference="check", prompt=_PROMPT, images=(picture,), outputs=1)
