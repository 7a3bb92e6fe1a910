"""Structured logs: one JSON object a line on standard output, the same from a function and from a container."""

import logging

from aws_lambda_powertools import Logger

from dailies.telemetry.fields import write_line

PRODUCT = "dailies"
"""Name of the logger that the product's own code writes to."""


def new_logger(service: str) -> Logger:
    """Make the logger of one program."""
    made = Logger(
        service=service, use_rfc3339=True, utc=True, json_serializer=write_line, serialize_stacktrace=False
    )
    logging.getLogger(service).propagate = False
    return made


def lead(made: Logger, level: str) -> None:
    """Set how much is logged, and let the product's own code write to that logger too."""
    made.setLevel(level)
    product = logging.getLogger(PRODUCT)
    product.handlers, product.propagate = list(made.handlers), False
    product.setLevel(level)


def hear_libraries(made: Logger) -> None:
    """Let what libraries warn of be lines of the same kind; a process of its own has no other handlers to keep."""
    logging.basicConfig(level=logging.WARNING, handlers=list(made.handlers), force=True)
