"""A service account of the imitation's own: its key, and the tokens given for a signed assertion."""

import secrets
from functools import cached_property
from typing import Any

from google.auth import jwt
from starlette.requests import Request

from infra.local.veo.refusals import GoogleRefusal

_EMAIL = "crew@dailies-stage.iam.gserviceaccount.com"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_AUDIENCE = "https://oauth2.googleapis.com/token"  # what google-auth signs for, whatever the address is
_ANONYMOUS = "anonymous"
TOKEN_SECONDS = 3600


class Gate:
    """Lets in who brings a token of ours, or says `anonymous`."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()

    @cached_property
    def _key(self) -> tuple[str, bytes]:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - heavy

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return private.decode(), public

    def service_account(self, root: str, project: str) -> dict[str, str]:
        """Give the key file that an operator would download, with our own token address in it."""
        return {
            "type": "service_account",
            "project_id": project,
            "private_key_id": "imitation",
            "private_key": self._key[0],
            "client_email": _EMAIL,
            "token_uri": f"{root}/token",
        }

    def issue(self, grant: str, assertion: str) -> str:
        """Give a token for an assertion that our key signed for us."""
        try:
            claims: dict[str, Any] = jwt.decode(assertion, certs=self._key[1], audience=_AUDIENCE)  # type: ignore[no-untyped-call]
        except (ValueError, KeyError) as error:
            raise GoogleRefusal(401, "The assertion is not signed by a key of ours.") from error
        if grant != _GRANT or claims.get("iss") != _EMAIL:
            raise GoogleRefusal(401, "The assertion is of nobody that we know.")
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return token

    def check(self, request: Request) -> None:
        """Refuse a request without a token of ours."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token != _ANONYMOUS and token not in self._tokens:
            raise GoogleRefusal(401, "Request had invalid authentication credentials.")
