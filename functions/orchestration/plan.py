"""First step: queue the task's units and cut them into batches."""

from typing import Any

from dailies.services import orchestration
from functions.orchestration.events import TaskEvent
from functions.process import app, logger


def handler(event: dict[str, Any], _context: object) -> dict[str, list[int]]:
    """Give the numbers of the batches to run."""
    task = TaskEvent.model_validate(event)
    logger().info("plan", extra={"task_id": task.task_id})
    return {"batches": orchestration.plan(app(), task.owner, task.task_id)}
