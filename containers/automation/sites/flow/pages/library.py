"""Uploading to the project's library and finding the image again, by its name, in the asset picker."""

from playwright.async_api import Locator

from containers.automation.sites.flow.pages.assets import Assets, stem_of
from containers.automation.sites.flow.screens import Library
from containers.automation.sites.flow.target import Target
from containers.automation.sites.flow.waiting import wait_until


class LibraryAssets(Assets):
    """The upload menu of the toolbar and the picker of the prompt box."""

    async def attach(self, name: str, content_type: str, content: bytes, slot: Target) -> bool:
        """Upload, then search the picker for the name until it turns up."""
        await (await self.find(self._at.open_upload, "upload menu button")).click()
        entry = await self.find(self._at.upload, "upload menu entry")
        await self.hand_over(entry, name, content_type, content)

        async def found() -> Locator | None:
            await self.refuse_obstacles()
            return await self._search(name, slot)

        budget = self.pace.scaled(self.pace.upload_seconds, floor=4)
        option = await wait_until(found, every=0.1, within=budget)
        if option is None:
            await self.dismiss(self._at.picker)
            return False
        await option.click()
        await self._confirm()
        return True

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

    async def _confirm(self) -> None:
        """Confirm where the site asks for that: most frame pickers attach by the choice alone."""

        async def attached() -> bool | None:
            if await self.seen(self._at.picker) is None:
                return True
            if button := await self.seen(self._at.confirm):
                await button.click()
                return True
            return None

        await wait_until(attached, every=0.1, within=self.pace.page_seconds)
        await self.dismiss(self._at.picker)
