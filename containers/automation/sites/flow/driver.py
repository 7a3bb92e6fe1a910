"""The way in: one account at the site, with takes that share a browser and a session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, StorageState

from containers.automation.sites.flow.browser import open_context, save_state
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.location import check_location, is_project, session_expired
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
        async with open_context(self._browser, self._state) as context:
            page = await context.new_page()
            recorder = self._recorder(context, page, self._evidence_dir)
            project = Project(page, self._pack, self._pace, self._base_url)
            # Never traced: a trace would hold what is typed into the form.
            async with step(recorder, "sign in", charged=False, traced=False):
                await project.overlays.stand_guard()
                if not await project.gallery.open(self._base_url):
                    await self._sign_in(page)
                check_location(page.url, self._base_url, self._pack)
                self._state = await save_state(context)

    async def storage_state(self) -> StorageState | None:
        """Give the newest cookies and local storage, to be kept for the next run."""
        return self._state

    @asynccontextmanager
    async def take(self, evidence_dir: Path | None = None) -> AsyncIterator[Take]:
        """Open a context for one item; it is gone when the block ends."""
        async with open_context(self._browser, self._state) as context:
            page = await context.new_page()
            recorder = self._recorder(context, page, evidence_dir or self._evidence_dir)
            yield Take(Project(page, self._pack, self._pace, self._base_url), recorder)
            self._state = await save_state(context)

    @asynccontextmanager
    async def reopen(
        self, project_url: str, tiles_before: int, evidence_dir: Path | None = None
    ) -> AsyncIterator[Take]:
        """Open an earlier take's project and look at what its click made; `submitted` is false for nothing."""
        if not (project_url.startswith(self._base_url + "/") and is_project(project_url, self._pack)):
            raise InvalidInput("this is no project of the site", subject=project_url)
        async with open_context(self._browser, self._state) as context:
            page = await context.new_page()
            recorder = self._recorder(context, page, evidence_dir or self._evidence_dir)
            project = Project(page, self._pack, self._pace, self._base_url)
            async with step(recorder, "reopen", charged=None):
                await project.overlays.stand_guard()
                await project.open(project_url)
                await project.overlays.clear()
            take = Take(project, recorder)
            await take.look(tiles_before)
            yield take
            self._state = await save_state(context)

    async def _sign_in(self, page: Page) -> None:
        if self._credentials is None:
            raise session_expired("the saved session is not signed in")
        await SignIn(page, self._pack, self._pace).sign_in(self._credentials)

    def _recorder(self, context: BrowserContext, page: Page, folder: Path | None) -> Recorder:
        known = self._credentials
        secrets = {known.email, known.password.get_secret_value()} if known else set()
        return Recorder(context, page, self._pack, folder, frozenset(secrets))
