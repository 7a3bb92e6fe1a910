"""Faults that alarms are for, and the same work without them; each is done by the product itself."""

import hashlib
from functools import cache

from dailies.domain.accounts import CheckResult
from dailies.domain.caps import Caps
from dailies.domain.failure import Failure
from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.domain.options import Resolution
from dailies.domain.units import Video
from dailies.media.tools import Tools, find_tools
from dailies.services.accounts import block_account, read_account
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.checking import record_check
from dailies.services.delivering import deliver
from dailies.services.orchestration import plan, submit
from functions.orchestration import reconcile
from tests.services.hands import Hands
from tests.services.scenes import DEFAULT, EXPIRED, claimed, planned, run_of
from tests.store.makers import make_item, make_job, make_purchase, make_video, new_owner

TAKE = b"a take" * 100
CHANGED = Failure(code="ui_changed", detail="No button of that name.", subject="open settings")


@cache
def _tools() -> Tools:
    return find_tools()


class Crew:
    """The work, done well or under a fault."""

    def __init__(self, app: App) -> None:
        self.app = app

    def let_a_minute_pass(self) -> None:
        """Do what the schedule does every minute."""
        reconcile.handler({}, None)

    def wait(self, **by: float) -> None:
        """Let time pass without anybody doing anything."""
        clock = self.app.clock
        assert isinstance(clock, Hands)
        clock.move(**by)

    def draft(self, owner: Owner | None = None) -> Job:
        """Make a job."""
        return self.app.store.jobs.add(make_job(owner or new_owner()))

    def hold_an_item(self) -> None:
        """Let a worker take an item, and never be heard of again."""
        job = self.draft()
        planned(self.app, job)
        claimed(self.app, job)

    def queue_an_item(self) -> None:
        """Queue an item that no machine is found for."""
        planned(self.app, self.draft())

    def sign_out(self) -> None:
        """Let the site end the account's session."""
        block_account(self.app, DEFAULT, EXPIRED)

    def check(self, *, passed: bool) -> None:
        """End a check of the account."""
        read_account(self.app, DEFAULT)
        failure = None if passed else CHANGED
        result = CheckResult(passed=passed, checked_at=self.app.clock(), pack="flow-c", failure=failure)
        record_check(self.app, DEFAULT, result)

    def buy(self, credits_: int) -> None:
        """Pay for one generation."""
        item = make_item(make_job(new_owner()))
        planned_ = make_purchase(item).model_copy(update={"credits": credits_})
        begun = self.app.store.ledger.begin(planned_)
        self.app.store.ledger.arm(begun, Caps())

    def deliver(self, count: int, *, lost: int = 0) -> None:
        """Build as many ZIPs in media containers; of `lost` of them, storage has not the take any more."""
        for number in range(count):
            self._deliver_one(there=number >= lost)

    def _deliver_one(self, *, there: bool) -> None:
        from containers.media.worker import MediaWorker  # noqa: PLC0415 - heavy

        app, job = self.app, self.draft()
        video = self._take(job, there=there)
        task, _ = deliver(app, job.owner, [video.video_id], folder="f", resolution=Resolution.SD)
        plan(app, job.owner, task.task_id)
        submit(app, run_of(task), task.task_id)
        MediaWorker(app, BatchWork(app, run_of(task)), _tools()).run()

    def _take(self, job: Job, *, there: bool) -> Video:
        made = make_video(job)
        facts = {"size": len(TAKE), "sha256": hashlib.sha256(TAKE).hexdigest()}
        video = made.model_copy(update={"media": made.media.model_copy(update=facts)})
        assert self.app.store.videos.publish(video)
        if there:
            self.app.objects.put(video.media.key, TAKE, content_type="video/mp4")
        return video
