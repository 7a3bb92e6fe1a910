"""Reads what became of a batch and says what is next."""

from typing import Any

from dailies.services import orchestration
from functions.orchestration.events import RoundEvent
from functions.process import app, logger


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Give `next` (done or retry), the seconds to wait first, and the number of the round to come."""
    step = RoundEvent.read(event)
    verdict = orchestration.collect(app(), step.run)
    logger().info("collected", extra={"task_id": step.task_id, "batch": step.batch, **verdict.model_dump()})
    return verdict.model_dump(mode="json")
