"""The router: Powertools' own, that also tells beforehand which route a request is for.

A cold start loads the routes of the one resource that it is asked about: all of them, with the models and the
services behind them, would cost as much again as everything else together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route

from dailies.domain.errors import NotFound
from functions.api.idempotency import once
from functions.api.problems import MethodNotAllowed

_RESOURCES: Mapping[str, tuple[str, ...]] = {
    "health": ("health",),
    "accounts": ("accounts", "checks"),
    "jobs": ("jobs", "uploads", "pausing", "recovering"),
    "items": ("items",),
    "videos": ("videos", "upscaling", "deliveries"),
    "tasks": ("tasks",),
    "deliveries": ("deliveries",),
}
"""The modules of each resource's routes, by the first word of its paths."""


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
    """All routes of the API, each loaded with its resource."""

    def __init__(self) -> None:
        super().__init__(enable_validation=True)
        self.use(middlewares=[once])
        self._loaded: set[str] = set()

    def find(self, method: str, path: str) -> Found:
        """Find the route; raises NotFound for the path, MethodNotAllowed for the method."""
        # A final newline would pass the routes' own patterns, which end in `$`.
        matching = {} if re.search(r"[\x00-\x1f\x7f]", path) else self._matching(path)
        if not matching:
            raise NotFound("There is no such path.")
        if method not in matching:
            raise MethodNotAllowed(frozenset(matching))
        return matching[method]

    def load(self, resource: str) -> None:
        """Make a resource's routes known; one that is there already, or that there is none of, changes nothing."""
        for name in _RESOURCES.get(resource, ()):
            if name not in self._loaded:
                self.include_router(import_module(f"functions.api.routes.{name}").router)
                self._loaded.add(name)

    def _matching(self, path: str) -> dict[str, Found]:
        self.load(path.removeprefix("/api").removeprefix("/").partition("/")[0])
        found: dict[str, Found] = {}
        for route in (*self._static_routes, *self._dynamic_routes):
            match = route.rule.match(path)
            if match:
                found.setdefault(route.method, Found(route, match.groupdict()))
        return found


def build_resolver() -> Resolver:
    """Make the router with every route, for who describes them."""
    api = Resolver()
    for resource in _RESOURCES:
        api.load(resource)
    return api
