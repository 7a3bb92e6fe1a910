"""The list of projects, the first page of a signed-in account."""

from playwright.async_api import Locator

from containers.automation.sites.flow.location import check_host, is_project, is_signed_out, plain_address
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.waiting import wait_until


class Gallery(Screen):
    """Where projects are made."""

    async def open(self, base_url: str) -> bool:
        """Go there; tell whether the site takes us for signed in."""
        await self.go(base_url)

        check_host(self.page.url, base_url)

        async def decided() -> Locator | bool | None:
            return True if is_signed_out(self.page.url, self.pack) else await self._new_project()

        await wait_until(decided, every=0.05, within=self.pace.page_seconds)
        if is_signed_out(self.page.url, self.pack):
            return False
        await self.find(self.pack.gallery.new_project, "New project button", seconds=1)
        return True

    async def new_project(self) -> str:
        """Make an empty project and give its address."""
        await (await self.find(self.pack.gallery.new_project, "New project button")).click()
        await self.page.wait_for_url(
            lambda url: is_project(url, self.pack), wait_until="domcontentloaded", timeout=self.pace.page_ms
        )
        return plain_address(self.page.url)

    async def _new_project(self) -> Locator | None:
        return await self.seen(self.pack.gallery.new_project)
