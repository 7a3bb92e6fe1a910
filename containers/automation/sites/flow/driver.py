"""The way in: one account at the site, with takes that share a browser and a session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Browser, Page, StorageState
from playwright.async_api import Error as PageError

from containers.automation.sites.flow.browser import open_page, save_state
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.location import is_project, is_signed_out, session_expired
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.pages.sign_in import SignIn
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.steps import step
from containers.automation.sites.flow.take import Take
from dailies.domain.errors import InvalidInput


class FlowDriver:
    """One account of the site in one browser; every take gets a context of its own."""

    def __init__(
        self,
        browser: Browser,
        base_url: str,
        pack: Pack,
        pace: Pace,
        *,
        credentials: Credentials | None = None,
        storage_state: StorageState | None = None,
        evidence_dir: Path | None = None,
    ) -> None:
        """Take a saved session, credentials, or both; failures leave their evidence in `evidence_dir`."""
        self._browser = browser
        self._base_url = base_url.rstrip("/")
        self._pack = pack
        self._pace = pace
        self._credentials = credentials
        self._state = storage_state
        self._evidence_dir = evidence_dir

    async def ensure_signed_in(self) -> None:
        """Restore the session, or sign in with the credentials; SiteBlocked when that needs a person."""
        async with open_page(self._browser, self._state) as page:
            project = self._project(page)
            recorder = self._recorder(page, None)
            # Never traced: a trace would hold what is typed into the form.
            async with step(recorder, "sign in", charged=False, explain=project.explain, traced=False):
                await project.overlays.stand_guard()
                if not await project.gallery.open(self._base_url):
                    await self._sign_in(page)
                project.check()
                self._state = await save_state(page.context)

    async def storage_state(self) -> StorageState | None:
        """Give the newest cookies and local storage, to be kept for the next run."""
        return self._state

    @asynccontextmanager
    async def take(self, evidence_dir: Path | None = None) -> AsyncIterator[Take]:
        """Open a context for one item; it is gone when the block ends."""
        async with open_page(self._browser, self._state) as page:
            yield Take(self._project(page), self._recorder(page, evidence_dir))
            await self._renew_state(page)

    @asynccontextmanager
    async def reopen(
        self, project_url: str, tiles_before: int, evidence_dir: Path | None = None
    ) -> AsyncIterator[Take]:
        """Open an earlier take's project and look at what its click made; `submitted` is false for nothing."""
        if not (project_url.startswith(self._base_url + "/") and is_project(project_url, self._pack)):
            raise InvalidInput("this is no project of the site", subject=project_url)
        async with open_page(self._browser, self._state) as page:
            take = Take(self._project(page), self._recorder(page, evidence_dir))
            await take.look(project_url, tiles_before)
            yield take
            await self._renew_state(page)

    async def _sign_in(self, page: Page) -> None:
        if self._credentials is None:
            raise session_expired("the saved session is not signed in")
        await SignIn(page, self._pack, self._pace).sign_in(self._credentials)

    async def _renew_state(self, page: Page) -> None:
        """Keep the cookies that the site changed; a browser that died has none to keep."""
        if is_signed_out(page.url, self._pack):
            return
        with suppress(PageError):
            self._state = await save_state(page.context)

    def _project(self, page: Page) -> Project:
        return Project(page, self._pack, self._pace, self._base_url)

    def _recorder(self, page: Page, folder: Path | None) -> Recorder:
        known = self._credentials
        secrets = {known.email, known.password.get_secret_value()} if known else set()
        return Recorder(page, self._pack, folder or self._evidence_dir, frozenset(secrets))
