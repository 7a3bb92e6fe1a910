"""The HTTP API: one function behind a handful of routes, each but health behind a token."""

import json

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from dailies.domain.scopes import scope_needed
from infra.constructs.closed_routes import ClosedRoutes
from infra.constructs.issuer import Issuer
from infra.constructs.log_group import make_log_group

_REQUESTS_PER_SECOND = 50
_BURST = 100
_ACTS_PER_SECOND = 20
_ACTS_BURST = 40
"""For requests that start or change something: each costs far more than a read."""

_READS = ("GET",)
_ACTS = ("POST", "PUT", "PATCH", "DELETE")
# Not ANY: that would catch OPTIONS too and ask a browser's preflight for a token.
ROUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/api/{proxy+}", (*_READS, *_ACTS)),
    ("/api/accounts/{proxy+}", _ACTS),
    ("/health", _READS),
)
LOGGED = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "route": "$context.routeKey",
    "status": "$context.status",
    "ms": "$context.responseLatency",
    "integrationMs": "$context.integrationLatency",
    "bytes": "$context.responseLength",
    "owner": "$context.authorizer.claims.sub",
    "client": "$context.authorizer.claims.client_id",
    "refusal": "$context.authorizer.error",
    "error": "$context.error.message",
    "integrationError": "$context.integrationErrorMessage",
}
"""What a line of the access log says; never a query, a header or a body."""


class HttpApi(Construct):
    """The API's front: tokens and scopes are checked here first, everything else in the function."""

    def __init__(
        self, scope: Construct, construct_id: str, *, function: lambda_.IFunction, issuer: Issuer
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = gateway.HttpApi(self, "Api", create_default_stage=False, cors_preflight=_cors())
        authorizer = HttpJwtAuthorizer(
            "tokens", issuer.url, authorizer_name="tokens", jwt_audience=list(issuer.audience)
        )
        integration = HttpLambdaIntegration("Function", function)
        routes = [
            route
            for path, methods in ROUTES
            for method in methods
            for route in self._route(path, method, authorizer, integration)
        ]
        self._add_stage(routes)
        self.node.add_validation(ClosedRoutes(self))

    def _route(
        self, path: str, method: str, authorizer: HttpJwtAuthorizer, integration: HttpLambdaIntegration
    ) -> list[gateway.HttpRoute]:
        needed = scope_needed(method, path)
        return self.api.add_routes(
            path=path,
            methods=[gateway.HttpMethod[method]],
            integration=integration,
            authorizer=gateway.HttpNoneAuthorizer() if needed is None else authorizer,
            authorization_scopes=None if needed is None else [needed],
        )

    def _add_stage(self, routes: list[gateway.HttpRoute]) -> None:
        log_group = make_log_group(self, "AccessLog")
        stage = gateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            access_log_settings=gateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=log_group.log_group_arn, format=json.dumps(LOGGED)
            ),
            default_route_settings=_throttle(_REQUESTS_PER_SECOND, _BURST),
            route_settings={
                f"{method} {path}": {
                    "ThrottlingRateLimit": _ACTS_PER_SECOND,
                    "ThrottlingBurstLimit": _ACTS_BURST,
                }
                for path, methods in ROUTES
                for method in methods
                if method in _ACTS
            },
        )
        for route in routes:
            # A stage that names a route must not come before it.
            stage.node.add_dependency(route)


def _throttle(rate: int, burst: int) -> gateway.CfnStage.RouteSettingsProperty:
    return gateway.CfnStage.RouteSettingsProperty(throttling_rate_limit=rate, throttling_burst_limit=burst)


def _cors() -> gateway.CorsPreflightOptions:
    return gateway.CorsPreflightOptions(
        allow_origins=["*"],
        allow_methods=[gateway.CorsHttpMethod.ANY],
        allow_headers=["authorization", "content-type", "idempotency-key", "if-none-match"],
        expose_headers=["etag", "retry-after", "location", "idempotency-replayed"],
        max_age=Duration.minutes(10),
    )
