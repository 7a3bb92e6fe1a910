"""Which identity provider an API trusts, asked of the place itself."""

import httpx2
from pydantic import ValidationError

from dailies.cli.errors import SignInFailed
from dailies.cli.location import is_here
from dailies.domain.sign_in import SETTINGS_PATH, SignIn

_DISCOVERY = "/.well-known/openid-configuration"
_TIMEOUT = httpx2.Timeout(20.0, connect=5.0)


def open_network(address: str) -> httpx2.Client:
    """Give a client for an address; a proxy cannot reach this machine's own loopback."""
    return httpx2.Client(timeout=_TIMEOUT, trust_env=not is_here(address), follow_redirects=False)


def find_sign_in(api: str, network: httpx2.Client) -> SignIn | None:
    """Ask how people sign in at a place; None where it does not say. Raises SignInFailed."""
    try:
        answer = network.get(f"{api}{SETTINGS_PATH}")
    except httpx2.TransportError:
        return None
    if not answer.is_success:
        return None
    try:
        known = SignIn.model_validate(answer.json())
        return known if known.token_endpoint else _discover(known, network)
    except (ValueError, ValidationError, httpx2.TransportError) as error:
        raise SignInFailed("The place does not say how to sign in.", subject=api) from error


def _discover(known: SignIn, network: httpx2.Client) -> SignIn:
    answer = network.get(known.issuer.rstrip("/") + _DISCOVERY).raise_for_status()
    found = SignIn.model_validate({**answer.json(), **known.model_dump(exclude_none=True)})
    if answer.json().get("issuer") != known.issuer or not found.authorization_endpoint:
        raise ValueError("another issuer answers")
    return found
