"""Uploading to the project's library and finding the image again, by its name, in the asset picker."""

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PageTimeout

from containers.automation.sites.flow.pages.assets import Assets, stem_of
from containers.automation.sites.flow.screens import Library
from containers.automation.sites.flow.target import Target
from containers.automation.sites.flow.waiting import wait_until

_REDRAW_SECONDS = 5.0
"""For the picker to take a choice; one that it dropped is searched for again instead of waited for."""


class LibraryAssets(Assets):
    """The upload menu of the toolbar and the picker of the prompt box."""

    async def attach(self, name: str, content_type: str, content: bytes, slot: Target) -> bool:
        """Upload, then search the picker for the name until it turns up."""
        await (await self.find(self._at.open_upload, "upload menu button")).click()
        entry = await self.find(self._at.upload, "upload menu entry")
        await self.hand_over(entry, name, content_type, content)

        async def attached() -> bool | None:
            await self.refuse_obstacles()
            option = await self._search(name, slot)
            return None if option is None else await self._choose(option)

        budget = self.pace.scaled(self.pace.upload_seconds, floor=4)
        done = await wait_until(attached, every=0.1, within=budget)
        await self.dismiss(self._at.picker)
        return done is not None

    @property
    def _at(self) -> Library:
        if not isinstance(self.pack.assets, Library):
            raise TypeError(self.pack.assets.kind)
        return self.pack.assets

    async def _search(self, name: str, slot: Target) -> Locator | None:
        if (picker := await self.seen(self._at.picker)) is None:
            await (await self.find(slot, "button that opens the asset picker")).click()
            picker = await self.find(self._at.picker, "asset picker")
        field = await self.find(self._at.search, "asset search", within=picker)
        await field.fill("")
        await field.fill(stem_of(name))
        within = self.pace.scaled(self.pace.search_seconds, floor=0.5)
        return await wait_until(lambda: self.named(self._at.option, name, picker), every=0.1, within=within)

    async def _choose(self, option: Locator) -> bool | None:
        """Click an option, and confirm it where the site asks for that: most frame pickers attach by the choice alone.

        None where a late answer of the search redrew the picker meanwhile, and took choice and button away.
        """

        async def taken() -> bool | None:
            if await self.seen(self._at.picker) is None:
                return True
            if button := await self.seen(self._at.confirm):
                await button.click(timeout=_REDRAW_SECONDS * 1000)
                return True
            return None

        try:
            await option.click(timeout=_REDRAW_SECONDS * 1000)
            return await wait_until(taken, every=0.1, within=_REDRAW_SECONDS)
        except PageTimeout:
            return None
