"""Uploading an image and finding it again, by its name, in the asset picker."""

import mimetypes
import re

from playwright.async_api import FilePayload, Locator

from containers.automation.sites.flow.pack import Target
from containers.automation.sites.flow.pages.overlays import Overlays
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.waiting import wait_until


class Assets(Screen):
    """The upload menu of the toolbar and the picker of the prompt box."""

    async def upload(self, name: str, content: bytes) -> None:
        """Hand the file to the site's chooser; the site gives no word of when, or whether, it has it."""
        await (await self.find(self.pack.assets.open_upload, "upload menu button")).click()
        entry = await self.find(self.pack.assets.upload, "upload menu entry")
        async with self.page.expect_file_chooser(timeout=self.pace.page_ms) as chooser:
            await entry.click()
        kind = mimetypes.guess_type(name)[0] or "image/png"
        await (await chooser.value).set_files(FilePayload(name=name, mimeType=kind, buffer=content))

    async def attach(self, name: str, opener: Target, overlays: Overlays) -> bool:
        """Search the picker for the name until it turns up, and attach it; False when it never does."""
        stem = name.rsplit(".", 1)[0]

        async def found() -> Locator | None:
            await overlays.refuse_rights()
            await overlays.refuse_notices()
            return await self._search(stem, opener)

        budget = self.pace.scaled(self.pace.upload_seconds, floor=2)
        option = await wait_until(found, every=0.1, within=budget)
        if option is None:
            await self.dismiss(self.pack.assets.picker)
            return False
        await option.click()
        await self._confirm()
        return True

    async def _search(self, stem: str, opener: Target) -> Locator | None:
        if (picker := await self.seen(self.pack.assets.picker)) is None:
            await (await self.find(opener, "button that opens the asset picker")).click()
            picker = await self.find(self.pack.assets.picker, "asset picker")
        field = await self.find(self.pack.assets.search, "asset search", within=picker)
        await field.fill("")
        await field.fill(stem)

        async def listed() -> Locator | None:
            return await self._option(stem, picker)

        return await wait_until(
            listed, every=0.1, within=self.pace.scaled(self.pace.search_seconds, floor=0.5)
        )

    async def _option(self, stem: str, picker: Locator) -> Locator | None:
        labelled = self.page.locator(f'[aria-label*="{stem}"], [title*="{stem}"]')
        for candidate in self.pack.assets.option:
            options = self.locate(candidate, picker)
            named = options.filter(has_text=re.compile(re.escape(stem))).or_(options.and_(labelled))
            if await named.count():
                return named.first
        return None

    async def _confirm(self) -> None:
        async def attached() -> bool | None:
            if await self.seen(self.pack.assets.picker) is None:
                return True
            if button := await self.seen(self.pack.assets.confirm):
                await button.click()
                return True
            return None

        await wait_until(attached, every=0.1, within=self.pace.page_seconds)
        await self.dismiss(self.pack.assets.picker)
