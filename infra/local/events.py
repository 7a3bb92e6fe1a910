"""What EventBridge would do on AWS: bring state changes to the status function, wake the reconcile function."""

import asyncio
import json
import logging
from typing import Any

from infra.local.clients import Clients

_ENDINGS = frozenset({"SUCCEEDED", "FAILED"})

_log = logging.getLogger(__name__)


class UndeliveredError(Exception):
    """The function that an event is for failed; the courier tries again."""


class Events:
    """Carries events to functions; the emulator refuses them on its bus, as AWS refuses `aws.*` sources."""

    def __init__(self, clients: Clients, *, status_function: str, reconcile_function: str) -> None:
        self._functions = clients.functions
        self._status_function = status_function
        self._reconcile_function = reconcile_function

    async def deliver(self, event: dict[str, Any]) -> None:
        """Bring a job's state change to the status function if the template's rule lets it through."""
        if event["detail"]["status"] in _ENDINGS:
            await asyncio.to_thread(self._invoke, self._status_function, event)

    async def reconcile_every(self, seconds: float) -> None:
        """Wake the reconcile function again and again, until cancelled; its failures are only logged."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self._invoke, self._reconcile_function, {"source": "aws.events"})
            except Exception:  # noqa: BLE001 - the next round repairs it
                _log.warning("reconciling failed", exc_info=True)

    def _invoke(self, function: str, event: dict[str, Any]) -> None:
        answer = self._functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        if "FunctionError" in answer:
            body = answer["Payload"].read(2000).decode(errors="replace")
            raise UndeliveredError(f"{function} failed: {body}")
