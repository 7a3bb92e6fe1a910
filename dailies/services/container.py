"""How a container's program begins and ends: environment in, exit code out."""

import resource
from collections.abc import Callable, Mapping

from dailies.domain.errors import ToolMissing
from dailies.domain.exits import Exit
from dailies.services.app import App, logger
from dailies.services.batch_work import BatchWork
from dailies.settings import BatchRun, Settings
from dailies.telemetry.context import bound
from dailies.telemetry.logs import hear_libraries, lead, new_logger

_SERVICE = "container"


def run_container(environment: Mapping[str, str], work_on: Callable[[App, BatchWork], Exit]) -> int:
    """Run the work on the batch that the environment names, and give the exit code that tells how it went."""
    run = BatchRun.read(environment)
    logged = {
        "correlation_id": run.correlation,
        "job_id": run.job,
        "task_id": run.task,
        "batch": run.batch,
        "round": run.round,
        "account": run.account,
    }
    return run_program(environment, lambda app: work_on(app, BatchWork(app, run)), **logged)


def run_program(
    environment: Mapping[str, str], work: Callable[[App], Exit], **logged: str | int | None
) -> int:
    """Put the product together, run the work, and turn whatever happens into an exit code."""
    settings = Settings.read(environment)
    _start_logging(settings.log_level, logged)
    with bound(**logged):
        return _run(App(settings), work)


def _run(app: App, work: Callable[[App], Exit]) -> int:
    try:
        code = work(app)
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


def _start_logging(level: str, ids: Mapping[str, str | int | None]) -> None:
    made = new_logger(_SERVICE)
    # A thread of its own, such as the heartbeat, begins without what is bound.
    made.append_keys(**ids)
    lead(made, level)
    hear_libraries(made)


def _usage() -> dict[str, float]:
    """Say what this process took, its tools not counted: peak memory in MB, CPU in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "peak_mb": used.ru_maxrss // 1024,
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
    }
