"""One running site: its parts, put together."""

import asyncio
import shutil

from infra.local.flow.accounts import Account, Accounts, NewAccount
from infra.local.flow.bill import Bill
from infra.local.flow.clock import VirtualClock
from infra.local.flow.config import SiteConfig
from infra.local.flow.faults import FaultBoard, Occasion, Point, Strike
from infra.local.flow.generations import Generations
from infra.local.flow.journal import Journal
from infra.local.flow.labels import load_labels
from infra.local.flow.messages import load_messages
from infra.local.flow.prices import load_prices
from infra.local.flow.projects import Projects


class Site:
    """Everything that the pages share."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        self.clock = VirtualClock(config.clock_factor)
        self.prices = load_prices()
        self.messages = load_messages()
        self.labels = load_labels()
        self.accounts = Accounts()
        self.projects = Projects()
        self.faults = FaultBoard()
        self.bill = Bill()
        self.journal = Journal()
        sorry = self.messages["transient_unknown"]
        self.generations = Generations(config, self.clock, self.bill, self.journal, sorry)
        self._occasions: dict[tuple[str, str], int] = {}
        self._add_default_account()

    def _add_default_account(self) -> None:
        if self.config.email and self.config.password:
            new = NewAccount(
                email=self.config.email, password=self.config.password, credits=self.config.credits
            )
            self.accounts.add(Account.create(new))

    def credits_of(self, account: Account) -> int:
        """Give the credits that an account has left."""
        return account.profile.credits - self.bill.spent(account.email)

    def strike(
        self, point: Point, account: str, *, prompt: str = "", attempt: int | None = None
    ) -> list[Strike]:
        """Give the faults that strike here; without `attempt`, occasions are counted by point and account."""
        if attempt is None:
            attempt = self._occasions[point, account] = self._occasions.get((point, account), 0) + 1
        occasion = Occasion(point=point, account=account, prompt=prompt, attempt=attempt)
        return self.faults.strike(occasion)

    async def reset(self) -> None:
        """Go back to how the site started."""
        await self.generations.clear()
        await asyncio.to_thread(self.generations.studio.clear)
        for part in (self.faults, self.bill, self.journal, self.projects, self.accounts):
            part.clear()
        self._occasions.clear()
        for name in ("clips", "uploads"):
            await asyncio.to_thread(shutil.rmtree, self.config.data / name, ignore_errors=True)
        self._add_default_account()
