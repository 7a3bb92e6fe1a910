"""Requests to the API, sent again where that may help."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from dailies import clock
from dailies.cli.bearer import Bearer, TokenSource
from dailies.cli.errors import Unreachable
from dailies.cli.location import is_here
from dailies.cli.refusals import read_refusal
from dailies.cli.retrying import MayHelp, may_help, persist, retry_after_seconds

_TIMEOUT = httpx2.Timeout(40.0, connect=5.0)  # an HTTP API answers within 30 s or not at all

_MOST_SILENCES = 3


@dataclass(frozen=True)
class Answer:
    """A successful answer; `document` is None where nothing changed (304) or nothing is said (204)."""

    status: int
    document: Any
    etag: str | None


class Transport:
    """Sends requests to one API."""

    def __init__(
        self,
        address: str,
        source: TokenSource | None = None,
        *,
        network: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the API's address and where the tokens come from that prove who asks."""
        self.address = address
        self._sleep = sleep
        self._was_reached = False
        self._silences = 0
        self._client = httpx2.Client(
            base_url=address,
            headers={"Accept": "application/json"},
            auth=Bearer(source) if source else None,
            timeout=_TIMEOUT,
            transport=network,
            trust_env=not is_here(address),  # a proxy cannot reach this machine's own loopback
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, *, etag: str | None = None, **query: str | int) -> Answer:
        """Read; with the ETag of what is known already, only what changed."""
        headers = {"If-None-Match": etag} if etag else {}
        return self._ask("GET", path, headers=headers, params=query)

    def post(self, path: str, body: object = None, **query: str) -> Answer:
        """Ask for something to be done, once, however often it must be sent."""
        headers = {"Idempotency-Key": secrets.token_hex(16)}
        return self._ask("POST", path, headers=headers, params=query, json={} if body is None else body)

    def put(self, path: str, body: object) -> Answer:
        """Set a value."""
        return self._ask("PUT", path, json=body)

    def delete(self, path: str) -> Answer:
        """Remove something."""
        return self._ask("DELETE", path)

    def _ask(self, method: str, path: str, **request: Any) -> Answer:
        return persist(lambda: self._ask_once(method, path, request), self._sleep)

    def _ask_once(self, method: str, path: str, request: Mapping[str, Any]) -> Answer:
        try:
            response = self._client.request(method, path, **request)
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise self._unreachable(error) from error
        self._was_reached = True
        if response.is_success or response.status_code == httpx2.codes.NOT_MODIFIED:
            return Answer(response.status_code, _document(response), response.headers.get("etag"))
        refusal = read_refusal(response)
        if may_help(response.status_code, response.headers):
            after = retry_after_seconds(response.headers.get("retry-after"), clock.now())
            raise MayHelp(refusal, after)
        raise refusal

    def _unreachable(self, error: Exception) -> MayHelp | Unreachable:
        self._silences += 1
        unreachable = Unreachable(
            f"{self.address} does not answer ({type(error).__name__}).",
            subject=self.address,
            advice="Check that it runs and that --api or DAILIES_API names it.",
        )
        # An address where nothing ever answered is more likely wrong than busy.
        given_up = not self._was_reached and self._silences >= _MOST_SILENCES
        return unreachable if given_up else MayHelp(unreachable)


def _document(response: httpx2.Response) -> Any:
    if response.status_code in {httpx2.codes.NO_CONTENT, httpx2.codes.NOT_MODIFIED}:
        return None
    try:
        return response.json()
    except ValueError:
        raise Unreachable(
            "The address answers, but not as the API does.",
            code="not_the_api",
            retryable=False,
            advice="Check --api or DAILIES_API.",
        ) from None
