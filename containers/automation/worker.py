"""Works through a batch of items: one browser, several contexts, never past what the account allows."""

import asyncio
import tempfile
from pathlib import Path

from containers.automation.account import read_credentials, read_session, save_session
from containers.automation.evidence import keep_evidence
from containers.automation.making import Bench, Making
from containers.automation.sites.flow.browser import open_browser
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import load_pack
from dailies.crash import CrashPoints
from dailies.domain.errors import Cancelled, DailiesError, Fenced, SiteBlocked, SiteChanged
from dailies.domain.exits import Exit
from dailies.domain.failure import Failure
from dailies.domain.options import Options
from dailies.domain.retry import Settlement
from dailies.domain.status import CLAIMABLE, Status
from dailies.domain.units import Item
from dailies.domain.verdicts import VERDICTS
from dailies.media.tools import Tools
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork

GENERATIONS_AT_ONCE = 5
"""What the site allows an account."""
STOP_POLL_SECONDS = 0.2
CLOSE_SECONDS = 3.0
"""For the browser to close; a container has 30 s from SIGTERM to SIGKILL, one on the stage has 5."""
PACK = "flow-c"


class AutomationWorker:
    """One container's work for one account."""

    def __init__(self, app: App, work: BatchWork, tools: Tools) -> None:
        """Take the product, the batch and FFmpeg, which checks what is downloaded."""
        self._app, self._work, self._tools = app, work, tools
        self._held: dict[str, Item] = {}
        self._halt: DailiesError | None = None
        """What stopped the whole account."""

    def run(self) -> Exit:
        """Do what is due, and say how the process should end."""
        with self._work.alive():
            due = [unit for unit in self._work.due() if isinstance(unit, Item)]
            if due:
                asyncio.run(self._work_on(due))
            return self._work.close()

    async def _work_on(self, due: list[Item]) -> None:
        working = asyncio.create_task(self._drive(due))
        while not working.done() and not self._work.stop.is_set():
            await asyncio.wait({working}, timeout=STOP_POLL_SECONDS)
        if not working.done():
            working.cancel()
            await asyncio.wait({working}, timeout=CLOSE_SECONDS)
        if working.done() and not working.cancelled():
            working.result()
        # Only now: nothing of this worker can click any more, at most a browser is still closing.
        for item in list(self._held.values()):
            await asyncio.to_thread(self._work.give_back, item)
        if self._halt:
            await asyncio.to_thread(self._hold_the_rest, self._halt)

    async def _drive(self, due: list[Item]) -> None:
        app = self._app
        credentials = await asyncio.to_thread(read_credentials, app)
        session = await asyncio.to_thread(read_session, app)
        with tempfile.TemporaryDirectory(prefix="dailies-") as evidence:
            try:
                async with open_browser() as browser:
                    driver = FlowDriver(
                        browser,
                        app.settings.flow_url,
                        load_pack(PACK),
                        Pace(clock_factor=app.settings.clock_factor),
                        credentials=credentials,
                        storage_state=session,
                        evidence_dir=Path(evidence),
                    )
                    await driver.ensure_signed_in()
                    await asyncio.to_thread(save_session, app, await driver.storage_state())
                    await self._make_all(driver, due)
            except DailiesError as error:
                logger.warning("the account cannot be worked with", extra={"code": error.failure.code})
                await asyncio.to_thread(keep_evidence, app, due[0], Path(evidence))
                self._halt = error

    async def _make_all(self, driver: FlowDriver, due: list[Item]) -> None:
        job = await asyncio.to_thread(self._app.store.jobs.get, due[0].owner, due[0].job_id)
        crash, stopped = CrashPoints(self._app.settings), self._work.stop.is_set
        bench = Bench(self._app, driver, self._tools, job.options, crash, stopped)
        waiting = iter(due)

        async def take_turns() -> None:
            for item in waiting:  # shared: each context takes the next one when it is free
                if self._halt is None:
                    await self._try(bench, item)

        async with asyncio.TaskGroup() as contexts:
            for _ in range(min(self._app.settings.flow_contexts, at_once(job.options), len(due))):
                contexts.create_task(take_turns())

    async def _try(self, bench: Bench, item: Item) -> None:
        try:
            claimed = await asyncio.to_thread(self._app.store.units.claim, item)
        except Fenced:
            return
        if not isinstance(claimed, Item):
            raise TypeError(type(claimed).__name__)
        self._held[claimed.item_id] = claimed
        with tempfile.TemporaryDirectory(prefix="dailies-") as folder:
            making = Making(bench, claimed, Path(folder))
            try:
                note = await making.run()
                await self._settle(claimed, Settlement(status=Status.SUCCEEDED, failure=note))
                if note and (verdict := VERDICTS.get(note.code)) and verdict.account_wide:
                    self._halt = verdict.error(note.detail, disclaimed=note.charged is False)
            except Fenced:
                self._held.pop(claimed.item_id, None)
                logger.info("taken over or cancelled", extra={"item_id": claimed.item_id})
            except Cancelled:
                return  # held: given back when the worker ends
            except DailiesError as error:
                await asyncio.to_thread(keep_evidence, self._app, claimed, making.evidence)
                await self._fail(claimed, error)

    async def _fail(self, item: Item, error: DailiesError) -> None:
        logger.warning("failed", extra={"item_id": item.item_id, "code": error.failure.code})
        if stops_account(error):
            self._halt = error
        await self._settle(item, self._work.decide(item, error))

    async def _settle(self, item: Item, settlement: Settlement) -> None:
        self._held.pop(item.item_id, None)
        try:
            await asyncio.to_thread(self._app.store.units.settle, item, settlement)
        except Fenced:
            logger.info("taken over or cancelled", extra={"item_id": item.item_id})
            return
        await asyncio.to_thread(self._note, item, settlement.status, settlement.failure)

    def _note(self, item: Item, what: str, failure: Failure | None) -> None:
        self._app.store.timeline.add(
            item.owner, item.job_id, f"item.{what}", item.item_id, attempt=item.attempt, failure=failure
        )

    def _hold_the_rest(self, halt: DailiesError) -> None:
        """Give the items that nobody got to the account's own fate; no try of theirs is used up."""
        for unit in self._work.units():
            if unit.status not in CLAIMABLE or not isinstance(unit, Item):
                continue
            fate = self._work.decide(unit, halt)
            if fate.status in {Status.WAITING, Status.BLOCKED}:
                self._app.store.units.leave(unit, fate.model_copy(update={"tries": unit.tries}))


def at_once(options: Options) -> int:
    """Say how many items may be in work, when each of their outputs counts as a generation."""
    return max(1, GENERATIONS_AT_ONCE // options.outputs)


def stops_account(error: DailiesError) -> bool:
    """Tell whether an error is the account's or the browser's, so that other items must not be tried here."""
    if isinstance(error, SiteBlocked | SiteChanged) or error.failure.code == "browser_lost":
        return True
    verdict = VERDICTS.get(error.failure.code)
    return verdict is not None and verdict.account_wide
