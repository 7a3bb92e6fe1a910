"""First step: queue the task's units and cut them into batches."""

from typing import Any

from dailies.services import orchestration
from dailies.telemetry.context import bind
from functions.orchestration.events import TaskEvent
from functions.process import app, logged, logger


@logged
def handler(event: dict[str, Any], _context: object) -> dict[str, list[int]]:
    """Give the numbers of the batches to run."""
    task = TaskEvent.model_validate(event)
    bind(**task.ids)
    batches = orchestration.plan(app(), task.owner, task.task_id)
    logger().info("planned", extra={"batches": len(batches)})
    return {"batches": batches}
