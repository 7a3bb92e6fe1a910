"""The stage's own user and machine in the emulator's user pool."""

import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dailies.domain.scopes import Scope
from functions.tokens.handler import ADMINS

if TYPE_CHECKING:
    from infra.local.clients import Clients

NAME = "local"
_SYMBOLS = "aA1-"
"""One of each kind of character that the pool's password rule asks for."""


@dataclass(frozen=True)
class Resident:
    """The person whose stage this is; the password lives as long as the stage runs."""

    name: str
    password: str = field(repr=False)
    machine_id: str
    machine_secret: str = field(repr=False)


def introduce(clients: "Clients", outputs: Mapping[str, str]) -> Resident:
    """Make the user unless it is there, draw its password anew and let it look after the installation."""
    people, pool = clients.people, outputs["UserPoolId"]
    password = secrets.token_urlsafe(24) + _SYMBOLS
    # A user that is there already keeps its subject, and so its jobs.
    with contextlib.suppress(people.exceptions.UsernameExistsException):
        people.admin_create_user(UserPoolId=pool, Username=NAME, MessageAction="SUPPRESS")
    people.admin_set_user_password(UserPoolId=pool, Username=NAME, Password=password, Permanent=True)
    people.admin_add_user_to_group(UserPoolId=pool, Username=NAME, GroupName=ADMINS)
    machine = outputs["MachineClient"]
    described = people.describe_user_pool_client(UserPoolId=pool, ClientId=machine)["UserPoolClient"]
    return Resident(NAME, password, machine, described["ClientSecret"])


def machine_token(clients: "Clients", resident: Resident) -> str:
    """Get a token for the stage's own calls, with the scopes of an administrator; raises HTTPError."""
    import httpx2  # noqa: PLC0415 - heavy

    answer = httpx2.post(
        f"{clients.emulator_url}/oauth2/token",
        data={"grant_type": "client_credentials", "scope": " ".join(Scope)},
        auth=(resident.machine_id, resident.machine_secret),
        timeout=60,
        trust_env=False,
    )
    token: str = answer.raise_for_status().json()["access_token"]
    return token
