"""One JSON line for each request; fields are named one by one, so that nothing slips in."""

import logging

from aws_lambda_powertools import Logger

logger = Logger(service="api", serialize_stacktrace=False)


def set_level(level: str) -> None:
    """Set how much is logged, by us and by the product."""
    logger.setLevel(level)
    product = logging.getLogger("dailies")
    product.handlers = list(logger.handlers)
    product.propagate = False
    product.setLevel(level)
