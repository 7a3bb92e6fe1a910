"""The API's logger: one line for each request, and what the product says meanwhile."""

from dailies.telemetry import logs

logger = logs.new_logger("api")


def set_level(level: str) -> None:
    """Set how much is logged, by us and by the product."""
    logs.lead(logger, level)
