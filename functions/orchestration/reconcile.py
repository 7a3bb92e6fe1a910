"""Every minute: brings to an end whatever was left in the air."""

from typing import Any

from dailies.services.measuring import measure
from dailies.services.reconciling import reconcile
from dailies.telemetry.emf import emit
from functions.process import app, logged, logger


@logged
def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Give how many of each kind were dealt with."""
    done = reconcile(app())
    if any(done.values()):
        logger().info("reconciled", extra=done)
    emit(measure(app()))
    return done
