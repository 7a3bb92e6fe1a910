"""An open project page with all its page objects."""

from pathlib import Path

from playwright.async_api import Page

from containers.automation.sites.flow.location import check_location
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.assets import Assets
from containers.automation.sites.flow.pages.composer import Composer
from containers.automation.sites.flow.pages.download import DownloadMenu
from containers.automation.sites.flow.pages.gallery import Gallery
from containers.automation.sites.flow.pages.grid import Grid
from containers.automation.sites.flow.pages.overlays import Overlays
from containers.automation.sites.flow.pages.settings import Settings


class Project:
    """One page of one context, on the way to or in one project."""

    def __init__(self, page: Page, pack: Pack, pace: Pace, base_url: str) -> None:
        page.set_default_timeout(pace.page_ms)
        self.page = page
        self.pack = pack
        self.pace = pace
        self.base_url = base_url
        self.gallery = Gallery(page, pack, pace)
        self.overlays = Overlays(page, pack, pace)
        self.composer = Composer(page, pack, pace)
        self.settings = Settings(page, pack, pace)
        self.assets = Assets(page, pack, pace)
        self.grid = Grid(page, pack, pace)
        self.download_menu = DownloadMenu(page, pack, pace)

    async def open(self, url: str) -> None:
        """Go to a project's address and wait for its prompt box."""
        await self.gallery.go(url)
        self.check()
        await self.composer.box()

    def check(self) -> None:
        """Raise when the account was signed out or moved."""
        check_location(self.page.url, self.base_url, self.pack)

    async def explain(self) -> None:
        """Raise the real reason for a page that did not answer: signed out, moved, or a dialog in the way."""
        self.check()
        await self.overlays.refuse_rights()

    async def fetch(self, position: int, path: Path) -> None:
        """Download the clip of the tile at that place, counted from 0 at the newest."""
        await self.download_menu.fetch(self.grid.tile(position), path, f"output {position + 1}")
