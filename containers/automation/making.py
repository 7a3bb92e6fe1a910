"""One item, from wherever its last attempt left it to published videos; each paid step is in the ledger first."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from containers.automation.clips import Clip, check_clip, publish_clip
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.order import Order, Outcome, Progress
from containers.automation.sites.flow.take import Take
from dailies.crash import CrashPoints
from dailies.domain.errors import SiteFailure
from dailies.domain.failure import Failure
from dailies.domain.ledger import Purchase, Spend, Step, next_step
from dailies.domain.options import Options
from dailies.domain.units import Item
from dailies.domain.upload import IMAGE_BYTES
from dailies.domain.verdicts import VERDICTS
from dailies.media.process import IsCancelled
from dailies.media.tools import Tools
from dailies.services.app import App
from dailies.services.reporting import Reporter


@dataclass(frozen=True)
class Bench:
    """What the making of every item of a container shares."""

    app: App
    driver: FlowDriver
    tools: Tools
    options: Options
    crash: CrashPoints
    stopped: IsCancelled


class Making:
    """The making of one claimed item."""

    def __init__(self, bench: Bench, item: Item, folder: Path) -> None:
        """Take the item and an empty folder of its own."""
        self._bench, self._item, self._folder = bench, item, folder
        self._app = bench.app
        self._report = Reporter(bench.app, item)
        self._evidence = folder / "evidence"

    @property
    def evidence(self) -> Path:
        """Where a failure leaves its screenshot, trace and page."""
        return self._evidence

    async def run(self) -> Failure | None:
        """Bring home what was paid for, then buy if nothing was; give what failed beside a success."""
        ledger = self._app.store.ledger
        last = await asyncio.to_thread(ledger.last, self._item.owner, self._item.item_id)
        step = next_step(last, self._item.run)
        if last is None or step is Step.BUY:
            return await self._buy(last)
        if step is Step.SETTLE:
            return last.failure
        note = await self._bring_home(last)
        after = await asyncio.to_thread(ledger.last, self._item.owner, self._item.item_id)
        if next_step(after, self._item.run) is Step.BUY:
            return await self._buy(after)
        return note

    async def _buy(self, last: Purchase | None) -> Failure | None:
        if last is not None and last.state is Spend.PLANNED:
            await self._advance(last, Spend.ABANDONED)
        order = await self._order()
        await self._tell("prepare", 0)
        async with self._bench.driver.take(self._evidence) as take:
            prepared = await take.prepare(order)
            purchase = await asyncio.to_thread(
                self._app.store.ledger.begin,
                self._plan(prepared.project_url, prepared.credits, prepared.tiles_before),
            )
            self._bench.crash.reach("automation.planned")
            purchase = await self._advance(purchase, Spend.ARMED)
            self._bench.crash.reach("automation.armed")
            purchase = await self._submit(take, purchase)
            return await self._follow(take, purchase)

    async def _submit(self, take: Take, purchase: Purchase) -> Purchase:
        try:
            await take.submit()
        except SiteFailure as failed:
            if failed.failure.charged is False:
                await self._advance(purchase, Spend.REFUSED, failed.failure)
            raise
        self._bench.crash.reach("automation.clicked")
        return await self._advance(purchase, Spend.SUBMITTED)

    async def _bring_home(self, purchase: Purchase) -> Failure | None:
        await self._tell("look", 0)
        async with self._bench.driver.reopen(
            purchase.place, purchase.tiles_before, self._evidence
        ) as take:
            if purchase.state is Spend.ARMED:
                if not take.submitted:
                    await self._advance(purchase, Spend.ABANDONED)
                    return None
                purchase = await self._advance(purchase, Spend.SUBMITTED)
            return await self._follow(take, purchase)

    async def _follow(self, take: Take, purchase: Purchase) -> Failure | None:
        try:
            outcomes = await take.watch(self._on_progress)
        except SiteFailure as failed:
            if failed.failure.charged is False and purchase.state is Spend.SUBMITTED:
                await self._advance(purchase, Spend.REFUSED, failed.failure)
            raise
        note = _partial(outcomes)
        if not any(outcome.finished for outcome in outcomes):
            await self._advance(purchase, Spend.REFUSED, outcomes[0].failure)
            raise _error_of(outcomes)
        if purchase.state is Spend.SUBMITTED:
            purchase = await self._advance(purchase, Spend.FINISHED, note)
        await self._fetch(take, purchase, [outcome.output for outcome in outcomes if outcome.finished])
        return note

    async def _fetch(self, take: Take, purchase: Purchase, outputs: Sequence[int]) -> None:
        clips: list[Clip] = []
        for done, output in enumerate(outputs):
            await self._tell("download", done * 100 // len(outputs))
            path = self._folder / f"take-{output}.mp4"
            await take.download(output, path)
            self._bench.crash.reach("automation.downloading")
            clips.append(
                await asyncio.to_thread(check_clip, path, output, self._bench.tools, self._bench.stopped)
            )
        purchase = await self._advance(purchase, Spend.DOWNLOADED)
        await self._tell("publish", 0)
        for clip in clips:
            await asyncio.to_thread(publish_clip, self._app, self._item, purchase, clip)
            self._bench.crash.reach("automation.publishing")
        await self._advance(purchase, Spend.PUBLISHED)

    async def _order(self) -> Order:
        item, options = self._item, self._bench.options
        image = self._folder / "reference"
        await asyncio.to_thread(self._app.objects.download, item.image.key, image, most_bytes=IMAGE_BYTES)
        suffix = item.image.key.rsplit(".", 1)[-1]
        return Order(
            prompt=item.prompt,
            image=image,
            image_name=f"{item.item_id}.{suffix}",
            aspect=options.aspect.value,
            outputs=options.outputs,
            model=options.model,
            duration_seconds=options.duration,
        )

    def _plan(self, place: str, credits_quoted: int, tiles_before: int) -> Purchase:
        item, now = self._item, self._app.clock()
        return Purchase(
            owner=item.owner,
            job_id=item.job_id,
            item_id=item.item_id,
            number=item.attempt,
            run=item.run,
            prompt=item.prompt,
            model=self._bench.options.model,
            place=place,
            tiles_before=tiles_before,
            credits=credits_quoted,
            created_at=now,
            updated_at=now,
        )

    async def _advance(self, purchase: Purchase, to: Spend, failure: Failure | None = None) -> Purchase:
        changes = {"failure": failure} if failure else None
        return await asyncio.to_thread(self._app.store.ledger.advance, purchase, to, changes)

    async def _on_progress(self, progress: Progress) -> None:
        await self._tell("queued at the site" if progress.queued else "generate", progress.percent)

    async def _tell(self, stage: str, percent: int) -> None:
        await asyncio.to_thread(self._report.tell, stage, percent)


def _partial(outcomes: Sequence[Outcome]) -> Failure | None:
    """Say what failed beside what succeeded; None when all is well."""
    failed = [outcome.failure for outcome in outcomes if outcome.failure]
    if not failed or len(failed) == len(outcomes):
        return None
    detail = f"{len(failed)} of {len(outcomes)} outputs failed: {failed[0].detail}"
    return failed[0].model_copy(update={"detail": detail, "retryable": False})


def _error_of(outcomes: Sequence[Outcome]) -> SiteFailure:
    """Turn the outputs' verdict into the item's: the one that most surely needs a change is told."""
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    final = next((failure for failure in failures if not failure.retryable), failures[0])
    verdict = VERDICTS.get(final.code)
    if verdict is None:
        return SiteFailure(final.detail, code=final.code, charged=final.charged, retryable=False)
    return verdict.error(final.detail, disclaimed=final.charged is False)
