"""One item, from wherever its last attempt left it to published videos; each paid step is in the ledger first."""

import asyncio
from pathlib import Path

from containers.automation.bench import Bench
from containers.automation.fetching import Fetching
from containers.automation.order import Order, Progress
from containers.automation.ordering import plan_purchase, write_order
from containers.automation.provider import Take
from containers.automation.purchasing import Spender, error_of, partial_failure
from dailies.domain.errors import SiteFailure
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend, Step, next_step
from dailies.domain.retry import LOOK_LATER, Settlement
from dailies.domain.status import Status
from dailies.domain.units import Item
from dailies.services.reporting import Reporter

TOO_DEAR = "price_above_limit"


class Making:
    """The making of one claimed item."""

    def __init__(self, bench: Bench, item: Item, folder: Path) -> None:
        """Take the item and an empty folder of its own."""
        self._bench, self._item, self._folder = bench, item, folder
        self._spender = Spender(bench)
        self._report = Reporter(bench.app, item)
        self.evidence = folder / "evidence"
        """Where a failure leaves its screenshot, trace and page."""

    async def run(self) -> Settlement:
        """Bring home what was paid for, then buy if nothing was; what failed beside a success is told."""
        with self._report:
            return Settlement(status=Status.SUCCEEDED, failure=await self._make())

    async def _make(self) -> Failure | None:
        last = await self._last()
        step = next_step(last, self._item.run)
        if last is None or step is Step.BUY:
            return await self._buy(last)
        if step is Step.SETTLE:
            return last.failure
        self._require_own(last)
        note = await self._bring_home(last)
        after = await self._last()
        if next_step(after, self._item.run) is Step.BUY:
            return await self._buy(after)
        return note

    async def _last(self) -> Purchase | None:
        ledger = self._bench.app.store.ledger
        return await asyncio.to_thread(ledger.last, self._item.owner, self._item.item_id)

    def _require_own(self, purchase: Purchase) -> None:
        """What another account or provider was paid for cannot be seen from here, and must not be bought again."""
        if purchase.provider is self._bench.provider and purchase.account in {None, self._bench.account}:
            return
        raise SiteFailure(
            f"This was bought with {purchase.account or purchase.provider}; only there can it be fetched.",
            code="other_account",
            charged=None,
            advice="Retry it: it then goes to the account that it was bought with.",
        )

    async def _buy(self, last: Purchase | None) -> Failure | None:
        if last is not None and last.state is Spend.PLANNED:
            await self._spender.abandon(last)
        left = await self._bench.budget.left()
        order = await write_order(self._bench, self._item, self._folder, left)
        await self._tell("prepare", 0)
        async with self._bench.generator.take(self.evidence) as take:
            purchase = await self._arm(take, order)
            purchase = await self._submit(take, purchase)
            return await self._follow(take, purchase)

    async def _arm(self, take: Take, order: Order) -> Purchase:
        bench = self._bench
        try:
            prepared = await take.prepare(order)
        except SiteFailure as refused:
            if refused.failure.code == TOO_DEAR and order.max_credits is not None:
                raise await bench.budget.refuse(order.max_credits) from refused
            raise
        purchase = await self._spender.begin(plan_purchase(bench, self._item, order, prepared))
        bench.crash.reach("automation.planned")
        await bench.gate.await_turn(lambda: self._tell("wait for its turn", 0))
        purchase = await self._spender.arm(purchase)
        bench.crash.reach("automation.armed")
        return purchase

    async def _submit(self, take: Take, purchase: Purchase) -> Purchase:
        try:
            operation = await take.submit()
        except SiteFailure as failed:
            if failed.failure.charged is False:
                await self._spender.refuse(purchase, failed.failure)
            raise
        self._bench.crash.reach("automation.clicked")
        purchase = await self._spender.submitted(purchase, operation)
        self._bench.crash.reach("automation.submitted")
        return purchase

    async def _bring_home(self, purchase: Purchase) -> Failure | None:
        await self._tell("look", 0)
        try:
            async with self._bench.generator.reopen(purchase, self.evidence) as take:
                if purchase.state is Spend.ARMED:
                    if not take.submitted:
                        await self._spender.abandon(purchase)
                        return None
                    purchase = await self._spender.submitted(purchase)
                    self._bench.crash.reach("automation.submitted")
                return await self._follow(take, purchase)
        except SiteFailure as failed:
            if purchase.state is Spend.ARMED and failed.failure.code == "submit_unclear":
                raise _look_later(failed) from failed
            raise

    async def _follow(self, take: Take, purchase: Purchase) -> Failure | None:
        try:
            outcomes = await take.watch(self._on_progress)
        except SiteFailure as failed:
            if failed.failure.charged is False and purchase.state is Spend.SUBMITTED:
                await self._spender.refuse(purchase, failed.failure)
            raise
        finished = [outcome.output for outcome in outcomes if outcome.finished]
        if purchase.state is Spend.SUBMITTED:
            purchase = await self._spender.finish(purchase, outcomes)
        if not finished:
            raise error_of(outcomes)
        self._bench.crash.reach("automation.finished")
        fetching = Fetching(self._bench, self._item, self._folder, self._tell)
        await fetching.bring(take, purchase, finished)
        return partial_failure(outcomes) or next(iter(take.notes), None)

    async def _on_progress(self, progress: Progress) -> None:
        await self._tell("queued at the site" if progress.queued else "generate", progress.percent)

    async def _tell(self, stage: str, percent: int) -> None:
        await asyncio.to_thread(self._report.tell, stage, percent)


def _look_later(failed: SiteFailure) -> SiteFailure:
    """A provider that shows a purchase only when it is done must be asked again after a while, not at once."""
    failure = failed.failure
    return SiteFailure(failure.detail, code=LOOK_LATER, charged=None, retryable=True, advice=failure.advice)
