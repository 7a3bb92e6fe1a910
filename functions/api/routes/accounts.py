"""Accounts of the generating site: their limits and their sessions. They belong to the installation."""

from dailies.domain.browser_state import BrowserState
from dailies.services.accounts import forget_session, list_accounts, register_account, store_session
from dailies.services.offering import providers_here
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.accounts import AccountAnswer, AccountLimits, AccountList
from functions.api.models.paths import AccountPath
from functions.api.routing import new_router

router = new_router()


@router.get("/api/accounts", summary="List site accounts", tags=["accounts"], middlewares=[tagged])
def list_all(call: CurrentCall) -> AccountList:
    """Read all accounts: which are ready, which wait for a person, how old their sessions are."""
    answers = [AccountAnswer.of(account) for account in list_accounts(call.app)]
    app = call.app
    return AccountList(accounts=answers, providers=providers_here(app), login_url=app.settings.flow_url)


@router.put("/api/accounts/<name>", summary="Make a site account known", tags=["accounts"])
def register(call: CurrentCall, name: AccountPath, body: AccountLimits) -> AccountAnswer:
    """Make an account known, or set its limits."""
    return AccountAnswer.of(register_account(call.app, name, **body.model_dump()))


@router.put("/api/accounts/<name>/session", summary="Save a session", tags=["accounts"])
def save_session(call: CurrentCall, name: AccountPath, body: BrowserState) -> AccountAnswer:
    """Take the browser state of a person who signed in: it is encrypted, and what waited for it goes on."""
    return AccountAnswer.of(store_session(call.app, name, body.to_bytes()))


@router.delete("/api/accounts/<name>/session", status_code=204, summary="Forget a session", tags=["accounts"])
def forget(call: CurrentCall, name: AccountPath) -> None:
    """Delete the saved session of an account."""
    forget_session(call.app, name)
