"""The hold on a site account: one container works with it at a time, and a lost hold ends its clicks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from time import monotonic

from dailies.domain.ids import AccountName
from dailies.services.app import App, logger

LEASE = timedelta(minutes=2)
RENEW_SECONDS = 30.0


class AccountLease:
    """One account, held by this container for as long as it renews in time."""

    def __init__(self, app: App, account: AccountName, holder: str) -> None:
        """Take who wants it; the same holder gets it again after a crash without waiting."""
        self._app, self._account, self._holder = app, account, holder
        self._good_until = 0.0

    @property
    def held(self) -> bool:
        """Tell whether the account is surely ours; after a silence as long as the lease it is not."""
        return monotonic() < self._good_until

    async def acquire(self) -> bool:
        """Try to take the account; False while somebody else works with it."""
        asked = monotonic()
        return self._noted(await self._ask(self._app.store.accounts.acquire), asked)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Renew the hold inside the block and give it back after it."""
        renewing = asyncio.create_task(self._renew())
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            await asyncio.shield(
                asyncio.to_thread(self._app.store.accounts.release, self._account, self._holder)
            )

    async def _renew(self) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy

        while True:
            await asyncio.sleep(RENEW_SECONDS)
            asked = monotonic()
            try:
                held = await self._ask(self._app.store.accounts.renew)
            except (BotoCoreError, ClientError):
                logger.warning("account lease not renewed", exc_info=True)
                continue
            if not self._noted(held, asked):
                logger.warning("account lease lost", extra={"account": self._account})
                return

    async def _ask(self, change: Callable[[AccountName, str, datetime], bool]) -> bool:
        return await asyncio.to_thread(change, self._account, self._holder, self._app.clock() + LEASE)

    def _noted(self, held: bool, asked: float) -> bool:
        self._good_until = asked + LEASE.total_seconds() if held else 0.0
        return held
