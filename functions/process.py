"""What every function has once for its process: settings from the environment, the product over them, a logger."""

import os
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar

from aws_lambda_powertools import Logger

from dailies.services.app import App
from dailies.settings import Settings
from dailies.telemetry.context import bound
from dailies.telemetry.logs import lead, new_logger

Answer = TypeVar("Answer")
Handler = Callable[[dict[str, Any], Any], Answer]


@cache
def app() -> App:
    """Put the product together at the first call, so that importing a handler needs no environment."""
    return App(Settings.read(os.environ))


@cache
def logger() -> Logger:
    """Structured JSON logs, for the product's own loggers too."""
    made = new_logger("function")
    lead(made, app().settings.log_level)
    return made


def logged(handler: Handler[Answer]) -> Handler[Answer]:
    """Let every line of one invocation say which it was, and forget at its end what it was about."""

    @wraps(handler)
    def invoke(event: dict[str, Any], context: Any) -> Answer:
        logger()
        with bound(function_request_id=getattr(context, "aws_request_id", None)):
            return handler(event, context)

    return invoke
