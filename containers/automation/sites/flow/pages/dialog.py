"""Uploading an image in the dialog of the slot that it is for."""

from playwright.async_api import Locator

from containers.automation.sites.flow.pages.assets import Assets, stem_of
from containers.automation.sites.flow.screens import Dialog
from containers.automation.sites.flow.target import Target
from containers.automation.sites.flow.waiting import wait_until


class DialogAssets(Assets):
    """A slot's dialog: upload, cut or choose where the site asks for that, confirm."""

    async def attach(self, name: str, content_type: str, content: bytes, slot: Target) -> bool:
        """Open the slot, upload, and walk on until the dialog is gone."""
        dialog = await self._open(slot)
        entry = await self.find(self._at.upload, "upload button", within=dialog)
        await self.hand_over(entry, name, content_type, content)

        async def closed() -> bool | None:
            await self.refuse_obstacles()
            return await self._go_on(name)

        budget = self.pace.scaled(self.pace.upload_seconds, floor=4)
        if await wait_until(closed, every=0.1, within=budget):
            return True
        await self.dismiss(self._at.crop, self._at.dialog)
        return False

    @property
    def _at(self) -> Dialog:
        if not isinstance(self.pack.assets, Dialog):
            raise TypeError(self.pack.assets.kind)
        return self.pack.assets

    async def _open(self, slot: Target) -> Locator:
        if (dialog := await self.seen(self._at.dialog)) is None:
            await (await self.find(slot, "image slot")).click()
            dialog = await self.find(self._at.dialog, "image dialog")
        return dialog

    async def _go_on(self, name: str) -> bool | None:
        """Do the next thing that the dialog asks for; True once it asks for nothing more."""
        if crop := await self.seen(self._at.crop):
            await crop.click()
            return None
        if (dialog := await self.seen(self._at.dialog)) is None:
            return True
        if option := await self._chosen(name, dialog):
            await option.click()
            confirm = await self.find(self._at.confirm, "button that adds the image", within=dialog)
            await confirm.click()
            await dialog.wait_for(state="hidden", timeout=self.pace.page_ms)
        return None

    async def _chosen(self, name: str, dialog: Locator) -> Locator | None:
        if not self._at.option:
            return None
        if field := await self.seen(self._at.search, dialog):
            await field.fill("")
            await field.fill(stem_of(name))
        within = self.pace.scaled(self.pace.search_seconds, floor=0.5)
        return await wait_until(lambda: self.named(self._at.option, name, dialog), every=0.1, within=within)
