"""One attempt from its private folder to its ending; whatever happens, nothing of it stays."""

import asyncio
import json
import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from dailies.domain.errors import InvalidInput
from infra.local.batch.config import BatchConfig
from infra.local.batch.job import Job
from infra.local.batch.leftovers import kill_leftovers
from infra.local.batch.logs import JobLog
from infra.local.batch.process import JobProcess, Order
from infra.local.batch.retry import CONTAINER_EXITED, TIMED_OUT, Ending

FOLDER_PREFIX = "job-"

_log = logging.getLogger(__name__)


async def run_attempt(config: BatchConfig, job: Job, on_started: Callable[[JobProcess], None]) -> Ending:
    """Run the job's next attempt to its end; never raises for what a job can cause."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=config.work_folder))
    try:
        with JobLog(job.log, config.log_limit_bytes) as log:
            return await _follow(config, job, folder, log, on_started)
    except (OSError, InvalidInput) as error:
        reason = f"CannotStartContainerError: {error}"
        return Ending(None, reason, "Task failed to start")
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _follow(
    config: BatchConfig, job: Job, folder: Path, log: JobLog, on_started: Callable[[JobProcess], None]
) -> Ending:
    environment = job_environment(config, job, folder)
    command = (_program(config, job.spec.command[0]), *job.spec.command[1:])
    order = Order(command, environment, folder, config.grace_seconds)
    process = await JobProcess.start(order, config.python, log)
    timed_out = False
    try:
        on_started(process)
        try:
            async with asyncio.timeout(job.spec.timeout_seconds):
                code = await process.wait()
        except TimeoutError:
            timed_out = True
            process.stop()
            code = await process.wait()
    finally:
        process.stop()
        await process.wait()
        if await kill_leftovers(job.id, folder):
            _log.warning("job %s: processes outlived its init and were killed", job.id)
        await process.finish_log()
    if job.stop_reason is not None:
        return Ending(code, status_reason=job.stop_reason, final=True)
    return Ending(code, status_reason=TIMED_OUT if timed_out else CONTAINER_EXITED, final=timed_out)


def job_environment(config: BatchConfig, job: Job, folder: Path) -> dict[str, str]:
    """Build all that the job's process sees; nothing comes from our own environment."""
    return {
        "PATH": config.path,
        "LANG": config.language,
        **config.base_environment,
        **{variable.name: variable.value for variable in job.spec.environment},
        **_extra_environment(config.job_environment_file),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "AWS_BATCH_JOB_ID": job.id,
        "AWS_BATCH_JOB_ATTEMPT": str(len(job.attempts) + 1),
        "AWS_BATCH_JQ_NAME": job.spec.queue,
    }


def _extra_environment(path: Path | None) -> dict[str, str]:
    if path is None or not path.exists():
        return {}
    try:
        extra = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInput(f"{path.name} is not JSON") from error
    if not isinstance(extra, dict) or not all(isinstance(value, str) for value in extra.values()):
        raise InvalidInput(f"{path.name} must be a JSON object of strings")
    return extra


def _program(config: BatchConfig, name: str) -> str:
    return str(config.python) if name in {"python", "python3"} else name
