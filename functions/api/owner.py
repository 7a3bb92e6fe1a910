"""Whose request this is: what the gateway's token check says, never what the request says of itself."""

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from dailies.domain.errors import Refused
from dailies.domain.ids import OWNER_PATTERN, Owner, is_valid

LOCAL_OWNER = Owner("local")
"""The one user of a place without sign-in."""


class Unauthenticated(Refused):
    """Nobody has signed in."""

    code = "unauthenticated"
    status = 401


def owner_of(event: Mapping[str, Any], auth: Literal["none", "jwt"]) -> Owner:
    """Give the owner; raises Unauthenticated where tokens are checked and none was."""
    if auth == "none":
        return LOCAL_OWNER
    subject = _subject(event)
    if not subject:
        raise Unauthenticated("This needs a valid token.", advice="Send it as Authorization: Bearer …")
    if is_valid(OWNER_PATTERN, subject):
        return Owner(subject)
    return Owner("x" + hashlib.sha256(subject.encode(errors="surrogatepass")).hexdigest()[:62])


def _subject(event: Mapping[str, Any]) -> str:
    found: Any = event.get("requestContext")
    for step in ("authorizer", "jwt", "claims", "sub"):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
