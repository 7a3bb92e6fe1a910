"""A check: walks to the point before the paid click with one account, and says whether the site is as its pack says."""

import asyncio
import signal
import tempfile
from pathlib import Path
from uuid import uuid4

from containers.automation.account import read_credentials, read_state
from containers.automation.check_picture import draw_picture
from containers.automation.evidence import keep_files
from containers.automation.lease import AccountLease
from containers.automation.sites.flow.browser import open_browser
from containers.automation.sites.flow.checking import CheckWalk
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.pace import Pace
from dailies.domain.accounts import Account, CheckResult
from dailies.domain.checks import stops_account
from dailies.domain.errors import DailiesError, SiteFailure
from dailies.domain.exits import Exit
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.services.accounts import read_account
from dailies.services.app import App, logger
from dailies.services.checking import end_check, record_check
from dailies.services.vault import save_session
from dailies.storage import keys

# Together below the five minutes after which the container is ended.
LEASE_PATIENCE_SECONDS = 125.0
"""Longer than the hold of a container that died."""
WALK_SECONDS = 150.0
LEASE_POLL_SECONDS = 1.0
WALKS = 2
"""A quarter of all uploads is never answered: what passes by itself is tried again."""


def run_check(app: App, name: AccountName) -> Exit:
    """Check one account while no other container works with it; nothing is ever paid."""
    try:
        return asyncio.run(_check(app, name))
    except asyncio.CancelledError:
        end_check(app, name)
        return Exit.GIVE_BACK


async def _check(app: App, name: AccountName) -> Exit:
    me = asyncio.current_task()
    if me is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    lease = AccountLease(app, name, f"check-{uuid4()}")
    if not await _acquired(lease):
        logger.info("the account is busy", extra={"account": name})
        await asyncio.to_thread(end_check, app, name)
        return Exit.UNAVAILABLE
    async with lease.kept():
        seen = await asyncio.to_thread(read_account, app, name)
        with tempfile.TemporaryDirectory(prefix="dailies-") as folder:
            result, project = await Check(app, seen, Path(folder)).run()
        await asyncio.to_thread(record_check, app, name, result, seen=seen, project=project)
    return Exit.SETTLED if result.passed else Exit.UNAVAILABLE


async def _acquired(lease: AccountLease) -> bool:
    """Wait for the account: whoever has it may be about to end."""
    deadline = asyncio.get_running_loop().time() + LEASE_PATIENCE_SECONDS
    while not await lease.acquire():
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(LEASE_POLL_SECONDS)
    return True


class Check:
    """One check, from the saved session to the armed button."""

    def __init__(self, app: App, account: Account, folder: Path) -> None:
        """Take the account as it is now, and a folder for the evidence."""
        self._app, self._account, self._folder = app, account, folder
        self._pack: str | None = None
        self._doing = "open the browser"

    async def run(self) -> tuple[CheckResult, str | None]:
        """Give the finding, and the address of the project in which it was made."""
        try:
            async with asyncio.timeout(WALK_SECONDS):
                walked = await self._walk()
        except TimeoutError:
            slow = Failure(code="check_timeout", detail="The check took too long.", retryable=True)
            return await self._failed(slow), None
        except DailiesError as error:
            return await self._failed(error.failure), None
        moment = self._app.clock()
        passed = CheckResult(passed=True, checked_at=moment, pack=walked.pack, quote=walked.credits)
        return passed, walked.project

    async def _walk(self) -> CheckWalk:
        app, name = self._app, self._account.name
        async with open_browser() as browser:
            driver = FlowDriver(
                browser,
                app.settings.flow_url,
                Pace(clock_factor=app.settings.clock_factor),
                credentials=await asyncio.to_thread(read_credentials, app, name),
                storage_state=await asyncio.to_thread(read_state, app, name),
                evidence_dir=self._folder,
            )
            self._doing = "open the site and sign in"
            await driver.ensure_signed_in()
            self._doing = "walk to the paid button"
            self._pack = driver.pack
            walked = await self._try(driver)
            state = await driver.storage_state()
            await asyncio.to_thread(save_session, app, name, state, seen=self._account)
        return walked

    async def _try(self, driver: FlowDriver) -> CheckWalk:
        for _ in range(WALKS - 1):
            try:
                return await driver.check(self._folder, self._account.check_project, draw_picture())
            except SiteFailure as error:
                if stops_account(error.failure):
                    raise
                logger.info("walked again", extra={"code": error.failure.code})
        return await driver.check(self._folder, self._account.check_project, draw_picture())

    async def _failed(self, failure: Failure) -> CheckResult:
        moment, name = self._app.clock(), self._account.name
        kept = await asyncio.to_thread(
            keep_files, self._app, self._folder, lambda file: keys.check(name, moment, file)
        )
        return CheckResult(
            passed=False,
            checked_at=moment,
            pack=self._pack,
            step=failure.subject or self._doing,
            failure=failure,
            evidence=tuple(kept),
        )
