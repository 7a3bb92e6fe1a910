"""An open project page with all its page objects."""

from pathlib import Path

from playwright.async_api import Page

from containers.automation.sites.flow.arrival import arrive, generation_changed, recognise
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.assets import Assets
from containers.automation.sites.flow.pages.composer import Composer
from containers.automation.sites.flow.pages.dialog import DialogAssets
from containers.automation.sites.flow.pages.download import DownloadMenu
from containers.automation.sites.flow.pages.gallery import Gallery
from containers.automation.sites.flow.pages.grid import Grid
from containers.automation.sites.flow.pages.library import LibraryAssets
from containers.automation.sites.flow.pages.overlays import Overlays
from containers.automation.sites.flow.pages.settings import Settings
from containers.automation.sites.flow.site import Site, session_expired
from dailies.domain.options import TakeResolution

_ASSETS: dict[str, type[Assets]] = {"library": LibraryAssets, "dialog": DialogAssets}


class Project:
    """One page of one context, on the way to or in one project."""

    def __init__(self, page: Page, pack: Pack, pace: Pace, site: Site) -> None:
        page.set_default_timeout(pace.page_ms)
        self.page = page
        self.pack = pack
        self.pace = pace
        self.site = site
        self.doing = ""
        """The act under way, in words that a person can look for on the page."""
        self.gallery = Gallery(page, pack, pace)
        self.overlays = Overlays(page, pack, pace)
        self.composer = Composer(page, pack, pace)
        self.settings = Settings(page, pack, pace)
        self.assets = _ASSETS[pack.assets.kind](page, pack, pace, self.overlays)
        self.grid = Grid(page, pack, pace)
        self.download_menu = DownloadMenu(page, pack, pace)

    async def make(self) -> str:
        """Go to the gallery, make a project of this generation and give its address, ready to be worked in."""
        self.doing = "open the list of projects"
        await self.overlays.stand_guard()
        arrival = await arrive(self.page, self.site, self.pace)
        if not arrival.signed_in:
            raise session_expired("the saved session is not signed in")
        if self.pack not in arrival.packs:
            raise generation_changed(self.pack, arrival.packs)
        await self.overlays.clear()
        self.doing = "make a project"
        address = await self.gallery.new_project()
        await self._enter()
        return address

    async def open(self, address: str) -> None:
        """Go to a project's address; ready to be worked in."""
        self.doing = "open the project"
        await self.overlays.stand_guard()
        await self.gallery.go(address)
        self.check()
        await self._enter()

    def check(self) -> None:
        """Raise when the account was signed out or moved."""
        self.site.check_location(self.page.url)

    async def explain(self) -> None:
        """Raise the real reason for a page that did not answer: signed out, moved, or a dialog in the way."""
        self.check()
        await self.overlays.refuse_rights()

    async def fetch(self, position: int, path: Path, resolution: TakeResolution, subject: str) -> bool:
        """Download the clip of the tile at that place, from 0 at the newest; False for a smaller one than asked."""
        return await self.download_menu.fetch(self.grid.tile(position), path, resolution, subject)

    async def _enter(self) -> None:
        self.doing = "open the prompt box"
        shown = await recognise(self.page, self.site, self.pace)
        if shown != self.pack:
            raise generation_changed(self.pack, [shown])
        await self.composer.box()
        await self.overlays.clear()
