"""No route of the API answers a stranger: what would let one in does not synthesise."""

import jsii
from aws_cdk import Stack
from aws_cdk import aws_apigatewayv2 as gateway
from constructs import Construct, IValidation

from dailies.domain.scopes import scope_needed


@jsii.implements(IValidation)
class ClosedRoutes:
    """Fails the synthesis where a route of the stack would let a caller in without a token."""

    def __init__(self, part: Construct) -> None:
        self._part = part

    def validate(self) -> list[str]:
        """Name the open routes."""
        found = Stack.of(self._part).node.find_all()
        routes = [each for each in found if isinstance(each, gateway.CfnRoute)]
        return [
            f"the route {route.route_key} is open: it needs a JWT authorizer and a scope"
            for route in routes
            if is_open(route.route_key, route.authorization_type, route.authorization_scopes)
        ]


def is_open(route_key: str, authorization: str | None, scopes: list[str] | None) -> bool:
    """Tell whether a route would answer strangers, or any token, though it should not."""
    method, _, path = route_key.partition(" ")
    needed = scope_needed(method, path)
    return needed is not None and (authorization != "JWT" or list(scopes or ()) != [needed])
