"""An account of a generating site: whether it can be worked with, how fast, and what a person must do if not."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.failure import Failure
from dailies.domain.ids import ACCOUNT_PATTERN, AccountName

GENERATIONS_AT_ONCE = 5
"""What the site allows one account."""
SLOWEST_PACE_SECONDS = 3600
STATE_BYTES = 1024**2
"""The most that a saved browser state may hold."""


class AccountState(StrEnum):
    """Where an account stands."""

    READY = "ready"
    BLOCKED = "blocked"
    """A person must act; nothing is sent with it until then."""


class Session(BaseModel):
    """Facts about the saved browser state; the state itself lies encrypted in storage."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The object that holds it; each save makes a new one, and this row says which counts."""
    saved_at: datetime
    signed_in_at: datetime | None = None
    """When a person last brought it; None where the account's credentials did."""


class CheckResult(BaseModel):
    """What the walk to the point before the paid click found."""

    model_config = ConfigDict(frozen=True)

    passed: bool
    checked_at: datetime
    pack: str | None = None
    step: str | None = None
    """The step at which the site no longer was as its pack says."""
    quote: int | None = None
    """The credits that the site asked."""
    failure: Failure | None = None
    evidence: tuple[str, ...] = ()
    """Keys of the screenshot, the page and the trace."""


class Account(BaseModel):
    """One account, as the table keeps it; the person's e-mail address is no part of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Annotated[AccountName, Field(pattern=ACCOUNT_PATTERN)]
    state: AccountState = AccountState.READY
    concurrency: int = Field(default=GENERATIONS_AT_ONCE, ge=1, le=GENERATIONS_AT_ONCE)
    """Generations at once."""
    submit_every_seconds: float = Field(default=0, ge=0, le=SLOWEST_PACE_SECONDS)
    """The pace: the least time between two paid clicks."""
    daily_credits: int | None = Field(default=None, ge=0)
    """The most that it may spend in a day (UTC); None for no limit."""
    pack: str | None = None
    """The selector pack that last worked; another generation of the site is not paid before a check passed."""
    session: Session | None = None
    seen_alive_at: datetime | None = None
    """When the site last took the session."""
    sign_ins: int = 0
    """Times a person brought a session: who began before the last one judges a session that is gone."""
    failure: Failure | None = None
    """Why it is blocked."""
    blocked_at: datetime | None = None
    notices: int = 0
    """Times that a person was told: once for each time it became blocked."""
    check: CheckResult | None = None
    check_asked_at: datetime | None = None
    """When the check was asked for that has no result yet."""
    check_project: str | None = None
    """The project in which checks are made, so that they do not fill the gallery."""
    lease_holder: str | None = None
    lease_until: datetime | None = None
    updated_at: datetime
