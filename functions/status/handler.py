"""Batch Job State Change → the token of a container that did not answer for itself."""

from typing import Any

from pydantic import ValidationError

from dailies.services.orchestration import container_ended
from dailies.settings import BatchRun
from dailies.telemetry.context import bind
from dailies.telemetry.emf import emit
from dailies.telemetry.outcomes import container_ran
from functions.process import app, logged, logger

ENDED = {"SUCCEEDED", "FAILED"}


@logged
def handler(event: dict[str, Any], _context: object) -> None:
    """Answer for a job that has ended; jobs that are not ours are left alone."""
    detail = event.get("detail", {})
    if detail.get("status") not in ENDED:
        return
    variables = detail.get("container", {}).get("environment", [])
    try:
        run = BatchRun.read({variable["name"]: variable["value"] for variable in variables})
    except ValidationError:
        logger().info("not a batch of ours", extra={"job_name": detail.get("jobName")})
        return
    bind(correlation_id=run.correlation, job_id=run.job, task_id=run.task, batch=run.batch, round=run.round)
    emit(container_ran(run.task, detail))
    if container_ended(app(), run, ended=detail["status"]):
        logger().warning("container ended without a word", extra={"reason": detail.get("statusReason")})
