"""Tokens with the pool's real signature and one thing wrong: nothing but that thing can be why they are refused."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from dailies.domain.scopes import Scope


def encode(part: bytes) -> str:
    """Write bytes as tokens do."""
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@dataclass(frozen=True)
class Forge:
    """The pool's own key, read from the emulator's folder."""

    key: RSAPrivateKey
    issuer: str
    client: str

    @classmethod
    def of_pool(cls, state: Path, issuer: str, client: str) -> "Forge":
        """Read the key that the pool signs access tokens with."""
        pool = issuer.rpartition("/")[2]
        pem = (state / "services" / "cognito-pool-keys" / f"{pool}-access.pem").read_bytes()
        key = load_pem_private_key(pem, password=None)
        assert isinstance(key, RSAPrivateKey)
        return cls(key, issuer, client)

    @property
    def public(self) -> bytes:
        """The key that everybody may know."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def claims(self, subject: str, **changed: Any) -> dict[str, Any]:
        """Give the claims of a good access token, changed."""
        now = int(time.time())
        good = {
            "sub": subject,
            "iss": self.issuer,
            "client_id": self.client,
            "token_use": "access",
            "scope": " ".join(Scope),
            "iat": now - 10,
            "exp": now + 3600,
        }
        return {name: value for name, value in {**good, **changed}.items() if value is not None}

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """Sign claims as the pool does; `header` replaces what the token says of its signature."""
        kid = base64.b64encode(hashlib.sha256(self.public).digest()).decode()
        signed = _signed_part({"alg": "RS256", "kid": kid, **header}, claims)
        return f"{signed}.{encode(self.key.sign(signed.encode(), PKCS1v15(), hashes.SHA256()))}"

    def sign_with_public_key(self, claims: dict[str, Any]) -> str:
        """Sign with the public key as if it were a shared secret: what a careless verifier would take."""
        kid = base64.b64encode(hashlib.sha256(self.public).digest()).decode()
        signed = _signed_part({"alg": "HS256", "kid": kid}, claims)
        return f"{signed}.{encode(hmac.digest(self.public, signed.encode(), 'sha256'))}"


def unsigned(claims: dict[str, Any], kid: str) -> str:
    """Write a token that claims to need no signature."""
    return _signed_part({"alg": "none", "kid": kid}, claims) + "."


def _signed_part(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{encode(json.dumps(header).encode())}.{encode(json.dumps(claims).encode())}"
