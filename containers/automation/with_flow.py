"""A pass with Flow: the account's session in one browser, the generation checked before anything is paid."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from containers.automation.account import read_credentials, read_state
from containers.automation.bench import Bench
from containers.automation.budget import Budget
from containers.automation.crew import Crew
from containers.automation.evidence import keep_evidence
from containers.automation.gate import Gate
from containers.automation.lease import AccountLease
from containers.automation.shift import Shift
from containers.automation.sites.flow.browser import open_browser
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.pace import Pace
from dailies.crash import CrashPoints
from dailies.domain.accounts import Account
from dailies.domain.errors import DailiesError, SiteChanged
from dailies.domain.options import Options, Provider
from dailies.domain.units import Item
from dailies.services.accounts import mark_alive
from dailies.services.app import logger
from dailies.services.vault import save_session


async def work_with_flow(
    crew: Crew, account: Account, lease: AccountLease, items: Sequence[Item]
) -> DailiesError | None:
    """Work through items in one browser; give what stopped the whole account, if anything did."""
    with tempfile.TemporaryDirectory(prefix="dailies-") as evidence:
        try:
            async with open_browser() as browser:
                driver = FlowDriver(
                    browser,
                    crew.app.settings.flow_url,
                    Pace(clock_factor=crew.app.settings.clock_factor),
                    credentials=await asyncio.to_thread(read_credentials, crew.app, account.name),
                    storage_state=await asyncio.to_thread(read_state, crew.app, account.name),
                    evidence_dir=Path(evidence),
                    resolution=crew.job.options.resolution,
                )
                await driver.ensure_signed_in()
                require_known_generation(account, driver.pack)
                await asyncio.to_thread(mark_alive, crew.app, account.name, driver.pack)
                await _keep_session(crew, account, driver)
                shift = _shift(crew, account, lease, driver)
                await shift.work_through(items)
                await _keep_session(crew, account, driver)
                return shift.halt
        except DailiesError as error:
            logger.warning("the account cannot be worked with", extra={"code": error.failure.code})
            await asyncio.to_thread(keep_evidence, crew.app, items[0], Path(evidence))
            return error


def require_known_generation(account: Account, seen: str | None) -> None:
    """Raise SiteChanged where the site shows another generation than the one that last worked."""
    if account.pack is None or seen == account.pack:
        return
    raise SiteChanged(
        f"The site shows this account another generation of its pages: {seen} where {account.pack} worked.",
        code="generation_changed",
        subject=account.name,
        advice=f"Run `dailies flow check {account.name}`; when it passes, everything goes on by itself.",
    )


def _shift(crew: Crew, account: Account, lease: AccountLease, driver: FlowDriver) -> Shift:
    settings = crew.app.settings
    bench = Bench(
        app=crew.app,
        job=crew.job,
        provider=Provider.FLOW,
        account=account.name,
        generator=driver,
        gate=Gate(
            account.submit_every_seconds,
            lambda: lease.held and not crew.work.stop.is_set() and not crew.work.is_paused(),
            clock_factor=settings.clock_factor,
        ),
        budget=Budget(crew.app, crew.job, account),
        tools=crew.tools,
        crash=CrashPoints(settings),
        stopped=crew.work.stop.is_set,
    )
    contexts = min(settings.flow_contexts, at_once(account, crew.job.options))
    return Shift(bench, crew.settler, crew.work_of, contexts)


def at_once(account: Account, options: Options) -> int:
    """Say how many items may be in work, when each of their outputs counts as a generation."""
    return max(1, account.concurrency // options.outputs)


async def _keep_session(crew: Crew, account: Account, driver: FlowDriver) -> None:
    state = await driver.storage_state()
    await asyncio.to_thread(save_session, crew.app, account.name, state, seen=account)
