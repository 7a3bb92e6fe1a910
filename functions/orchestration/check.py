"""Every few hours: sends a check to each site account, so that a change of the site is news before it is a failure."""

from typing import Any

from dailies.domain.ids import AccountName
from dailies.services.checking import request_due_checks
from functions.process import app, logged, logger


@logged
def handler(_event: dict[str, Any], _context: object) -> dict[str, list[AccountName]]:
    """Give the accounts that are being checked."""
    accounts = request_due_checks(app())
    logger().info("checks requested", extra={"accounts": accounts})
    return {"accounts": accounts}
