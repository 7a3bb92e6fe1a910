"""Works through a batch of items: in one browser with one site account, over the official API, or both in turn."""

import asyncio
from datetime import timedelta

from containers.automation.crew import Crew
from containers.automation.lease import AccountLease
from containers.automation.making import Making
from containers.automation.recovery import Recovery
from containers.automation.roster import Roster
from containers.automation.settling import Settler
from containers.automation.with_flow import work_with_flow
from containers.automation.with_veo import work_with_veo
from dailies.domain.accounts import Account, AccountState
from dailies.domain.errors import DailiesError, SiteBlocked, SiteChanged
from dailies.domain.exits import Exit
from dailies.domain.failure import Failure
from dailies.domain.ids import JobId, TaskId
from dailies.domain.job import Job
from dailies.domain.options import Provider
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Item
from dailies.media.tools import Tools
from dailies.services.accounts import block_account, read_account
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork

STOP_POLL_SECONDS = 0.2
CLOSE_SECONDS = 3.0
"""For the browser to close; a container has 30 s from SIGTERM to SIGKILL, one on the stage has 5."""
BUSY_ACCOUNT_SECONDS = 15


class AutomationWorker:
    """One container's work on one batch."""

    def __init__(self, app: App, work: BatchWork, tools: Tools) -> None:
        """Take the product, the batch and FFmpeg, which checks what is downloaded."""
        self._app, self._work, self._tools = app, work, tools
        self._settlers: list[Settler] = []
        self._lease: AccountLease | None = None

    def run(self) -> Exit:
        """Do what is due, and say how the process should end."""
        with self._work.alive():
            if self._work.due():
                asyncio.run(self._work_on())
            return self._work.close()

    async def _work_on(self) -> None:
        working = asyncio.create_task(self._drive_all())
        while not working.done() and not self._must_stop():
            await asyncio.wait({working}, timeout=STOP_POLL_SECONDS)
        if not working.done():
            working.cancel()
            await asyncio.wait({working}, timeout=CLOSE_SECONDS)
        if working.done() and not working.cancelled():
            working.result()
        # Only now: nothing of this worker can click any more, at most a browser is still closing.
        for settler in self._settlers:
            await asyncio.to_thread(settler.give_back)

    def _must_stop(self) -> bool:
        return self._work.stop.is_set() or (self._lease is not None and not self._lease.held)

    async def _drive_all(self) -> None:
        run = self._work.run
        job = await asyncio.to_thread(self._app.store.jobs.get, run.owner, JobId(run.job))
        task = await asyncio.to_thread(self._app.store.tasks.get, run.owner, TaskId(run.task))
        roster = Roster(self._app, self._work, job, task)
        for provider in roster.passes():
            if items := await asyncio.to_thread(roster.due, provider):
                crew = await asyncio.to_thread(self._crew, job, provider, recover=task.recover)
                halt = await self._drive(crew, items)
                if halt is not None:
                    await crew.settler.hold(await asyncio.to_thread(roster.rest, provider), halt)

    def _crew(self, job: Job, provider: Provider, *, recover: bool) -> Crew:
        account = self._account(job) if provider is Provider.FLOW else None
        settler = Settler(self._app, self._work, job, provider, account, recover=recover)
        self._settlers.append(settler)
        work_of = Recovery if recover else Making
        return Crew(self._app, self._work, job, account, self._tools, settler, work_of)

    async def _drive(self, crew: Crew, items: list[Item]) -> DailiesError | None:
        if crew.account is None:
            return await work_with_veo(crew, items)
        return await self._with_account(crew, crew.account, items)

    async def _with_account(self, crew: Crew, account: Account, items: list[Item]) -> DailiesError | None:
        if account.state is AccountState.BLOCKED:
            return blocked_by(account.failure)
        run = self._work.run
        # The next round of this batch is the same holder: it need not wait for a dead worker's lease.
        lease = AccountLease(self._app, account.name, f"{run.task}-b{run.batch}")
        if not await lease.acquire():
            logger.info("the account is busy", extra={"account": account.name})
            await self._come_back(crew, items)
            return None
        self._lease = lease
        try:
            async with lease.kept():
                halt = await work_with_flow(crew, account, lease, items)
        finally:
            self._lease = None
        if isinstance(halt, SiteBlocked | SiteChanged):
            await asyncio.to_thread(block_account, self._app, account.name, halt.failure, seen=account)
        return halt

    async def _come_back(self, crew: Crew, items: list[Item]) -> None:
        wait = timedelta(seconds=BUSY_ACCOUNT_SECONDS / self._app.settings.clock_factor)
        for item in items:
            later = Settlement(
                status=Status.WAITING,
                retry_at=self._app.clock() + wait,
                tries=item.tries,
                crashes=item.crashes,
            )
            await crew.settler.leave(item, later)

    def _account(self, job: Job) -> Account:
        """A batch for another provider has no account, until a failover brings it here."""
        named = self._work.run.account or job.options.account
        return read_account(self._app, named or self._app.settings.flow_account)


def blocked_by(failure: Failure | None) -> SiteBlocked:
    """Make the error that gives items the fate of their blocked account."""
    if failure is None:
        return SiteBlocked("The account waits for a person.", code="account_blocked")
    return SiteBlocked(
        failure.detail, code=failure.code, retryable=True, charged=False, advice=failure.advice
    )
