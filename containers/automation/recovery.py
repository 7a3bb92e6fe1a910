"""Looking at one item's purchases once more: every finished clip that the store lacks is brought home."""

import asyncio
from pathlib import Path

from containers.automation.bench import Bench
from containers.automation.clips import is_published
from containers.automation.fetching import Fetching
from containers.automation.order import Progress
from containers.automation.provider import Take
from containers.automation.purchasing import Spender
from containers.automation.shift import stops_account
from dailies.domain.errors import Cancelled, DailiesError, Fenced
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import Provider
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Item
from dailies.services.app import logger
from dailies.services.recovering import rest_after
from dailies.services.reporting import Reporter

_GIVEN_UP = frozenset({Spend.REFUSED, Spend.ABANDONED})


class Recovery:
    """The recovering of one claimed item."""

    def __init__(self, bench: Bench, item: Item, folder: Path) -> None:
        """Take the item and an empty folder of its own."""
        self._bench, self._item, self._folder = bench, item, folder
        self._spender = Spender(bench)
        self._report = Reporter(bench.app, item)
        self.evidence = folder / "evidence"
        """Where a failure leaves its screenshot, trace and page."""

    async def run(self) -> Settlement:
        """Look at every purchase that can be seen from here; one that fails keeps no other from being looked at."""
        ledger, item = self._bench.app.store.ledger, self._item
        purchases = await asyncio.to_thread(ledger.of_item, item.owner, item.item_id)
        with self._report:
            failures = [failed for each in purchases if (failed := await self._look_at(each)) is not None]
        if any(_later(self._bench.provider, each) for each in purchases):
            return Settlement(status=Status.QUEUED)  # another provider's pass comes after this one
        told = failures[-1] if failures else None
        return await asyncio.to_thread(rest_after, self._bench.app, item, told)

    async def _look_at(self, purchase: Purchase) -> Failure | None:
        mine = purchase.provider is self._bench.provider and purchase.account in {None, self._bench.account}
        if not mine or not purchase.was_armed:
            return None
        try:
            await self._report_stage("look", 0)
            async with self._bench.generator.reopen(purchase, self.evidence) as take:
                await self._bring_home(take, purchase)
        except (Fenced, Cancelled):
            raise
        except DailiesError as error:
            if stops_account(error):
                raise
            logger.warning("not recovered", extra={"item_id": purchase.item_id, "code": error.failure.code})
            return error.failure
        return None

    async def _bring_home(self, take: Take, purchase: Purchase) -> None:
        if not take.submitted:
            if purchase.state is Spend.ARMED:
                await self._spender.abandon(purchase)
            return
        if purchase.state is Spend.ARMED:
            purchase = await self._spender.submitted(purchase)
        outcomes = await take.watch(self._on_progress)
        finished = [outcome.output for outcome in outcomes if outcome.finished]
        if purchase.state is Spend.SUBMITTED or (finished and purchase.state in _GIVEN_UP):
            purchase = await self._spender.finish(purchase, outcomes)
        lacking = [output for output in finished if not await self._is_there(purchase, output)]
        if lacking or (finished and purchase.state is not Spend.PUBLISHED):
            fetching = Fetching(self._bench, self._item, self._folder, self._report_stage)
            await fetching.bring(take, purchase, lacking)

    async def _is_there(self, purchase: Purchase, output: int) -> bool:
        return await asyncio.to_thread(is_published, self._bench.app, self._item, purchase, output)

    async def _on_progress(self, progress: Progress) -> None:
        await self._report_stage("generate", progress.percent)

    async def _report_stage(self, stage: str, percent: int) -> None:
        await asyncio.to_thread(self._report.tell, stage, percent)


def _later(provider: Provider, purchase: Purchase) -> bool:
    order = list(Provider)
    return purchase.was_armed and order.index(purchase.provider) > order.index(provider)
