"""The list of projects."""

from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.site import plain_address, project_id


class Gallery(Screen):
    """Where projects are made."""

    async def new_project(self) -> str:
        """Make an empty project and give its address."""
        await (await self.find(self.pack.gallery.new_project, "New project button")).click()
        return await self._opened()

    async def any_project(self) -> str:
        """Open the newest project, or a new one where there is none."""
        if (link := await self.seen(self.pack.gallery.project)) is None:
            return await self.new_project()
        await link.click()
        return await self._opened()

    async def _opened(self) -> str:
        await self.page.wait_for_url(
            lambda url: project_id(url, self.pack) is not None,
            wait_until="domcontentloaded",
            timeout=self.pace.page_ms,
        )
        return plain_address(self.page.url)
