"""The Lambda entry point of the API."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from dailies.services.app import App
from dailies.settings import Settings
from dailies.telemetry.logs import lead
from functions.api.logs import logger
from functions.api.serving import Answer, Api


@cache
def _api() -> Api:
    settings = Settings.read(os.environ)
    lead(logger, settings.log_level)
    return Api(App(settings))


def handler(event: Mapping[str, Any], context: Any) -> Answer:
    """Answer one request of the HTTP API."""
    return _api().answer(event, context)
