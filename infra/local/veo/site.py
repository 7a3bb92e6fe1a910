"""Everything that one running imitation knows."""

from collections import deque
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from infra.local.veo.access import Gate
from infra.local.veo.config import VeoConfig
from infra.local.veo.faults import FaultBoard
from infra.local.veo.objects import Shelf
from infra.local.veo.operations import Operations

_KEPT = 20_000  # a run that logs more has a loop in it


class VeoSite:
    """The state behind the routes."""

    def __init__(self, config: VeoConfig) -> None:
        self.config = config
        self.gate = Gate()
        self.faults = FaultBoard()
        self.shelf = Shelf()
        self.operations = Operations(config, self.shelf)
        self.log: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def note(self, action: str, **facts: Any) -> None:
        """Write an action down."""
        self.log.append({"action": action, **facts})


def site_of(request: Request) -> VeoSite:
    """Find the state of the application that a request came to."""
    site: VeoSite = request.app.state.site
    return site


def cut_off(data: bytes) -> Response:
    """Answer with half of what the headers promise: the server then closes the connection."""
    promised = {"content-length": str(max(len(data), 2))}
    return Response(data[: len(data) // 2], headers=promised, media_type="application/json")
