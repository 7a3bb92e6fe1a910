"""Who pays: a service account's key, or nobody where an imitation on loopback answers."""

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from containers.automation.sites.veo.refusals import unauthorised, unavailable
from dailies.services.app import App

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANONYMOUS = "anonymous"
"""The token that an imitation takes for nobody."""


def read_secret(app: App) -> str:
    """Read the service account's key; "" where none is set, or where the secret is the empty object it began as."""
    if not app.settings.veo_secret:
        return ""
    answer = app.aws.secrets.get_secret_value(SecretId=app.settings.veo_secret)
    stored = answer.get("SecretString", "").strip()
    return "" if stored == "{}" else stored


def make_credentials(secret: str, url: str) -> "Credentials":
    """Give credentials from the key; without one only an imitation on loopback is talked to."""
    from google.oauth2 import credentials, service_account  # noqa: PLC0415 - heavy

    if not secret:
        if urlsplit(url).hostname not in _LOOPBACK:
            raise unauthorised(charged=False)
        # A bearer that never expires: google-auth's own anonymous credentials cannot give a token.
        return credentials.Credentials(token=ANONYMOUS)  # type: ignore[no-untyped-call]
    try:
        info: Any = json.loads(secret)
        made: Credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            info, scopes=[_SCOPE]
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # google-auth's own MalformedError is a ValueError
        raise unauthorised(charged=False) from error
    return made


class Access:
    """The bearer token of the credentials, renewed when it has expired."""

    def __init__(self, credentials: "Credentials") -> None:
        """Take the credentials; nothing is sent yet."""
        self._credentials = credentials
        self._renewing = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """Give the header that signs a request; SiteBlocked if the key is refused."""
        from google.auth.exceptions import RefreshError, TransportError  # noqa: PLC0415 - heavy
        from google.auth.transport.requests import Request  # noqa: PLC0415 - heavy

        async with self._renewing:
            if not self._credentials.valid:
                try:
                    await asyncio.to_thread(self._credentials.refresh, Request())
                except RefreshError as error:
                    raise unauthorised(charged=False) from error
                except TransportError as error:
                    raise unavailable("no access token to be had", charged=False) from error
        return {"Authorization": f"Bearer {self._credentials.token}"}
