"""Last step: folds the units into the task and the job."""

from typing import Any

from dailies.services import orchestration
from dailies.telemetry.context import bind
from functions.orchestration.events import TaskEvent
from functions.process import app, logged, logger


@logged
def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    """Give the state in which the task ended."""
    task = TaskEvent.model_validate(event)
    bind(**task.ids)
    if task.error:
        logger().error("run failed", extra={"error": task.error})
    # The user is told the error's name; its cause is ours and may hold what is not for others.
    name = task.error.split(":", 1)[0] if task.error else None
    ended = orchestration.finish(app(), task.owner, task.task_id, error=name)
    logger().info("finished", extra={"outcome": ended.status})
    return {"status": ended.status}
