"""The API's logger: one line for each request, and what the product says meanwhile."""

from dailies.telemetry.logs import new_logger

logger = new_logger("api")
