"""What may still be spent: asked before each purchase, so that none is prepared that cannot be made."""

import asyncio

from dailies.domain.accounts import Account
from dailies.domain.caps import Caps, Spent, cap_reached, credits_left
from dailies.domain.errors import CapReached
from dailies.domain.job import Job
from dailies.services.app import App


class Budget:
    """The caps of one job and one account, and what is left of them."""

    def __init__(self, app: App, job: Job, account: Account | None) -> None:
        """Take whose caps they are; nothing is read yet."""
        self._app, self._job, self._account = app, job, account
        self._too_little = -1
        self.caps = Caps(
            job=job.options.max_credits,
            account_day=account.daily_credits if account else None,
            all_day=app.settings.daily_credits or None,
        )

    async def left(self) -> int | None:
        """Read the credits that one purchase may cost, None for any; CapReached if that was too little before."""
        spent = await self._spent()
        left = credits_left(self.caps, spent)
        if left is not None and left <= self._too_little:
            raise cap_reached(self.caps, spent, left + 1) or CapReached("No credits are left.")
        return left

    async def refuse(self, limit: int) -> CapReached:
        """Remember that a price was above the limit, and say whose limit it is."""
        self._too_little = max(self._too_little, limit)
        return cap_reached(self.caps, await self._spent(), limit + 1) or CapReached("No credits are left.")

    async def _spent(self) -> Spent:
        account = self._account.name if self._account else None
        day = self._app.clock().date()
        return await asyncio.to_thread(
            self._app.store.spending.all_spent, self._job.owner, self._job.job_id, account, day
        )
