"""A request as API Gateway hands it over (HTTP API, payload version 2), read once and without trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

from dailies.domain.errors import Malformed


@dataclass(frozen=True)
class Incoming:
    """One request."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    """By lower-case name; the gateway joins repeated ones with commas."""
    request_id: str

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> Self:
        """Read an event."""
        context = event.get("requestContext") or {}
        return cls(
            method=str(context.get("http", {}).get("method", "")).upper(),
            path=_path(event, context),
            query=tuple(parse_qsl(str(event.get("rawQueryString") or ""), keep_blank_values=True)),
            headers={name.lower(): str(text) for name, text in (event.get("headers") or {}).items()},
            request_id=str(context.get("requestId") or ""),
        )

    def refuse_odd_query(self, known: frozenset[str]) -> None:
        """Refuse query parameters that the route does not have, and those named twice."""
        names = [name for name, _ in self.query]
        unknown = sorted({name[:60] for name in names if name not in known})
        if unknown:
            raise Malformed(
                f"There is no query parameter {unknown[0]!a}.", code="bad_query", advice=_advice(known)
            )
        if len(set(names)) != len(names):
            raise Malformed("A query parameter is given twice.", code="bad_query")
        # The gateway joins repeated values with a comma, and no parameter of ours holds one.
        if any("," in text for _, text in self.query):
            raise Malformed("A query parameter has several values.", code="bad_query")


def _path(event: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    path = str(event.get("rawPath") or "/")
    stage = str(context.get("stage") or "$default")
    return path if stage == "$default" else path.removeprefix(f"/{stage}")


def _advice(known: frozenset[str]) -> str:
    return f"Known here: {', '.join(sorted(known))}." if known else "There are none here."
