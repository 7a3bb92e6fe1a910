"""The HTTP API: one function behind a handful of routes."""

from aws_cdk import CfnCondition, Duration, Fn, Token
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.constructs.parameters import Parameters

_REQUESTS_PER_SECOND = 50
_BURST = 100


class HttpApi(Construct):
    """The API's front: tokens are checked here, everything else in the function."""

    def __init__(
        self, scope: Construct, construct_id: str, *, function: lambda_.Function, parameters: Parameters
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = gateway.HttpApi(self, "Api", create_default_stage=False, cors_preflight=_cors())
        gateway.HttpStage(
            self,
            "Stage",
            http_api=self.api,
            auto_deploy=True,
            throttle=gateway.ThrottleSettings(rate_limit=_REQUESTS_PER_SECOND, burst_limit=_BURST),
        )
        integration = HttpLambdaIntegration("Function", function)
        routes = self.api.add_routes(path="/api/{proxy+}", methods=_methods(), integration=integration)
        self.api.add_routes(path="/health", methods=[gateway.HttpMethod.GET], integration=integration)
        self._require_tokens(routes, parameters)

    def _require_tokens(self, routes: list[gateway.HttpRoute], parameters: Parameters) -> None:
        condition = CfnCondition(
            self, "ChecksTokens", expression=Fn.condition_equals(parameters.text("Auth"), "jwt")
        )
        authorizer = gateway.CfnAuthorizer(
            self,
            "Tokens",
            api_id=self.api.api_id,
            name="tokens",
            authorizer_type="JWT",
            identity_source=["$request.header.Authorization"],
            jwt_configuration=gateway.CfnAuthorizer.JWTConfigurationProperty(
                issuer=parameters.text("JwtIssuer"), audience=[parameters.text("JwtAudience")]
            ),
        )
        authorizer.cfn_options.condition = condition
        for route in routes:
            resource = route.node.default_child
            if not isinstance(resource, gateway.CfnRoute):
                raise TypeError("a route construct has no CfnRoute")
            resource.authorization_type = Token.as_string(
                Fn.condition_if(condition.logical_id, "JWT", "NONE")
            )
            resource.authorizer_id = Token.as_string(
                Fn.condition_if(condition.logical_id, authorizer.ref, Fn.ref("AWS::NoValue"))
            )


def _methods() -> list[gateway.HttpMethod]:
    # Not ANY: that would catch OPTIONS too and ask a browser's preflight for a token.
    methods = gateway.HttpMethod
    return [methods.GET, methods.POST, methods.PUT, methods.PATCH, methods.DELETE]


def _cors() -> gateway.CorsPreflightOptions:
    return gateway.CorsPreflightOptions(
        allow_origins=["*"],
        allow_methods=[gateway.CorsHttpMethod.ANY],
        allow_headers=["authorization", "content-type", "idempotency-key", "if-none-match"],
        expose_headers=["etag", "retry-after", "location", "idempotency-replayed"],
        max_age=Duration.minutes(10),
    )
