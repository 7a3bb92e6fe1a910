"""The whole job from images to an unpacked ZIP, as `dailies run` and the demo do it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dailies.cli.answers import Job, Quote, Video
from dailies.cli.choosing import TakesEach, choose
from dailies.cli.delivering import Delivered, deliver
from dailies.cli.desk import Desk
from dailies.cli.errors import ApiRefused, Unfinished, Unreachable
from dailies.cli.generating import await_takes, failures, refuse_losses
from dailies.cli.quoting import quote
from dailies.cli.sources import Sources
from dailies.cli.uploading import await_verdicts, send_all
from dailies.cli.upscaling import upscale
from dailies.domain.errors import DailiesError
from dailies.domain.failure import Failure
from dailies.domain.ids import job_of
from dailies.domain.options import Options, Quality, Resolution

_NOT_STARTABLE = 422


@dataclass(frozen=True)
class Order:
    """What the user wants of one run."""

    title: str
    sources: Sources
    options: Options
    pick: TakesEach
    quality: Quality
    resolution: Resolution
    folder: str
    out: Path
    keep_going: bool = False
    """Deliver what succeeded even when some items did not."""
    strict: bool = False
    """Stop at any warning before anything is spent."""


@dataclass(frozen=True)
class Report:
    """What a run has done."""

    job: Job
    videos: list[Video]
    chosen: list[str]
    delivered: list[Delivered]
    problems: list[Failure]
    """What did not succeed in a run that kept going."""
    seconds: dict[str, float]
    """Wall seconds of each stage, in order."""


class Run:
    """One run; each stage is timed, and what it began is stopped when the person stops it."""

    def __init__(self, desk: Desk, order: Order, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Take what to work with and what is wanted."""
        self._desk = desk
        self._order = order
        self._monotonic = monotonic
        self._seconds: dict[str, float] = {}
        self._problems: list[Failure] = []
        self._may_have_started = False

    def go(self) -> Report:
        """Do it all; raises DailiesError, or KeyboardInterrupt once the API was asked to stop."""
        job = self._desk.client.create_job(self._order.title, self._order.options)
        self._desk.screen.say(f"Job {job.job_id}")
        try:
            with self._discarded_on_refusal(job):
                self._prepare(job)
            ended = self._generate(job)
            return self._finish(ended)
        except KeyboardInterrupt:
            self._stop(job)
            raise

    def quote(self) -> Quote:
        """Send and check everything, show what it would cost, and leave nothing behind."""
        job = self._desk.client.create_job(self._order.title, self._order.options)
        try:
            return self._prepare(job)
        finally:
            self._discard(job)

    def _prepare(self, job: Job) -> Quote:
        with self._timed("send and check"):
            send_all(self._desk, job.job_id, self._order.sources.files)
            await_verdicts(self._desk, job.job_id)
            return quote(self._desk, job.job_id, strict=self._order.strict)

    @contextmanager
    def _discarded_on_refusal(self, job: Job) -> Iterator[None]:
        try:
            yield
        except DailiesError:
            self._discard(job)
            raise

    def _generate(self, job: Job) -> Job:
        with self._timed("generate"):
            # From here on takes may be paid for, even if the answer never comes: the job is not thrown away.
            self._may_have_started = True
            try:
                started = self._desk.client.start_job(job.job_id)
            except ApiRefused as error:
                if error.http_status == _NOT_STARTABLE:
                    self._discard(job)
                raise
            self._desk.screen.say(started.message)
            ended = await_takes(self._desk, job.job_id, started)
        if not self._order.keep_going or not ended.counts.succeeded:
            refuse_losses(ended)
        self._problems += failures(ended)
        return ended

    def _finish(self, job: Job) -> Report:
        videos = self._desk.client.videos(job.job_id)
        chosen = [video.video_id for video in choose(videos, self._order.pick)]
        with self._timed("select"):
            for video in chosen:
                self._desk.client.select(video, selected=True)
        delivered = self._deliver(chosen) if chosen else []
        return Report(
            job=self._desk.client.job(job.job_id),
            videos=self._desk.client.videos(job.job_id),
            chosen=chosen,
            delivered=delivered,
            problems=self._problems,
            seconds=self._seconds,
        )

    def _deliver(self, chosen: list[str]) -> list[Delivered]:
        order = self._order
        if order.resolution is Resolution.UHD:
            with self._timed("upscale"):
                chosen = self._upscale(chosen)
        with self._timed("deliver"):
            return deliver(
                self._desk, chosen, folder=order.folder, resolution=order.resolution, out=order.out
            )

    def _upscale(self, chosen: list[str]) -> list[str]:
        """Upscale, and give the takes that are; some may be missing only when the run is to keep going."""
        try:
            upscale(self._desk, chosen, self._order.quality)
        except Unfinished as error:
            self._problems += error.problems
            there = {video.video_id for video in self._desk.client.videos(job_of(chosen[0])) if video.has_4k}
            if not self._order.keep_going or not there.intersection(chosen):
                raise
            return [video for video in chosen if video in there]
        return chosen

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = self._monotonic()
        yield
        self._seconds[stage] = self._monotonic() - began

    def _stop(self, job: Job) -> None:
        self._desk.screen.say("Stopping …")
        if not self._may_have_started:
            self._discard(job)
            return
        try:
            self._desk.client.cancel_job(job.job_id)
        except (ApiRefused, Unreachable) as error:
            self._desk.screen.say(f"The API could not be asked to stop job {job.job_id}: {error}")
            return
        self._desk.screen.say(
            f"Stopped job {job.job_id}. What is made already stays: `dailies job {job.job_id}`."
        )

    def _discard(self, job: Job) -> None:
        """Remove a draft that cannot be started: nothing was made of it."""
        try:
            self._desk.client.delete_job(job.job_id)
        except (ApiRefused, Unreachable):
            self._desk.screen.say(f"The draft {job.job_id} is left; remove it in the gallery.")
