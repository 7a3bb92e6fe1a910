"""Calls the real handler with the events that an HTTP API sends (payload version 2)."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from dailies.domain.scopes import Scope
from functions.api.handler import handler

JSON = "application/json"


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.text)


@dataclass(frozen=True)
class Client:
    """One signed-in user."""

    owner: str
    claims: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, query: str = "", **headers: str) -> Reply:
        """GET a path."""
        return self.send("GET", path, query=query, headers=headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Reply:
        """POST a body, if there is one, as JSON."""
        headers = {} if key is None else {"idempotency-key": key}
        return self.send("POST", path, None if body is None else json.dumps(body), headers=headers)

    def put(self, path: str, body: Any) -> Reply:
        """PUT a body as JSON."""
        return self.send("PUT", path, json.dumps(body))

    def patch(self, path: str, body: Any = None) -> Reply:
        """PATCH with a body as JSON."""
        return self.send("PATCH", path, json.dumps(body))

    def delete(self, path: str) -> Reply:
        """DELETE a path."""
        return self.send("DELETE", path)

    def send(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        content_type: str | None = JSON,
    ) -> Reply:
        """Send anything."""
        sent = dict(headers or {})
        if body is not None and content_type is not None:
            sent["content-type"] = content_type
        answer = handler(self.event(method, path, body, query, sent), None)
        return Reply(answer["statusCode"], dict(answer["headers"]), answer["body"])

    def event(
        self, method: str, path: str, body: str | bytes | None, query: str, headers: dict[str, str]
    ) -> dict[str, Any]:
        """Build the event."""
        parameters: dict[str, str] = {}
        for name, text in parse_qsl(query, keep_blank_values=True):
            parameters[name] = f"{parameters[name]},{text}" if name in parameters else text
        claims = {"sub": self.owner, "scope": " ".join(Scope), **self.claims} if self.owner else {}
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "ANY /api/{proxy+}",
            "rawPath": path,
            "rawQueryString": query,
            "headers": headers,
            "requestContext": {
                "stage": "$default",
                "requestId": "request-1",
                "http": {"method": method, "path": path, "sourceIp": "127.0.0.1"},
                "authorizer": {"jwt": {"claims": claims, "scopes": []}},
            },
            "isBase64Encoded": isinstance(body, bytes),
        }
        if parameters:
            event["queryStringParameters"] = parameters
        if body is not None:
            event["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        return event
