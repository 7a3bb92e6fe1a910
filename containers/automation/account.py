"""The account that a container works with: its saved session and, where given, its credentials."""

import json
from typing import Any

from containers.automation.sites.flow.order import Credentials
from dailies.services.app import App
from dailies.storage import keys

SESSION_BYTES = 8 * 1024**2


def read_session(app: App) -> Any:
    """Read the browser state of the last run; None where nobody ever signed in."""
    stored = app.objects.read(keys.session(app.settings.flow_account), most_bytes=SESSION_BYTES)
    return json.loads(stored) if stored else None


def save_session(app: App, state: Any) -> None:
    """Keep the browser state for the next run."""
    app.objects.put(
        keys.session(app.settings.flow_account), json.dumps(state).encode(), content_type="application/json"
    )


def read_credentials(app: App) -> Credentials | None:
    """Read the account's e-mail and password, if its owner stored them."""
    if not app.settings.flow_secret:
        return None
    secret = app.aws.secrets.get_secret_value(SecretId=app.settings.flow_secret)["SecretString"]
    fields = json.loads(secret or "{}")
    return Credentials.model_validate(fields) if fields.get("email") and fields.get("password") else None
