"""Starts a batch's container and leaves the callback token with it."""

from typing import Any

from dailies.services import orchestration
from dailies.telemetry.context import bind
from functions.orchestration.events import RoundEvent
from functions.process import app, logged, logger


@logged
def handler(event: dict[str, Any], _context: object) -> None:
    """Submit the round; whatever goes wrong, the token is answered, for nobody else would do it for hours."""
    step = RoundEvent.read(event)
    bind(**step.ids)
    token = step.token or ""
    try:
        orchestration.submit(app(), step.run, token)
    except Exception:  # noqa: BLE001 - a thrown error would be silent until the step's timeout
        logger().exception("not submitted")
        if not orchestration.container_ended(app(), step.run, ended="not submitted"):
            orchestration.answer(app(), token, ended="not submitted")
