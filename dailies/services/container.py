"""How a container's program begins and ends: environment in, exit code out."""

import resource
from collections.abc import Callable, Mapping
from typing import Any

from dailies.domain.errors import ToolMissing
from dailies.domain.exits import Exit
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork
from dailies.settings import BatchRun, Settings
from dailies.telemetry import log_to_stdout


def run_container(environment: Mapping[str, str], work_on: Callable[[App, BatchWork], Exit]) -> int:
    """Run the work on the batch that the environment names, and give the exit code that tells how it went."""
    run = BatchRun.read(environment)
    logged = {"task_id": run.task, "job_id": run.job, "batch": run.batch, "round": run.round}
    return run_program(environment, lambda app: work_on(app, BatchWork(app, run)), **logged)


def run_program(environment: Mapping[str, str], work: Callable[[App], Exit], **logged: Any) -> int:
    """Put the product together, run the work, and turn whatever happens into an exit code."""
    settings = Settings.read(environment)
    log_to_stdout(settings.log_level, **logged)
    try:
        code = work(App(settings))
    except ToolMissing as missing:
        logger.error(
            "a program is missing", extra={"code": missing.failure.code, "advice": missing.failure.advice}
        )
        return Exit.UNAVAILABLE
    except Exception:  # noqa: BLE001 - the exit code is the last word of a process
        logger.exception("the worker failed")
        return Exit.OUR_BUG
    logger.info("container ends", extra={"exit": code.name, **_usage()})
    return code


def _usage() -> dict[str, float]:
    """Say what this process took, its tools not counted: peak memory in MB, CPU in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "peak_mb": used.ru_maxrss // 1024,
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
    }
