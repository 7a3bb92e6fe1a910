"""Getting an account to the site: its session restored or signed in, and its generation known."""

from playwright.async_api import Page

from containers.automation.sites.flow.arrival import Arrival, arrive, recognise
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.gallery import Gallery
from containers.automation.sites.flow.pages.overlays import Overlays
from containers.automation.sites.flow.pages.sign_in import SignIn
from containers.automation.sites.flow.site import Site, session_expired


class Entrance:
    """The front page, before anything is known of it."""

    def __init__(self, page: Page, site: Site, pace: Pace, credentials: Credentials | None) -> None:
        """Take an empty page and what may be typed into the site's form."""
        page.set_default_timeout(pace.page_ms)
        self.doing = ""
        self._page, self._site, self._pace = page, site, pace
        self._credentials = credentials

    async def enter(self) -> Pack:
        """Come out at the list of projects and say which generation it is of; nothing is clicked needlessly."""
        self.doing = "open the site"
        await Overlays(self._page, self._site.packs[0], self._pace).stand_guard()
        arrival = await arrive(self._page, self._site, self._pace)
        packs = arrival.packs if arrival.signed_in else await self._sign_in(arrival)
        return packs[0] if len(packs) == 1 else await self._tell_apart(packs[0])

    async def explain(self) -> None:
        """Raise when the account was moved to another host."""
        self._site.check_host(self._page.url)

    async def _sign_in(self, arrival: Arrival) -> tuple[Pack, ...]:
        self.doing = "sign in"
        if self._credentials is None:
            raise session_expired("the saved session is not signed in")
        form = SignIn(self._page, arrival.packs[0], self._pace)
        return await form.sign_in(self._credentials, self._site)

    async def _tell_apart(self, pack: Pack) -> Pack:
        """Open a project: some generations show the same list and differ only behind it."""
        self.doing = "open a project to see its generation"
        await Gallery(self._page, pack, self._pace).any_project()
        return await recognise(self._page, self._site, self._pace)
