"""One provider's pass over items: several at once, each claimed, tried and settled."""

import asyncio
import tempfile
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from containers.automation.bench import Bench
from containers.automation.evidence import keep_evidence
from containers.automation.settling import Settler
from dailies.domain.errors import Cancelled, DailiesError, Fenced, SiteBlocked, SiteChanged
from dailies.domain.failure import Failure
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Item
from dailies.domain.verdicts import VERDICTS
from dailies.services.app import logger
from dailies.telemetry.context import bound
from dailies.telemetry.subjects import ids_of

THROTTLED = "throttled"


class Work(Protocol):
    """What is done with one claimed item."""

    evidence: Path

    async def run(self) -> Settlement:
        """Do it, and say where that leaves the item."""


class WorkOf(Protocol):
    """Makes the work on one item, which has an empty folder of its own."""

    def __call__(self, bench: Bench, item: Item, folder: Path) -> Work:
        """Make it."""


class Shift:
    """The items that one container works through with one provider."""

    def __init__(self, bench: Bench, settler: Settler, work_of: WorkOf, contexts: int) -> None:
        """Take how many items may be in work at once."""
        self._bench, self._settler, self._work_of, self._contexts = bench, settler, work_of, contexts
        self.halt: DailiesError | None = None
        """What stopped the whole account."""

    async def work_through(self, items: Sequence[Item]) -> None:
        """Try every item once, or until the account stops."""
        waiting = deque(items)

        async def take_turns() -> None:
            while waiting and self.halt is None:
                again = await self._try(waiting.popleft())
                if again is not None:
                    waiting.append(again)

        async with asyncio.TaskGroup() as contexts:
            for _ in range(min(self._contexts, len(items))):
                contexts.create_task(take_turns())

    async def _try(self, item: Item) -> Item | None:
        """Work on one item; give it again where only the account's pace was wrong."""
        claimed = await self._settler.claim(item)
        if claimed is None:
            return None
        with bound(account=self._bench.account, **ids_of(claimed)):
            return await self._work_on(claimed)

    async def _work_on(self, claimed: Item) -> Item | None:
        with tempfile.TemporaryDirectory(prefix="dailies-") as folder:
            work = self._work_of(self._bench, claimed, Path(folder))
            try:
                settlement = await work.run()
                await self._settler.settle(claimed, settlement)
                self._heed(settlement.failure)
            except Fenced:
                self._settler.let_go(claimed)
                logger.info("taken over or cancelled")
            except Cancelled:
                return None  # held: given back when the worker ends
            except DailiesError as error:
                await asyncio.to_thread(keep_evidence, self._bench.app, claimed, work.evidence)
                return await self._fail(claimed, error)
        return None

    async def _fail(self, item: Item, error: DailiesError) -> Item | None:
        code = error.failure.code
        logger.warning("failed", extra={"code": code})
        if code == THROTTLED and self._bench.gate.slow_down():
            again = Settlement(status=Status.QUEUED, tries=item.tries, crashes=item.crashes)
            settled = await self._settler.settle(item, again)
            return settled if settled and settled.status is Status.QUEUED else None
        if stops_account(error):
            self.halt = error
        await self._settler.fail(item, error)
        return None

    def _heed(self, note: Failure | None) -> None:
        """Stop for what is the account's, also where the item itself has a clip."""
        verdict = VERDICTS.get(note.code) if note else None
        if note is None or verdict is None or not verdict.account_wide:
            return
        if note.code == THROTTLED and self._bench.gate.slow_down():
            return
        self.halt = verdict.error(note.detail, disclaimed=note.charged is False)


def stops_account(error: DailiesError) -> bool:
    """Tell whether an error is the account's or the browser's, so that other items must not be tried here."""
    if isinstance(error, SiteBlocked | SiteChanged) or error.failure.code == "browser_lost":
        return True
    verdict = VERDICTS.get(error.failure.code)
    return verdict is not None and verdict.account_wide
