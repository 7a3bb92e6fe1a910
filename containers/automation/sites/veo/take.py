"""One purchase at the provider: prepare, pay once, follow, download; or look at an earlier one."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from containers.automation.order import Order, Outcome, Prepared, Progress
from containers.automation.provider import OnProgress
from containers.automation.sites.veo.bucket import Stored
from containers.automation.sites.veo.connection import Connection
from containers.automation.sites.veo.operation import begin, follow
from containers.automation.sites.veo.outcomes import number_clips, outcomes_by_storage, outcomes_of
from containers.automation.sites.veo.refusals import submit_unclear
from containers.automation.sites.veo.request import build_config, build_source, check_order, model_id
from dailies.clock import Clock
from dailies.domain.errors import Conflict, InvalidInput, SiteFailure
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend

if TYPE_CHECKING:
    from google.genai import types

_FOLDER = "dailies"
_UNANSWERED = frozenset({Spend.ARMED, Spend.SUBMITTED})
_PLACE = re.compile(r"gs://(?P<bucket>[a-z0-9._-]+)/(?P<prefix>dailies/[\w-]{1,100}/)", re.ASCII)


class VeoTake:
    """The work on one purchase, which has a storage prefix of its own."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        """Take what is open towards the provider; nothing is sent yet."""
        self._connection, self._clock = connection, clock
        self._order: Order | None = None
        self._clips: dict[int, Stored] = {}
        self._decided_at = clock()
        """When even the longest generation is over, so that what is not there never comes."""
        self._sent = False
        self._outputs = 0
        self.place = ""
        self.operation: str | None = None

    @property
    def notes(self) -> tuple[Failure, ...]:
        """Nothing: what was ordered is made so, or refused."""
        return ()

    @property
    def submitted(self) -> bool:
        """Tell whether the provider took the paid request: it named an operation, or a clip lies in storage."""
        return self.operation is not None or bool(self._clips)

    async def prepare(self, order: Order) -> Prepared:
        """Check the order, the credentials and the empty prefix; nothing is charged."""
        check_order(order)
        self.place = f"gs://{self._connection.bucket.name}/{_FOLDER}/{order.reference}/"
        try:
            there = await self._connection.bucket.list_clips(self._prefix())
        except SiteFailure as failed:
            failed.failure = failed.failure.model_copy(update={"charged": False})
            raise
        if there:
            raise SiteFailure(
                "The storage already holds clips of this purchase.",
                code="unexpected_clips",
                retryable=False,
                advice="Recover the job: what lies there is brought home.",
            )
        self._order, self._outputs = order, order.outputs
        return Prepared(place=self.place, credits=0)

    async def submit(self) -> str:
        """Send the one paid request; a failure with `charged=None` may have been paid and must be looked up."""
        if self._order is None or self._sent:
            raise Conflict("a take is submitted once, after it was prepared")
        source, config = await asyncio.to_thread(_request, self._order, self.place)
        self._sent = True
        self._decided_at = self._decide_after(self._clock())
        self.operation = await begin(self._connection, model_id(self._order), source, config)
        return self.operation

    async def look(self, purchase: Purchase) -> None:
        """Find what an earlier purchase began; `submit_unclear` while nobody can tell yet."""
        self.place, self._outputs, self.operation = purchase.place, purchase.outputs, purchase.operation
        self._decided_at = self._decide_after(purchase.updated_at)
        if self.operation is not None:
            return
        found = await self._connection.bucket.list_clips(self._prefix())
        open_still = purchase.state in _UNANSWERED and len(found) < self._outputs
        if open_still and not self._is_decided():
            raise submit_unclear("its clips are not there, and may still come")
        self._clips = dict(enumerate(found, start=1))

    async def watch(self, on_progress: OnProgress) -> tuple[Outcome, ...]:
        """Follow the operation to its end; where it cannot be asked, tell from storage."""
        if not self.submitted:
            raise Conflict("nothing was submitted that could be watched")
        await on_progress(Progress(percent=0))  # the provider tells no share, only the end
        ended = await follow(self._connection, self.operation, self._is_decided) if self.operation else None
        found = await self._connection.bucket.list_clips(self._prefix())
        if ended is None:
            self._clips = dict(enumerate(found, start=1))
            outcomes = outcomes_by_storage(self._clips, self._outputs)
        else:
            self._clips = number_clips(ended, found, self._connection.bucket.name)
            outcomes = outcomes_of(ended, self._clips, self._outputs)
        await on_progress(Progress(percent=100))
        return outcomes

    async def download(self, output: int, path: Path) -> None:
        """Save the checked clip of one output, numbered from 1; only ever downloads."""
        clip = self._clips.get(output)
        if clip is None:
            raise Conflict(f"output {output} is no finished video", subject=f"output {output}")
        await self._connection.bucket.save(clip, path)

    def _decide_after(self, armed: datetime) -> datetime:
        return armed + timedelta(seconds=self._connection.pace.longest)

    def _is_decided(self) -> bool:
        return self._clock() >= self._decided_at

    def _prefix(self) -> str:
        """Give the prefix in the bucket; what is in a ledger row is checked as any stored text."""
        place = _PLACE.fullmatch(self.place)
        if place is None or place["bucket"] != self._connection.bucket.name:
            raise InvalidInput("this is no place of the configured bucket", subject=self.place)
        return place["prefix"]


def _request(order: Order, place: str) -> "tuple[types.GenerateVideosSource, types.GenerateVideosConfig]":
    return build_source(order), build_config(order, place)
