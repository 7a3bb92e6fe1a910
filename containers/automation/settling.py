"""Claiming items and writing what became of them, with the failover to another provider."""

import asyncio

from dailies.domain.accounts import Account
from dailies.domain.errors import DailiesError, Fenced
from dailies.domain.failover import fails_over
from dailies.domain.failure import Failure
from dailies.domain.job import Job
from dailies.domain.options import Provider
from dailies.domain.retry import Settlement
from dailies.domain.status import CLAIMABLE, TERMINAL, Status
from dailies.domain.units import Item
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork
from dailies.services.recovering import rest_after
from dailies.telemetry.context import bound
from dailies.telemetry.emf import emit
from dailies.telemetry.outcomes import settled
from dailies.telemetry.subjects import ids_of


class Settler:
    """Every write about where an item stands that one provider's pass makes."""

    def __init__(
        self,
        app: App,
        work: BatchWork,
        job: Job,
        provider: Provider,
        account: Account | None,
        *,
        recover: bool = False,
    ) -> None:
        """Take whose pass it is; what is only recovered comes to rest where the user left it."""
        self._app, self._work, self._job, self._recover = app, work, job, recover
        self._provider, self._account = provider, account
        self._held: dict[str, Item] = {}

    async def claim(self, item: Item) -> Item | None:
        """Make an item this container's; None where it is not to be had, or the job is paused."""
        if await asyncio.to_thread(self._work.is_paused):
            return None
        try:
            claimed = await asyncio.to_thread(self._app.store.units.claim, item)
        except Fenced:
            return None
        if not isinstance(claimed, Item):
            raise TypeError(type(claimed).__name__)
        self._held[claimed.item_id] = claimed
        return claimed

    def let_go(self, item: Item) -> None:
        """Forget an item that somebody else has."""
        self._held.pop(item.item_id, None)

    async def settle(
        self, item: Item, settlement: Settlement, provider: Provider | None = None
    ) -> Item | None:
        """End the hold on an item, and give it as it stands now; None where it was taken over."""
        self.let_go(item)
        account = self._account.name if self._account else item.account
        changes = {"account": account} | ({"provider": provider} if provider else {})
        try:
            written = await asyncio.to_thread(self._app.store.units.settle, item, settlement, changes)
        except Fenced:
            logger.info("taken over or cancelled")
            return None
        emit(settled(item, settlement, self._provider))
        what = f"goes_to_{provider}" if provider else str(settlement.status)
        code = settlement.failure.code if settlement.failure else None
        logger.info("settled", extra={"outcome": what, "code": code, "provider": self._provider})
        await asyncio.to_thread(self._note, item, what, settlement.failure)
        return written if isinstance(written, Item) else None

    async def fail(self, item: Item, error: DailiesError) -> None:
        """Settle a held item after a failed try: another provider's, a later try's, a person's, or failed."""
        settlement = await asyncio.to_thread(self._decide, item, error)
        other = await asyncio.to_thread(self._failover, item, error, settlement.status)
        if other is None:
            await self.settle(item, settlement)
            return
        fresh = Settlement(status=Status.QUEUED, failure=error.failure, crashes=item.crashes)
        await self.settle(item, fresh, other)

    def _decide(self, item: Item, error: DailiesError) -> Settlement:
        settlement = self._work.decide(item, error)
        if self._recover and settlement.status in {Status.BLOCKED, Status.FAILED}:
            # Blocked would go on by itself once a person acted, and then buy.
            return rest_after(self._app, item, error.failure)
        return settlement

    def _failover(self, item: Item, error: DailiesError, status: Status) -> Provider | None:
        if self._recover:
            return None
        last = self._app.store.ledger.last(item.owner, item.item_id)
        return fails_over(
            self._job.options,
            self._provider,
            error.failure,
            status_after=status,
            open_purchase=last is not None and last.is_open,
        )

    async def hold(self, items: list[Item], error: DailiesError) -> None:
        """Give items that nobody got to the account's own fate; no try of theirs is used up."""
        for item in items:
            fate = await asyncio.to_thread(self._decide, item, error)
            other = await asyncio.to_thread(self._failover, item, error, fate.status)
            if other or (self._recover and fate.status in TERMINAL):
                if claimed := await self.claim(item):
                    with bound(account=item.account, **ids_of(claimed)):
                        await self.fail(claimed, error)
            elif fate.status in {Status.WAITING, Status.BLOCKED}:
                await self.leave(item, fate.model_copy(update={"tries": item.tries}))

    async def leave(self, item: Item, settlement: Settlement) -> None:
        """Move an item that nobody holds."""
        if item.status in CLAIMABLE:
            left = await asyncio.to_thread(self._app.store.units.leave, item, settlement)
            emit(settled(item, settlement, self._provider) if left else [])

    def give_back(self) -> None:
        """Hand back what is still held: this container is going away."""
        for item in list(self._held.values()):
            self._work.give_back(item)
        self._held.clear()

    def _note(self, item: Item, what: str, failure: Failure | None) -> None:
        self._app.store.timeline.add(
            item.owner, item.job_id, f"item.{what}", item.item_id, attempt=item.attempt, failure=failure
        )
