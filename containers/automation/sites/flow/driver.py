"""The way in: one account at the site, with takes that share a browser and a session."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Browser, Page, StorageState
from playwright.async_api import Error as PageError

from containers.automation.sites.flow.browser import open_page, save_state
from containers.automation.sites.flow.checking import CheckWalk, walk
from containers.automation.sites.flow.entrance import Entrance
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack, load_packs
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.site import Site, is_signed_out
from containers.automation.sites.flow.steps import step
from containers.automation.sites.flow.take import FlowTake
from dailies.domain.errors import Conflict
from dailies.domain.ledger import Purchase
from dailies.domain.options import TakeResolution


class FlowDriver:
    """One account of the site in one browser; every take gets a context of its own."""

    def __init__(
        self,
        browser: Browser,
        home: str,
        pace: Pace,
        *,
        packs: Sequence[Pack] | None = None,
        credentials: Credentials | None = None,
        storage_state: StorageState | None = None,
        evidence_dir: Path | None = None,
        resolution: TakeResolution = TakeResolution.HD720,
    ) -> None:
        """Take a saved session, credentials, or both.

        `home` is the site's root address, empty for the real one; a failed sign-in leaves its evidence in
        `evidence_dir`; earlier purchases are downloaded in `resolution` where that is offered.
        """
        self._browser = browser
        self._site = Site(home.rstrip("/"), tuple(packs) if packs else load_packs())
        self._pace = pace
        self._credentials = credentials
        self._state = storage_state
        self._evidence_dir = evidence_dir
        self._resolution = resolution
        self._pack: Pack | None = None

    @property
    def pack(self) -> str | None:
        """Name the selector pack of the generation that the account is shown; None before it was seen."""
        return self._pack.name if self._pack else None

    async def ensure_signed_in(self) -> None:
        """Restore the session, or sign in with the credentials; SiteBlocked when that needs a person."""
        async with open_page(self._browser, self._state) as page:
            entrance = Entrance(page, self._site, self._pace, self._credentials)
            recorder = self._recorder(page, self._evidence_dir)
            # Never traced: a trace would hold what is typed into the form.
            async with step(recorder, "sign in", charged=False, scene=entrance, traced=False):
                self._pack = await entrance.enter()
                self._state = await save_state(page.context)

    async def storage_state(self) -> StorageState | None:
        """Give the newest cookies and local storage, to be kept for the next run."""
        return self._state

    @asynccontextmanager
    async def take(self, evidence: Path) -> AsyncIterator[FlowTake]:
        """Open a context for one item; it is gone when the block ends."""
        async with self._opened(self._known_pack(), evidence) as (project, recorder):
            yield FlowTake(project, recorder, self._resolution)

    @asynccontextmanager
    async def reopen(self, purchase: Purchase, evidence: Path) -> AsyncIterator[FlowTake]:
        """Open an earlier purchase's project, in whatever generation it is shown now, and look at its tiles.

        Nothing there means that nothing was submitted; InvalidInput for a place that is not at this site.
        """
        pack = self._known_pack()
        address = self._site.current_address(purchase.place, pack)
        async with self._opened(pack, evidence) as (project, recorder):
            take = FlowTake(project, recorder, self._resolution)
            await take.look(purchase, address)
            yield take

    async def check(self, evidence: Path, project: str | None, picture: bytes) -> CheckWalk:
        """Walk up to the paid button, in that project or a new one, and come back; nothing is sent or charged."""
        pack = self._known_pack()
        address = self._site.current_address(project, pack) if project else None
        async with self._opened(pack, evidence) as (opened, recorder):
            return await walk(opened, recorder, address, picture)

    @asynccontextmanager
    async def _opened(self, pack: Pack, evidence: Path) -> AsyncIterator[tuple[Project, Recorder]]:
        """Open a page for one piece of work; what the site changed in the session by its end is kept."""
        async with open_page(self._browser, self._state) as page:
            recorder = self._recorder(page, evidence)
            try:
                yield self._project(page, pack), recorder
                await self._renew_state(page)
            finally:
                await recorder.end()

    def _known_pack(self) -> Pack:
        if self._pack is None:
            raise Conflict("the account's generation is not known before it is signed in")
        return self._pack

    async def _renew_state(self, page: Page) -> None:
        """Keep the cookies that the site changed; a browser that died has none to keep."""
        if any(is_signed_out(page.url, pack) for pack in self._site.packs):
            return
        with suppress(PageError):
            self._state = await save_state(page.context)

    def _project(self, page: Page, pack: Pack) -> Project:
        return Project(page, pack, self._pace, self._site)

    def _recorder(self, page: Page, folder: Path | None) -> Recorder:
        known = self._credentials
        secrets = {known.email, known.password.get_secret_value()} if known else set()
        private = dict.fromkeys(selector for pack in self._site.packs for selector in pack.account)
        label = self._pack.label if self._pack else "not known yet"
        return Recorder(page, folder, pack=label, private=tuple(private), secrets=frozenset(secrets))
