"""One effect for each Idempotency-Key: the first request works, its repeats get the same answer."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import ApiGatewayResolver

from dailies.domain.errors import Conflict, DailiesError, InvalidInput, Malformed
from dailies.domain.ids import Owner
from dailies.store.requests import RequestRecord, Requests
from functions.api.call import Call, Seed

# Visible ASCII without the comma, by which the gateway joins a header that was sent twice.
_TOKEN = re.compile(r"[!-+\--~]{1,255}")

ANSWERED_ANEW = frozenset({"/api/jobs/<job_id>/upload"})
"""Routes that repeat safely by their seed, and whose answers hold links that would be dead when kept."""

Handle = Callable[[ApiGatewayResolver], Response[Any]]


class InFlight(Conflict):
    """The first request with this key is still being answered."""

    code = "in_flight"
    retryable = True
    retry_after_seconds = 2


@dataclass(frozen=True)
class _Key:
    """One key of one owner on one path, with what was sent under it."""

    requests: Requests
    owner: Owner
    path: str
    token: str
    digest: str

    def claim(self, seed: str) -> tuple[bool, RequestRecord]:
        """Tell whether the work is ours, with the record; raises when it is somebody else's or another body's."""
        ours, record = self.requests.begin(self.owner, self.path, self.token, self.digest, seed)
        if record.digest != self.digest:
            raise InvalidInput(
                "This Idempotency-Key was used with another body or query.",
                code="key_reused",
                advice="Use a new key for a new request.",
            )
        if ours or record.answer is not None:
            return ours, record
        if not self.requests.take_over(self.owner, self.path, self.token, record):
            raise InFlight("A request with this Idempotency-Key is still being answered.")
        return True, record

    def finish(self, status: int, answer: str) -> None:
        self.requests.finish(self.owner, self.path, self.token, status, answer)

    def give_back(self, error: Exception) -> None:
        """Free the key after a refusal, which changed nothing; after anything else leave it with its seed."""
        if isinstance(error, DailiesError) and error.expected:
            self.requests.forget(self.owner, self.path, self.token)
        else:
            self.requests.abandon(self.owner, self.path, self.token)


def once(api: ApiGatewayResolver, handle: Handle) -> Response[Any]:
    """Let a request with a key work once: a middleware of every route, for POST alone."""
    call: Call = api.context["call"]
    token = call.request.headers.get("idempotency-key")
    if token is None or call.request.method != "POST":
        return handle(api)
    if not _TOKEN.fullmatch(token):
        raise Malformed(
            "The Idempotency-Key is not usable.",
            code="bad_idempotency_key",
            advice="Send one key of 1 to 255 visible ASCII characters without a comma.",
        )
    key = _key(call, token)
    ours, record = key.claim(call.seed.text)
    api.context["call"] = replace(call, seed=Seed(record.seed, record.made_at))
    if ours:
        return _work(api, handle, key)
    if record.answer:
        return Response(
            status_code=record.status or 200,
            content_type="application/json",
            body=record.answer,
            headers={"Idempotency-Replayed": "true"},
        )
    response = handle(api)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _key(call: Call, token: str) -> _Key:
    return _Key(
        requests=call.app.store.requests,
        owner=call.owner,
        path=f"{call.request.method} {call.request.path}",
        token=token,
        digest=hashlib.sha256(f"{_query(call)}{call.body}".encode()).hexdigest(),
    )


def _query(call: Call) -> str:
    # A dry run and a start differ in their query alone: one key cannot stand for both.
    return "".join(f"{name}={text}&" for name, text in sorted(call.request.query))


def _work(api: ApiGatewayResolver, handle: Handle, key: _Key) -> Response[Any]:
    try:
        response = handle(api)
        # Serialised here, so that the first answer and its replays are the same bytes.
        answer = json.dumps(response.body, separators=(",", ":"))
        key.finish(response.status_code, "" if api.context["_route"].path in ANSWERED_ANEW else answer)
    except Exception as error:
        key.give_back(error)
        raise
    response.body = answer
    return response
