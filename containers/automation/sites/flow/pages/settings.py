"""The settings: every axis is set each time and read back, as the site keeps old values."""

import re

from playwright.async_api import Locator, Page

from containers.automation.sites.flow.axes import Axis, Choices, Place, Toggle
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.dropdowns import Dropdowns
from containers.automation.sites.flow.pages.toggles import Toggles
from containers.automation.sites.flow.refusals import settings_reverted
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteChanged


def read_quote(text: str, pack: Pack) -> int:
    """Find what the site says that the next click costs, in credits."""
    for pattern in pack.settings.quote.patterns:
        if found := re.search(pattern, " ".join(text.split()), re.IGNORECASE):
            return int(found.group(1))
    raise SiteChanged("the settings do not say what a generation costs", subject="credits line")


class Settings(Screen):
    """The pane behind the settings button, and what stands outside of it."""

    def __init__(self, page: Page, pack: Pack, pace: Pace) -> None:
        """Take the page with its pack."""
        super().__init__(page, pack, pace)
        self._toggles = Toggles(page, pack, pace)
        self._dropdowns = Dropdowns(page, pack, pace)

    async def apply(self, wanted: Choices) -> None:
        """Set every axis in the pack's order, the model first."""
        for axis in self.pack.settings.axes:
            await self._set(axis, wanted[axis.axis])
        await self.close()

    async def confirm(self, wanted: Choices) -> int:
        """Read all of it back from a freshly opened pane and give the quoted credits."""
        await self.close()
        differing = [
            f"{axis.axis} {wanted[axis.axis]}"
            for axis in self._by_place()
            if not await self._stands(axis, wanted[axis.axis])
        ]
        quote = await (await self._root(self.pack.settings.quote.place)).inner_text()
        await self.close()
        if differing:
            raise settings_reverted(", ".join(differing))
        return read_quote(quote, self.pack)

    async def open(self) -> Locator:
        """Open the pane unless it is; its button closes it on a second click."""
        at = self.pack.settings
        if (pane := await self.seen(at.pane)) is None:
            await (await self.find(at.trigger, "settings button")).click()
            pane = await self.find(at.pane, "settings pane")
        return pane

    async def close(self) -> None:
        """Press Escape until no pane is left: an open list takes the first one."""
        if not await self.dismiss(self.pack.settings.pane):
            raise SiteChanged("the settings pane does not close", subject="settings pane")

    async def _set(self, axis: Axis, value: str) -> None:
        if await self._stands(axis, value):
            return
        root = await self._root(axis.place)
        if isinstance(axis, Toggle):
            await self._toggles.choose(axis, value, root)
        else:
            await self._dropdowns.choose(axis, value, root)

        async def kept() -> bool | None:
            return await self._stands(axis, value) or None

        if await wait_until(kept, every=0.05, within=self.pace.scaled(3, floor=1)) is None:
            raise settings_reverted(f"{axis.axis} {value}")

    async def _stands(self, axis: Axis, value: str) -> bool:
        root = await self._root(axis.place)
        if isinstance(axis, Toggle):
            return await self._toggles.stands(axis, value, root)
        return await self._dropdowns.stands(axis, value, root)

    async def _root(self, place: Place) -> Locator:
        if place == "pane":
            return await self.open()
        await self.close()
        return await self.find(self.pack.composer.box, "prompt box")

    def _by_place(self) -> list[Axis]:
        """Order the axes so that the pane is opened once."""
        return sorted(self.pack.settings.axes, key=lambda axis: axis.place)
