"""Asking an identity provider for tokens: for a code, for a refresh token, for a machine's secret."""

from collections.abc import Mapping

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dailies import clock
from dailies.cli.code_flow import Attempt
from dailies.cli.errors import SignInFailed
from dailies.domain.sign_in import SignIn

_EARLY_SECONDS = 60.0
"""A token is not used in its last minute: it could run out on the way."""


class Tokens(BaseModel):
    """What a provider gave."""

    model_config = ConfigDict(frozen=True)

    access_token: str = Field(repr=False)
    refresh_token: str | None = Field(default=None, repr=False)
    expires_at: float
    """Seconds since 1970."""

    @property
    def is_fresh(self) -> bool:
        """Tell whether the access token will still be taken."""
        return clock.now().timestamp() < self.expires_at - _EARLY_SECONDS


class _Answer(BaseModel):
    access_token: str
    refresh_token: str | None = None
    expires_in: float = 300.0


def tokens_for_attempt(place: SignIn, network: httpx2.Client, attempt: Attempt, came_back: str) -> Tokens:
    """Exchange the code in the address that a sign-in came back to; raises SignInFailed."""
    form = {
        "code": attempt.read_code(came_back),
        "code_verifier": attempt.verifier,
        "redirect_uri": attempt.return_to,
        "client_id": place.client_id,
    }
    return _ask(place, network, {"grant_type": "authorization_code", **form})


def refreshed(place: SignIn, network: httpx2.Client, refresh_token: str) -> Tokens:
    """Get a new access token; raises SignInFailed where the provider wants the person again."""
    form = {"refresh_token": refresh_token, "client_id": place.client_id}
    new = _ask(place, network, {"grant_type": "refresh_token", **form})
    # A provider that does not rotate refresh tokens does not repeat them either.
    return new if new.refresh_token else new.model_copy(update={"refresh_token": refresh_token})


def tokens_for_machine(place: SignIn, network: httpx2.Client, *, client_id: str, secret: str) -> Tokens:
    """Exchange a machine's own secret; raises SignInFailed."""
    return _ask(place, network, {"grant_type": "client_credentials"}, credentials=(client_id, secret))


def revoke(place: SignIn, network: httpx2.Client, refresh_token: str) -> None:
    """Have a refresh token forgotten, where the provider can; best effort."""
    if place.revocation_endpoint is None:
        return
    form = {"token": refresh_token, "client_id": place.client_id}
    try:
        network.post(place.revocation_endpoint, data=form)
    except httpx2.TransportError:
        return


def _ask(
    place: SignIn,
    network: httpx2.Client,
    form: Mapping[str, str],
    credentials: tuple[str, str] | None = None,
) -> Tokens:
    if place.token_endpoint is None:
        raise SignInFailed("The identity provider names no token endpoint.", subject=place.issuer)
    asked = clock.now().timestamp()
    try:
        answer = network.post(
            place.token_endpoint, data=dict(form), auth=credentials or httpx2.USE_CLIENT_DEFAULT
        )
        if not answer.is_success:
            raise SignInFailed(f"The identity provider refused: {_reason(answer)}.", subject=place.issuer)
        given = _Answer.model_validate(answer.json())
    except (httpx2.TransportError, ValueError, ValidationError) as error:
        raise SignInFailed(
            "The identity provider's answer is not understood.", subject=place.issuer
        ) from error
    return Tokens(
        access_token=given.access_token,
        refresh_token=given.refresh_token,
        expires_at=asked + given.expires_in,
    )


def _reason(answer: httpx2.Response) -> str:
    try:
        said = answer.json().get("error", "")
    except (ValueError, AttributeError):
        said = ""
    return said if isinstance(said, str) and said.isascii() and said else f"status {answer.status_code}"
