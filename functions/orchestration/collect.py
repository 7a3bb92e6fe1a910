"""Reads what became of a batch and says what is next."""

from typing import Any

from dailies.services import orchestration
from dailies.telemetry.context import bind
from functions.orchestration.events import RoundEvent
from functions.process import app, logged, logger


@logged
def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Give `next` (done or retry), the seconds to wait first, and the number of the round to come."""
    step = RoundEvent.read(event)
    bind(**step.ids)
    verdict = orchestration.collect(app(), step.run)
    logger().info("collected", extra=verdict.model_dump())
    return verdict.model_dump(mode="json")
