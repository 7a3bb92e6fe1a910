"""What both ways of attaching an image share: the chooser, the site's refusals, and names in a list."""

import re
from abc import abstractmethod

from playwright.async_api import FilePayload, Locator, Page

from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.overlays import Overlays
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.target import SpareTarget, Target


def stem_of(name: str) -> str:
    """Give a file's name without its suffix, which sites may leave out."""
    return name.rsplit(".", 1)[0]


class Assets(Screen):
    """The way from a file to an image that is attached to the prompt."""

    def __init__(self, page: Page, pack: Pack, pace: Pace, overlays: Overlays) -> None:
        """Take the page and what can lie above it."""
        super().__init__(page, pack, pace)
        self._overlays = overlays

    @abstractmethod
    async def attach(self, name: str, content_type: str, content: bytes, slot: Target) -> bool:
        """Upload under that name and attach by it; False when the site never takes it."""

    async def hand_over(self, entry: Locator, name: str, content_type: str, content: bytes) -> None:
        """Click what opens the chooser; the site gives no word of when, or whether, it has the file."""
        async with self.page.expect_file_chooser(timeout=self.pace.page_ms) as chooser:
            await entry.click()
        payload = FilePayload(name=name, mimeType=content_type, buffer=content)
        await (await chooser.value).set_files(payload)

    async def refuse_obstacles(self) -> None:
        """Raise what the site shows instead of taking the image."""
        await self._overlays.refuse_rights()
        await self._overlays.refuse_notices()

    async def named(self, target: SpareTarget, name: str, within: Locator) -> Locator | None:
        """Look once for the element that carries the file's name as text, label or title."""
        stem = stem_of(name)
        labelled = self.page.locator(f'[aria-label*="{stem}"], [title*="{stem}"]')
        for candidate in target:
            options = self.locate(candidate, within)
            found = options.filter(has_text=re.compile(re.escape(stem))).or_(options.and_(labelled))
            if await found.count():
                return found.first
        return None
