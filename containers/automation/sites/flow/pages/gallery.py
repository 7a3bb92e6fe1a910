"""The list of projects."""

from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.site import plain_address, project_id


class Gallery(Screen):
    """Where projects are made."""

    async def new_project(self) -> str:
        """Make an empty project and give its address."""
        await (await self.find(self.pack.gallery.new_project, "New project button")).click()
        await self.page.wait_for_url(
            lambda url: project_id(url, self.pack) is not None,
            wait_until="domcontentloaded",
            timeout=self.pace.page_ms,
        )
        return plain_address(self.page.url)
