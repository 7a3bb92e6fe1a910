"""Who asks, and what they may: what the gateway's token check says, never what the request says of itself."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dailies.domain.errors import Refused
from dailies.domain.ids import OWNER_PATTERN, Owner, is_valid
from dailies.domain.scopes import Scope


class Unauthenticated(Refused):
    """Nobody has signed in."""

    code = "unauthenticated"
    status = 401


class ScopeMissing(Refused):
    """The token is good, but not for this."""

    code = "scope_missing"
    status = 403

    def __init__(self, scope: Scope) -> None:
        """Name the scope that the token lacks."""
        super().__init__(
            "The token does not allow this.",
            subject=scope,
            advice=f"Ask who runs this installation for the scope {scope}, then sign in again.",
        )
        self.scope = scope


@dataclass(frozen=True)
class Caller:
    """The owner, which is the token's subject, and the scopes that the token carries."""

    owner: Owner
    scopes: frozenset[str]

    def require(self, needed: Scope) -> None:
        """Refuse unless the token carries the scope; raises ScopeMissing."""
        if needed not in self.scopes:
            raise ScopeMissing(needed)


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Give who asks; raises Unauthenticated where the gateway found no token."""
    claims = _claims(event)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise Unauthenticated("This needs a valid token.", advice="Send it as Authorization: Bearer …")
    return Caller(_owner(subject), _scopes(claims))


def _owner(subject: str) -> Owner:
    if is_valid(OWNER_PATTERN, subject):
        return Owner(subject)
    return Owner("x" + hashlib.sha256(subject.encode(errors="surrogatepass")).hexdigest()[:62])


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    # Issuers differ in the claim's name; the gateway hands a list over as "[a b]".
    said = (str(claims.get(name, "")) for name in ("scope", "scp"))
    return frozenset(word for text in said for word in text.strip("[]").split())


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = event.get("requestContext")
    for step in ("authorizer", "jwt", "claims"):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
