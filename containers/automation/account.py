"""What an account signs in with: the saved session and, where their owner stored them, credentials."""

import json
from typing import cast

from playwright.async_api import StorageState
from pydantic import ValidationError

from containers.automation.sites.flow.order import Credentials
from dailies.domain.ids import AccountName
from dailies.services.app import App, logger
from dailies.services.vault import read_session


def read_state(app: App, account: AccountName) -> StorageState | None:
    """Read the browser state that the account was last signed in with."""
    return cast("StorageState | None", read_session(app, account))


def read_credentials(app: App, account: AccountName) -> Credentials | None:
    """Read the account's e-mail and password; None where only a person signs in."""
    if not app.settings.flow_secret:
        return None
    secret = app.aws.secrets.get_secret_value(SecretId=app.settings.flow_secret)["SecretString"]
    stored = json.loads(secret or "{}")
    mine = stored.get(account)
    if mine is None and account == app.settings.flow_account and "email" in stored:
        mine = stored  # one account's fields alone: the default account's
    if not mine:
        return None
    try:
        return Credentials.model_validate(mine)
    except ValidationError:
        logger.warning("stored credentials cannot be read", extra={"account": account})
        return None
