"""The way in: the Veo API as a provider that a worker can use."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from containers.automation.sites.veo.connection import Connection, connect
from containers.automation.sites.veo.evidence import leave_evidence
from containers.automation.sites.veo.pace import VeoPace
from containers.automation.sites.veo.take import VeoTake
from dailies.clock import Clock, now
from dailies.domain.errors import SiteFailure
from dailies.domain.ledger import Purchase
from dailies.settings import Settings


class VeoGenerator:
    """One Google Cloud project; its takes share a connection."""

    def __init__(self, connection: Connection, clock: Clock = now) -> None:
        """Take what is open towards the provider."""
        self._connection, self._clock = connection, clock

    @property
    def pack(self) -> str | None:
        """None: there are no pages to know."""
        return None

    @asynccontextmanager
    async def take(self, evidence: Path) -> AsyncIterator[VeoTake]:
        """Open a new purchase; a failure leaves its evidence in that folder."""
        take = VeoTake(self._connection, self._clock)
        try:
            yield take
        except SiteFailure as failed:
            leave_evidence(evidence, take, failed)
            raise

    @asynccontextmanager
    async def reopen(self, purchase: Purchase, evidence: Path) -> AsyncIterator[VeoTake]:
        """Open an earlier purchase and look at what its paid request began."""
        async with self.take(evidence) as take:
            await take.look(purchase)
            yield take


@asynccontextmanager
async def open_veo(
    settings: Settings, secret: str, *, pace: VeoPace | None = None, clock: Clock = now
) -> AsyncIterator[VeoGenerator]:
    """Open the provider for one container; `secret` is what `read_secret` gives."""
    chosen = pace or VeoPace(clock_factor=settings.clock_factor)
    async with connect(settings, secret, chosen) as connection:
        yield VeoGenerator(connection, clock)
