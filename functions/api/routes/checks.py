"""Checks of site accounts: asking for one, reading what the last one found."""

from dailies.services.accounts import read_account
from dailies.services.checking import request_check
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.checks import CheckAnswer, CheckStarted, EvidenceAnswer
from functions.api.models.paths import AccountPath
from functions.api.routing import new_router

router = new_router()


@router.post(
    "/api/accounts/<name>/check", status_code=202, summary="Check an account's site", tags=["accounts"]
)
def check(call: CurrentCall, name: AccountPath) -> CheckStarted:
    """Walk up to the paid click with an account, without paying, to see whether the site has changed."""
    return CheckStarted.of(request_check(call.app, name))


@router.get(
    "/api/accounts/<name>/check",
    summary="Read an account's last check",
    tags=["accounts"],
    middlewares=[tagged],
)
def read(call: CurrentCall, name: AccountPath) -> CheckAnswer:
    """Read what the last check of an account found, with links to what the site looked like."""
    account = read_account(call.app, name)
    kept = account.check.evidence if account.check else ()
    evidence = [EvidenceAnswer(name=key.rsplit("/", 1)[-1], url=call.app.links.download(key)) for key in kept]
    return CheckAnswer.of(account, evidence, at=call.app.clock())
