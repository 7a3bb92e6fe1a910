"""The one paid click, and seeing what it did."""

from collections.abc import Sequence

from playwright.async_api import Locator

from containers.automation.order import Order
from containers.automation.sites.flow.outputs import own_tiles
from containers.automation.sites.flow.preparing import confirm_composer
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.refusals import unexpected_tiles
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteFailure


async def arm(project: Project, order: Order, assets: Sequence[str], before: int) -> Locator:
    """Check once more that the click would send what was prepared, and give the button."""
    await confirm_composer(project, order, assets)
    tiles = len(await project.grid.read(order.prompt))
    if tiles != before:
        raise unexpected_tiles(f"the project holds {tiles} videos where {before} were counted", charged=False)
    button = await project.composer.armed_button()
    await button.click(trial=True)
    return button


async def click_once(project: Project, button: Locator, order: Order, before: int) -> None:
    """Click, exactly once, and wait until every tile of it is seen; else nobody can tell what it cost."""
    await button.click()

    async def seen() -> bool | None:
        tiles = own_tiles(await project.grid.read(order.prompt), before, order.outputs)
        if len(tiles) == order.outputs:
            return True
        if not tiles:
            await project.overlays.refuse_notices()
            project.check()
        return None

    within = project.pace.scaled(project.pace.submit_seconds, floor=3)
    if await wait_until(seen, every=0.1, within=within) is None:
        raise SiteFailure(
            "the click was made and its videos are not to be seen",
            code="submit_unclear",
            charged=None,
            advice="The project is looked at again before anything else is bought.",
        )
