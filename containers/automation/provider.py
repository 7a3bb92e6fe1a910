"""What every provider can do for one item: prepare, submit once, watch, download; or look at an earlier purchase."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from containers.automation.order import Order, Outcome, Prepared, Progress
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase

OnProgress = Callable[[Progress], Awaitable[None]]


class Take(Protocol):
    """One submission, from the empty form to the files."""

    @property
    def notes(self) -> tuple[Failure, ...]:
        """What came otherwise than ordered and was kept all the same."""

    @property
    def submitted(self) -> bool:
        """Tell whether the provider shows anything that the paid act began."""

    async def prepare(self, order: Order) -> Prepared:
        """Make everything ready and read it back; nothing is sent or charged."""

    async def submit(self) -> str | None:
        """Do the one paid act, and give the provider's name of it if it has one.

        A failure with `charged=None` may have been paid for and must be looked up.
        """

    async def watch(self, on_progress: OnProgress) -> tuple[Outcome, ...]:
        """Follow every output to its end."""

    async def download(self, output: int, path: Path) -> None:
        """Save the file of one output; only ever downloads."""


class Generator(Protocol):
    """One provider, signed in and ready."""

    @property
    def pack(self) -> str | None:
        """Name the selector pack in use, for a provider that is driven in a browser."""

    def take(self, evidence: Path) -> AbstractAsyncContextManager[Take]:
        """Open a new submission; a failure leaves its evidence in that folder."""

    def reopen(self, purchase: Purchase, evidence: Path) -> AbstractAsyncContextManager[Take]:
        """Open an earlier purchase and look at what its paid act began."""
