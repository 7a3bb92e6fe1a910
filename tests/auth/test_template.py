"""What the templates promise of who may call."""

import json
from pathlib import Path

import pytest

from dailies.domain.scopes import Scope, scope_needed
from infra.constructs.api import LOGGED
from infra.constructs.closed_routes import is_open
from infra.constructs.issuer import Issuer
from tests.infra.reading import Template, only, resources


def test_given_the_routes_when_read_then_each_but_health_asks_for_a_token_with_its_scope(
    template: Template,
) -> None:
    routes = resources(template, "AWS::ApiGatewayV2::Route").values()
    asked = {
        each["RouteKey"]: (each["AuthorizationType"], each.get("AuthorizationScopes")) for each in routes
    }
    assert len(asked) == len(routes) >= 10
    for key, found in asked.items():
        needed = scope_needed(*key.split(" ", 1))
        assert found == (("NONE", None) if needed is None else ("JWT", [needed])), key
    assert [key for key, (kind, _) in asked.items() if kind == "NONE"] == ["GET /health"]


def test_given_the_authorizer_when_read_then_it_takes_the_tokens_of_the_two_clients_of_the_pool_alone(
    template: Template,
) -> None:
    authorizer = only(template, "AWS::ApiGatewayV2::Authorizer")
    rules = authorizer["JwtConfiguration"]
    clients = set(resources(template, "AWS::Cognito::UserPoolClient"))
    assert {each["Ref"] for each in rules["Audience"]} == clients
    assert (len(clients), authorizer["IdentitySource"]) == (2, ["$request.header.Authorization"])
    assert "https://cognito-idp." in json.dumps(rules["Issuer"])


def test_given_the_stage_when_read_then_acts_are_throttled_harder_than_reads(
    template: Template,
) -> None:
    stage = only(template, "AWS::ApiGatewayV2::Stage")
    usual = stage["DefaultRouteSettings"]["ThrottlingRateLimit"]
    acts = stage["RouteSettings"]
    routes = {each["RouteKey"] for each in resources(template, "AWS::ApiGatewayV2::Route").values()}
    assert set(acts) == {key for key in routes if not key.startswith("GET ")}
    assert all(each["ThrottlingRateLimit"] < usual for each in acts.values())


def test_given_the_access_log_when_read_then_it_has_the_allowed_fields_and_no_query(
    template: Template,
) -> None:
    stage = only(template, "AWS::ApiGatewayV2::Stage")
    fields = json.loads(stage["AccessLogSettings"]["Format"])
    assert fields == LOGGED
    assert {"method", "path", "status", "ms", "owner"} <= fields.keys()
    said = " ".join(fields.values()).lower()
    assert not [word for word in ("querystring", "header", "body", "authorization") if word in said]


def test_given_the_pool_when_read_then_only_administrators_make_users_and_it_outlives_the_stack(
    data_template: Template,
) -> None:
    (resource,) = (
        each for each in data_template["Resources"].values() if each["Type"] == "AWS::Cognito::UserPool"
    )
    pool = resource["Properties"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["DeletionProtection"] == "ACTIVE"
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert pool["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaVersion"] == "V2_0"


def test_given_the_resource_server_when_read_then_it_knows_every_scope(data_template: Template) -> None:
    server = only(data_template, "AWS::Cognito::UserPoolResourceServer")
    assert {f"{server['Identifier']}/{each['ScopeName']}" for each in server["Scopes"]} == set(Scope)


def test_given_the_clients_when_read_then_people_have_no_secret_and_machines_no_person(
    template: Template,
) -> None:
    people, machines = sorted(
        resources(template, "AWS::Cognito::UserPoolClient").values(), key=lambda each: each["GenerateSecret"]
    )
    assert people["AllowedOAuthFlows"] == ["code"]
    assert machines["AllowedOAuthFlows"] == ["client_credentials"]
    for client in (people, machines):
        assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert machines["GenerateSecret"] is True
    plain = [url for url in people["CallbackURLs"] if isinstance(url, str)]
    assert plain
    assert all(url.startswith("http://localhost:") for url in plain)


@pytest.mark.parametrize(
    ("key", "authorization", "scopes", "is_refused"),
    [
        ("GET /health", "NONE", None, False),
        ("GET /api/{proxy+}", "JWT", [Scope.READ], False),
        ("GET /api/{proxy+}", "NONE", None, True),
        ("GET /api/{proxy+}", None, None, True),
        ("GET /api/{proxy+}", "JWT", None, True),
        ("POST /api/{proxy+}", "JWT", [Scope.READ], True),
        ("POST /api/{proxy+}", "JWT", [Scope.READ, Scope.WRITE], True),
        ("$default", "NONE", None, True),
    ],
)
def test_given_a_route_when_synthesised_then_an_open_one_is_found(
    key: str, authorization: str | None, scopes: list[str] | None, is_refused: bool
) -> None:
    assert is_open(key, authorization, scopes) is is_refused


@pytest.mark.parametrize(
    ("url", "audience", "client"),
    [
        ("http://issuer.test", ("a",), "c"),
        ("", ("a",), "c"),
        ("https://issuer.test", (), "c"),
        ("https://issuer.test", ("",), "c"),
        ("https://issuer.test", ("a",), ""),
    ],
)
def test_given_an_issuer_that_would_leave_the_api_open_when_named_then_nothing_is_synthesised(
    url: str, audience: tuple[str, ...], client: str
) -> None:
    with pytest.raises(ValueError, match=r"open|tokens"):
        Issuer(url, audience, client)


def test_given_an_api_with_an_open_route_when_synthesised_then_it_fails(tmp_path: Path) -> None:
    import aws_cdk  # noqa: PLC0415 - starts Node
    from aws_cdk import aws_apigatewayv2 as gateway  # noqa: PLC0415
    from aws_cdk import aws_lambda as lambda_  # noqa: PLC0415

    from infra.constructs.api import HttpApi  # noqa: PLC0415

    app = aws_cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    stack = aws_cdk.Stack(app, "open")
    function = lambda_.Function.from_function_arn(
        stack, "F", "arn:aws:lambda:us-east-1:123456789012:function:f"
    )
    api = HttpApi(stack, "Http", function=function, issuer=Issuer("https://issuer.test", ("a",), "c")).api
    gateway.CfnRoute(stack, "Open", api_id=api.api_id, route_key="GET /api/open")
    with pytest.raises(RuntimeError, match=r"GET /api/open is open"):
        app.synth()
