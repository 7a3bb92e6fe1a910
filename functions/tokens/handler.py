"""Takes the scope `dailies/admin` out of the access tokens of users who are not in the group `admins`.

A user pool gives any user every scope that the app asks for. The file is deployed as it stands, without the product
beside it, so it imports nothing of it.
"""

from typing import Any

ADMIN_SCOPE = "dailies/admin"
ADMINS = "admins"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer the pool's pre-token-generation event (version 2)."""
    groups = event["request"]["groupConfiguration"].get("groupsToOverride") or []
    suppressed = [] if ADMINS in groups else [ADMIN_SCOPE]
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"scopesToSuppress": suppressed}
    }
    return event
