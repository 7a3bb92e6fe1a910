"""The token that goes with each request: given, a machine's, or a person's that renews itself."""

import threading
from collections.abc import Generator
from typing import Protocol

import httpx2

from dailies.cli.code_flow import Attempt
from dailies.cli.errors import SignInFailed
from dailies.cli.identity import find_sign_in, open_network
from dailies.cli.location import is_here
from dailies.cli.tokens import Tokens, refreshed, tokens_for_attempt, tokens_for_machine
from dailies.cli.wallet import Wallet
from dailies.domain.sign_in import RETURN_PORTS, SignIn, return_address


class TokenSource(Protocol):
    """Where tokens come from."""

    def token(self, refused: str | None = None) -> str | None:
        """Give a token other than the one that was refused; None where a person must sign in."""


class GivenToken:
    """A token that the user brought, as it is."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self, refused: str | None = None) -> str | None:
        """Give it until it was refused."""
        return None if refused == self._token else self._token


class MachineTokens:
    """Tokens for a program that has an id and a secret of its own."""

    def __init__(self, api: str, client_id: str, secret: str) -> None:
        self._api, self._client_id, self._secret = api, client_id, secret
        self._tokens: Tokens | None = None
        self._lock = threading.Lock()

    def token(self, refused: str | None = None) -> str | None:
        """Give the token, or ask for another; raises SignInFailed."""
        with self._lock:
            held = self._tokens
            if held is None or not held.is_fresh or held.access_token == refused:
                held = self._tokens = self._ask()
            return held.access_token

    def _ask(self) -> Tokens:
        with open_network(self._api) as network:
            place = find_sign_in(self._api, network)
            if place is None:
                raise SignInFailed("The place does not say where machines get tokens.", subject=self._api)
            return tokens_for_machine(place, network, client_id=self._client_id, secret=self._secret)


class PersonTokens:
    """A person's tokens: kept, refreshed, and on the stage of this machine got without asking."""

    def __init__(self, api: str, wallet: Wallet) -> None:
        self._api, self._wallet = api, wallet
        self._lock = threading.Lock()

    def token(self, refused: str | None = None) -> str | None:
        """Give the token that is kept, or a renewed one."""
        with self._lock:
            held = self._wallet.get(self._api)
            if held is not None and held.is_fresh and held.access_token != refused:
                return held.access_token
            new = self._renew(held)
            if new is not None:
                self._wallet.keep(self._api, new)
            elif held is not None:
                self._wallet.forget(self._api)
            return new.access_token if new else None

    def _renew(self, held: Tokens | None) -> Tokens | None:
        if held is None and not is_here(self._api):
            return None
        with open_network(self._api) as network:
            place = find_sign_in(self._api, network)
            if place is None:
                return None
            if held is not None and held.refresh_token:
                try:
                    return refreshed(place, network, held.refresh_token)
                except SignInFailed:
                    pass
            return sign_in_here(place, network) if is_here(self._api) else None


def sign_in_here(place: SignIn, network: httpx2.Client) -> Tokens | None:
    """Sign in at the stage of this machine, which knows its own user's programs; None where it wants a person."""
    attempt = Attempt(return_address(RETURN_PORTS[0]))
    answer = network.get(attempt.address(place))
    came_back = answer.headers.get("location", "")
    if not answer.is_redirect or not came_back.startswith(f"{attempt.return_to}?"):
        return None
    return tokens_for_attempt(place, network, attempt, came_back)


class Bearer(httpx2.Auth):
    """Puts the token on each request, and once a renewed one on a request that was refused for its token."""

    def __init__(self, source: TokenSource) -> None:
        self._source = source

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Send with a token, and again with another after a 401."""
        token = self._source.token()
        response = yield _with(request, token)
        if response.status_code == httpx2.codes.UNAUTHORIZED:
            other = self._source.token(refused=token)
            if other is not None and other != token:
                yield _with(request, other)


def _with(request: httpx2.Request, token: str | None) -> httpx2.Request:
    if token is not None:
        request.headers["Authorization"] = f"Bearer {token}"
    return request
