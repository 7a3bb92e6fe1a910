"""How a person signs in at a place: its identity provider's addresses, as the place itself tells them."""

from pydantic import BaseModel, ConfigDict

from dailies.domain.scopes import Scope

SETTINGS_PATH = "/gallery/settings.json"
"""Where every place tells it, to the gallery and to the command line alike."""
RETURN_PORTS = (8651, 8652, 8653)
"""Loopback ports that the command line's sign-in may come back to, in the order in which they are tried."""


class SignIn(BaseModel):
    """An OAuth client without a secret, and where it sends people; endpoints left out are the issuer's to tell."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    client_id: str
    scope: str = " ".join(("openid", *Scope))
    """What is asked for; what a person may not have is left out of the token."""
    authorization_endpoint: str | None = None
    token_endpoint: str | None = None
    end_session_endpoint: str | None = None
    revocation_endpoint: str | None = None


def return_address(port: int) -> str:
    """Give the redirect URI of a loopback port; providers compare the whole of it, port included."""
    return f"http://localhost:{port}/signed-in"
