"""The steps of a purchase in the ledger, as an item's making takes them."""

import asyncio
from collections.abc import Sequence
from typing import Any

from containers.automation.bench import Bench
from containers.automation.order import Outcome
from dailies.domain.caps import not_charged
from dailies.domain.errors import CapReached, SiteFailure
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.verdicts import VERDICTS
from dailies.telemetry.emf import emit
from dailies.telemetry.outcomes import spent


class Spender:
    """Writes each step before or after its act; every write is conditional on the step before it."""

    def __init__(self, bench: Bench) -> None:
        """Take what the items share."""
        self._bench, self._ledger = bench, bench.app.store.ledger

    async def begin(self, purchase: Purchase) -> Purchase:
        """Write a planned purchase."""
        return await asyncio.to_thread(self._ledger.begin, purchase)

    async def arm(self, purchase: Purchase) -> Purchase:
        """Reserve the credits and write that the next act is the paid one; CapReached leaves nothing open."""
        try:
            return await asyncio.to_thread(self._ledger.arm, purchase, self._bench.budget.caps)
        except CapReached:
            await self.abandon(purchase)
            raise

    async def submitted(self, purchase: Purchase, operation: str | None = None) -> Purchase:
        """Write that the provider took it."""
        changes = {"operation": operation} if operation else None
        return await self._advance(purchase, Spend.SUBMITTED, changes)

    async def refuse(self, purchase: Purchase, failure: Failure | None) -> Purchase:
        """Write that the provider ended it without a clip; what was not charged is given back."""
        back = purchase.credits if failure and failure.charged is False else 0
        return await self._advance(purchase, Spend.REFUSED, {"failure": failure}, back)

    async def finish(self, purchase: Purchase, outcomes: Sequence[Outcome]) -> Purchase:
        """Write how its outputs ended; the share of those that were not charged is given back."""
        disclaimed = sum(1 for each in outcomes if each.failure and each.failure.charged is False)
        back = not_charged(purchase.credits, len(outcomes), disclaimed)
        if any(outcome.finished for outcome in outcomes):
            return await self._advance(purchase, Spend.FINISHED, {"failure": partial_failure(outcomes)}, back)
        return await self._advance(purchase, Spend.REFUSED, {"failure": outcomes[0].failure}, back)

    async def abandon(self, purchase: Purchase) -> Purchase:
        """Write that it was proved never submitted."""
        return await self._advance(purchase, Spend.ABANDONED)

    async def reach(self, purchase: Purchase, state: Spend) -> Purchase:
        """Write a step after the clips are there."""
        return await self._advance(purchase, state)

    async def _advance(
        self, purchase: Purchase, to: Spend, changes: dict[str, Any] | None = None, back: int = 0
    ) -> Purchase:
        advanced = await asyncio.to_thread(self._ledger.advance, purchase, to, changes, give_back=back)
        emit(spent(purchase, to, back))
        return advanced


def partial_failure(outcomes: Sequence[Outcome]) -> Failure | None:
    """Say what failed beside what succeeded; None when all is well."""
    failed = [outcome.failure for outcome in outcomes if outcome.failure]
    if not failed or len(failed) == len(outcomes):
        return None
    detail = f"{len(failed)} of {len(outcomes)} outputs failed: {failed[0].detail}"
    return failed[0].model_copy(update={"detail": detail, "retryable": False})


def error_of(outcomes: Sequence[Outcome]) -> SiteFailure:
    """Turn the outputs' verdict into the item's: the one that most surely needs a change is told."""
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    final = next((failure for failure in failures if not failure.retryable), failures[0])
    verdict = VERDICTS.get(final.code)
    if verdict is None:
        return SiteFailure(final.detail, code=final.code, charged=final.charged, retryable=False)
    return verdict.error(final.detail, disclaimed=final.charged is False)
