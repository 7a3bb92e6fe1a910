"""The spend ledger: each purchase walks these states, each written before the act that it names.

A crash can then be read: `armed` without `submitted` is *unclear*, and the next attempt looks at the site
before it buys again. Nothing is paid twice, and nothing that was paid for is lost.
"""

from datetime import date, datetime
from enum import StrEnum

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName, ItemId
from dailies.domain.options import Provider
from dailies.domain.units import Record


class Spend(StrEnum):
    """How far a purchase got."""

    PLANNED = "planned"
    """The site's project exists; nothing was clicked."""
    ARMED = "armed"
    """The next act is the paid click."""
    SUBMITTED = "submitted"
    """The site took it."""
    FINISHED = "finished"
    """Every output ended, at least one with a clip."""
    DOWNLOADED = "downloaded"
    PUBLISHED = "published"
    REFUSED = "refused"
    """The site ended it without a clip."""
    ABANDONED = "abandoned"
    """Proved never submitted."""


SPEND_TRANSITIONS: dict[Spend, frozenset[Spend]] = {
    Spend.PLANNED: frozenset({Spend.ARMED, Spend.ABANDONED}),
    Spend.ARMED: frozenset({Spend.SUBMITTED, Spend.ABANDONED, Spend.REFUSED}),
    Spend.SUBMITTED: frozenset({Spend.FINISHED, Spend.REFUSED}),
    Spend.FINISHED: frozenset({Spend.DOWNLOADED}),
    Spend.DOWNLOADED: frozenset({Spend.PUBLISHED, Spend.DOWNLOADED}),
    Spend.PUBLISHED: frozenset(),
    # A later look may find the clip that an earlier one did not: what is there is brought home.
    Spend.REFUSED: frozenset({Spend.FINISHED}),
    Spend.ABANDONED: frozenset({Spend.FINISHED}),
}

OPEN = frozenset({Spend.ARMED, Spend.SUBMITTED, Spend.FINISHED, Spend.DOWNLOADED})
"""Money is out, or may be: it is brought home before anything else is bought for the item."""


def spend_sources(target: Spend) -> frozenset[Spend]:
    """Give the states from which a purchase may enter `target`."""
    return frozenset(source for source, targets in SPEND_TRANSITIONS.items() if target in targets)


class Purchase(Record):
    """One paid submission, or the attempt at one."""

    item_id: ItemId
    number: int
    """The item's attempt that began it: part of the ids of the videos that come of it."""
    run: int = 1
    prompt: str
    model: str
    state: Spend = Spend.PLANNED
    provider: Provider = Provider.FLOW
    account: AccountName | None = None
    pack: str | None = None
    """The selector pack that it was bought with, such as `flow-c`."""
    place: str
    """Where its result lies at the provider: a project's address, or a storage prefix."""
    asset_name: str | None = None
    """The unique name that the image was uploaded under."""
    operation: str | None = None
    """The provider's own name of the running work, where it gives one."""
    outputs: int = 1
    tiles_before: int = 0
    credits: int = 0
    """What the site said it would cost."""
    armed_on: date | None = None
    """The UTC day whose counters its credits are reserved in; None while it was never armed."""
    given_back: int = 0
    """Credits taken out of the counters again, as the site did not charge them."""
    failure: Failure | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        """Tell whether it may have been paid for and is not yet brought home."""
        return self.state in OPEN

    @property
    def was_armed(self) -> bool:
        """Tell whether anything may ever have been sent for it."""
        return self.armed_on is not None or self.is_open or self.state is Spend.PUBLISHED


class Step(StrEnum):
    """What the next attempt at an item does first."""

    BUY = "buy"
    LOOK = "look"
    """Unclear: look in the project for what the click may have started."""
    FOLLOW = "follow"
    DOWNLOAD = "download"
    SETTLE = "settle"


_STEPS = {
    Spend.PLANNED: Step.BUY,
    Spend.ARMED: Step.LOOK,
    Spend.SUBMITTED: Step.FOLLOW,
    Spend.FINISHED: Step.DOWNLOAD,
    Spend.DOWNLOADED: Step.DOWNLOAD,  # the local copy went with the worker
    Spend.PUBLISHED: Step.SETTLE,
    Spend.REFUSED: Step.BUY,
    Spend.ABANDONED: Step.BUY,
}


def next_step(last: Purchase | None, run: int) -> Step:
    """Decide from the item's last purchase; `run` is raised when the user asks for another take of an item.

    An older run's open purchase is brought home first: it may have been paid for.
    """
    if last is None:
        return Step.BUY
    step = _STEPS[last.state]
    return Step.BUY if step is Step.SETTLE and last.run < run else step
