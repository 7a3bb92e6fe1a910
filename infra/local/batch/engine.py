"""The jobs: takes them in, starts them when the schedule says so, follows them, forgets them in time."""

import asyncio
import logging
import shutil
from collections import OrderedDict
from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from uuid import uuid4

from dailies.clock import Clock, now
from dailies.domain.errors import InvalidInput
from infra.local.batch.attempt import FOLDER_PREFIX, run_attempt
from infra.local.batch.config import BatchConfig
from infra.local.batch.courier import Courier, OnEvent
from infra.local.batch.job import Attempt, Job, JobSpec, Status
from infra.local.batch.logs import prune_logs
from infra.local.batch.pools import Pools
from infra.local.batch.process import JobProcess
from infra.local.batch.registry import Registry
from infra.local.batch.requests import CreateConsumableResource, CreateJobQueue, SubmitJob
from infra.local.batch.retry import Ending, Verdict, decide
from infra.local.batch.schedule import Capacity, next_to_start
from infra.local.batch.views import state_change

SHARES_REMEMBERED = 1_000
STOPPED = "The embedded stage was stopped"
_LAST_EVENTS_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Engine:
    """All jobs of one endpoint; every method belongs to the event loop that `start` ran in."""

    def __init__(self, config: BatchConfig, on_event: OnEvent, clock: Clock = now) -> None:
        self._config = config
        self._clock = clock
        self._courier = Courier(on_event, config)
        self.registry = Registry(
            config.region, config.account, config.shortest_timeout_seconds, Pools(config.pools_file)
        )
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._processes: dict[str, JobProcess] = {}
        self._finished: OrderedDict[str, Job] = OrderedDict()
        self._turns: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._numbers = count(1)
        self._is_closing = False

    async def start(self) -> None:
        """Make the folders, and remove what an earlier run that was killed left in them."""
        self._config.work_folder.mkdir(parents=True, exist_ok=True)
        self._config.log_folder.mkdir(parents=True, exist_ok=True)
        for folder in self._config.work_folder.glob(f"{FOLDER_PREFIX}*"):
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def close(self) -> None:
        """End all jobs and wait for their ends; their last events are given a few seconds."""
        self._is_closing = True
        for job in list(self._jobs.values()):
            self.terminate(job.id, STOPPED)
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await self._courier.close(_LAST_EVENTS_SECONDS)

    def add_queue(self, queue: CreateJobQueue) -> None:
        """Create or change a queue."""
        self.registry.queues[queue.job_queue_name] = queue

    def add_resource(self, resource: CreateConsumableResource) -> None:
        """Create a pool of tokens."""
        self.registry.pools.create(resource)

    def resize_resource(self, name: str, quantity: int) -> CreateConsumableResource:
        """Change a pool's tokens; more of them may let jobs start."""
        resized = self.registry.pools.resize(name, quantity)
        self._start_what_can()
        return resized

    def submit(self, request: SubmitJob) -> Job:
        """Take a job in; the same name again is another job."""
        if self._is_closing:
            raise InvalidInput("The endpoint is stopping.")
        if len(self._waiting) >= self._config.waiting_jobs_limit:
            raise InvalidInput(f"{self._config.waiting_jobs_limit} jobs are waiting already.")
        job = self._make_job(self.registry.spec_of(request))
        self._jobs[job.id] = job
        self._tell(job)
        self._queue_up(job)
        self._start_what_can()
        return job

    def find(self, job_ids: Iterable[str]) -> list[Job]:
        """Give the jobs that are known, by id or ARN."""
        known = (self._jobs.get(job_id.rsplit("/", 1)[-1]) for job_id in job_ids)
        return [job for job in known if job is not None]

    def jobs_of(self, queue: str) -> list[Job]:
        """Give all known jobs of a queue, newest first."""
        return [job for job in reversed(self._jobs.values()) if job.spec.queue == queue]

    def terminate(self, job_id: str, reason: str) -> None:
        """End a job wherever it is; nothing happens when it is over or unknown."""
        for job in self.find([job_id]):
            if job.status.is_final or job.stop_reason is not None:
                return
            job.is_terminated = True
            self._end_with(job, reason)

    def cancel(self, job_id: str, reason: str) -> None:
        """End a job that has not started; one that has goes on, as on AWS."""
        for job in self.find([job_id]):
            if job.id in self._waiting:
                job.is_cancelled = True
                self._end_with(job, reason)

    def tokens_in_use(self, resource: str) -> int:
        """Count the tokens of a consumable resource that started jobs hold."""
        return sum(self._jobs[job_id].spec.needs.get(resource, 0) for job_id in self._running)

    def _make_job(self, spec: JobSpec) -> Job:
        job_id = str(uuid4())
        log = self._config.log_folder / f"{spec.name}-{job_id}.log"
        return Job(job_id, self.registry.arn("job", job_id), next(self._numbers), spec, log, self._clock())

    def _end_with(self, job: Job, reason: str) -> None:
        job.stop_reason = reason
        if self._waiting.pop(job.id, None) is not None:
            self._finish(job, Status.FAILED, reason)
        elif job.id in self._processes:
            self._processes[job.id].stop()

    def _queue_up(self, job: Job) -> None:
        self._waiting[job.id] = job
        self._change(job, Status.RUNNABLE)

    def _start_what_can(self) -> None:
        while not self._is_closing:
            candidates = (job.candidate for job in self._waiting.values())
            chosen = next_to_start(candidates, self._capacity())
            if chosen is None:
                return
            self._remember_turn((chosen.queue, chosen.share))
            job = self._waiting.pop(chosen.job_id)
            self._change(job, Status.STARTING)
            self._running[job.id] = asyncio.create_task(self._run(job))

    def _capacity(self) -> Capacity:
        slots = {name: self._slots(name) for name in self.registry.queues}
        tokens = dict(self.registry.pools.quantities())
        for job_id in self._running:
            spec = self._jobs[job_id].spec
            slots[spec.queue] -= 1
            for name, quantity in spec.needs.items():
                tokens[name] -= quantity
        return Capacity(slots, tokens, self._turns)

    def _slots(self, queue: str) -> int:
        return self._config.slots.get(queue, self._config.default_slots)

    async def _run(self, job: Job) -> None:
        started = self._clock()
        try:
            ending = await run_attempt(self._config, job, lambda process: self._is_running(job, process))
        except Exception:  # noqa: BLE001 - logged, and the job ends
            # A bug of ours must fail one job with its slot given back, not leave it RUNNING for ever.
            _log.exception("job %s: the endpoint failed", job.id)
            ending = Ending(None, "InternalError", "Internal error of the embedded stage", final=True)
        finally:
            self._processes.pop(job.id, None)
            self._running.pop(job.id, None)
        job.attempts.append(Attempt(job.started_at or started, self._clock(), ending))
        self._settle(job, ending)
        self._start_what_can()

    def _is_running(self, job: Job, process: JobProcess) -> None:
        self._processes[job.id] = process
        job.started_at = self._clock()
        self._change(job, Status.RUNNING)
        if job.stop_reason is not None:
            process.stop()

    def _settle(self, job: Job, ending: Ending) -> None:
        if job.stop_reason is not None:
            self._finish(job, Status.FAILED, job.stop_reason)
            return
        verdict = decide(ending, len(job.attempts), job.spec.retry)
        if verdict is Verdict.RETRY:
            self._queue_up(job)
        else:
            self._finish(job, Status(verdict.value), ending.status_reason)

    def _finish(self, job: Job, status: Status, reason: str) -> None:
        job.stopped_at = self._clock()
        job.status_reason = reason
        self._finished[job.id] = job
        self._change(job, status)
        self._forget_old_jobs()
        keep = {self._jobs[job_id].log for job_id in self._running}
        prune_logs(self._config.log_folder, keep, self._config.all_logs_limit_bytes)

    def _forget_old_jobs(self) -> None:
        limit = self._config.finished_jobs_kept
        oldest_kept = self._clock() - timedelta(hours=self._config.finished_hours_kept)
        while self._finished:
            job = next(iter(self._finished.values()))
            if len(self._finished) <= limit and (job.stopped_at or oldest_kept) >= oldest_kept:
                return
            del self._finished[job.id], self._jobs[job.id]

    def _remember_turn(self, share: tuple[str, str]) -> None:
        self._turns[share] = max(self._turns.values(), default=0) + 1
        self._turns.move_to_end(share)
        if len(self._turns) > SHARES_REMEMBERED:
            self._turns.popitem(last=False)

    def _change(self, job: Job, status: Status) -> None:
        job.status = status
        self._tell(job)

    def _tell(self, job: Job) -> None:
        event = state_change(job, self._clock(), self._config.region, self._config.account)
        self._courier.post(job.id, event)
