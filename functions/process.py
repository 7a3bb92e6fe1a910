"""What every function has once for its process: settings from the environment, the product over them, a logger."""

import logging
import os
from functools import cache

from aws_lambda_powertools import Logger

from dailies.services.app import App
from dailies.settings import Settings


@cache
def app() -> App:
    """Put the product together at the first call, so that importing a handler needs no environment."""
    return App(Settings.read(os.environ))


@cache
def logger() -> Logger:
    """Structured JSON logs, for the product's own loggers too."""
    made = Logger(service="dailies", level=app().settings.log_level, logger_formatter=None)
    product = logging.getLogger("dailies")
    product.handlers, product.propagate = made.handlers, False
    product.setLevel(app().settings.log_level)
    return made
