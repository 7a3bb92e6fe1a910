"""The router: Powertools' own, that also tells beforehand which route a request is for."""

import re
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route

from dailies.domain.errors import NotFound
from functions.api.idempotency import once
from functions.api.problems import MethodNotAllowed
from functions.api.routes import (
    accounts,
    checks,
    deliveries,
    health,
    items,
    jobs,
    pausing,
    recovering,
    tasks,
    uploads,
    upscaling,
    videos,
)

_MODULES = (
    health,
    accounts,
    jobs,
    uploads,
    items,
    videos,
    upscaling,
    tasks,
    deliveries,
    checks,
    pausing,
    recovering,
)


@dataclass(frozen=True)
class Found:
    """The route of a request."""

    route: Route
    ids: dict[str, str]
    """What stands in the path's places."""

    @property
    def query(self) -> frozenset[str]:
        """The query parameters that the route knows."""
        return frozenset(field.alias for field in self.route.dependant.query_params)

    @property
    def takes_body(self) -> bool:
        """Whether a body means anything to it."""
        return bool(self.route.dependant.body_params)


class Resolver(APIGatewayHttpResolver):
    """All routes of the API."""

    def find(self, method: str, path: str) -> Found:
        """Find the route; raises NotFound for the path, MethodNotAllowed for the method."""
        # A final newline would pass the routes' own patterns, which end in `$`.
        matching = {} if re.search(r"[\x00-\x1f\x7f]", path) else self._matching(path)
        if not matching:
            raise NotFound("There is no such path.")
        if method not in matching:
            raise MethodNotAllowed(frozenset(matching))
        return matching[method]

    def _matching(self, path: str) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for route in (*self._static_routes, *self._dynamic_routes):
            match = route.rule.match(path)
            if match:
                found.setdefault(route.method, Found(route, match.groupdict()))
        return found


def build_resolver() -> Resolver:
    """Put the routes together."""
    api = Resolver(enable_validation=True)
    api.use(middlewares=[once])
    for module in _MODULES:
        api.include_router(module.router)
    return api
