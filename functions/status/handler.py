"""Batch Job State Change → the token of a container that did not answer for itself."""

from typing import Any

from pydantic import ValidationError

from dailies.services.orchestration import container_ended
from dailies.settings import BatchRun
from functions.process import app, logger

ENDED = {"SUCCEEDED", "FAILED"}


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
    if container_ended(app(), run, ended=detail["status"]):
        logger().warning(
            "container ended without a word",
            extra={
                "task_id": run.task,
                "batch": run.batch,
                "round": run.round,
                "reason": detail.get("statusReason"),
            },
        )
