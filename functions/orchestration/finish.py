"""Last step: folds the units into the task and the job."""

from typing import Any

from dailies.services import orchestration
from functions.orchestration.events import TaskEvent
from functions.process import app, logger


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    """Give the state in which the task ended."""
    task = TaskEvent.model_validate(event)
    ended = orchestration.finish(app(), task.owner, task.task_id, error=task.error)
    logger().info("finished", extra={"task_id": task.task_id, "status": ended.status})
    return {"status": ended.status}
