"""The authorization code flow with PKCE (RFC 7636), as far as it is the same whoever carries the code back. Pure."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from dailies.cli.errors import SignInFailed
from dailies.domain.sign_in import SignIn


@dataclass(frozen=True)
class Attempt:
    """One sign-in under way; its secrets never leave this process but as a hash."""

    return_to: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)

    @property
    def challenge(self) -> str:
        """The verifier's hash."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def address(self, place: SignIn) -> str:
        """Give the address at which a person signs in."""
        query = {
            "response_type": "code",
            "client_id": place.client_id,
            "redirect_uri": self.return_to,
            "scope": place.scope,
            "state": self.state,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return f"{place.authorization_endpoint}?{urlencode(query)}"

    def read_code(self, came_back: str) -> str:
        """Read the code from the address that the sign-in came back to; raises SignInFailed."""
        fields = {name: values[0] for name, values in parse_qs(urlsplit(came_back).query).items()}
        if not hmac.compare_digest(fields.get("state", "").encode(), self.state.encode()):
            raise SignInFailed("That is not the answer to this sign-in.", advice="Begin again.")
        if "code" not in fields:
            reason = fields.get("error", "it came back without a code")[:60]
            raise SignInFailed(f"The sign-in did not succeed: {reason}.")
        return fields["code"]
