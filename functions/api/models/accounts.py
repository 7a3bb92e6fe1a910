"""Accounts of the generating site: what may be set, and what is shown; never an address, never a cookie."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from dailies.domain.accounts import (
    GENERATIONS_AT_ONCE,
    SLOWEST_PACE_SECONDS,
    Account,
    AccountState,
)
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.options import Provider
from functions.api.models.requests import RequestBody


class AccountLimits(RequestBody):
    """How much an account may do; what is left out goes back to its default."""

    concurrency: Annotated[int, Field(ge=1, le=GENERATIONS_AT_ONCE)] = GENERATIONS_AT_ONCE
    """Generations at once."""
    submit_every_seconds: Annotated[float, Field(ge=0, le=SLOWEST_PACE_SECONDS)] = 0
    """The least time between two paid submissions."""
    daily_credits: Annotated[int, Field(ge=0)] | None = None
    """The most credits a day (UTC); null for no limit."""


class SessionAnswer(BaseModel):
    """The saved session, without what it holds."""

    saved_at: datetime
    signed_in_at: datetime | None
    """When a person last signed in; null where the account's credentials did."""
    seen_alive_at: datetime | None
    """When the site last took it."""


class LastCheck(BaseModel):
    """The last walk to the point before the paid click, in short."""

    passed: bool
    checked_at: datetime
    step: str | None
    """Where the site no longer is as its pack says."""


class AccountAnswer(BaseModel):
    """One account."""

    name: AccountName
    state: AccountState
    concurrency: int
    submit_every_seconds: float
    daily_credits: int | None
    pack: str | None
    """The selector pack that last worked."""
    session: SessionAnswer | None
    failure: Failure | None
    """Why it is blocked, and what a person can do."""
    blocked_at: datetime | None
    check: LastCheck | None

    @classmethod
    def of(cls, account: Account) -> Self:
        """Show an account."""
        fields = account.model_dump(include=set(cls.model_fields))
        session, check = account.session, account.check
        if session:
            alive = {"seen_alive_at": account.seen_alive_at}
            fields["session"] = SessionAnswer(**session.model_dump(exclude={"key"}), **alive)
        if check:
            fields["check"] = LastCheck(**check.model_dump(include=set(LastCheck.model_fields)))
        return cls(**fields)


class AccountList(BaseModel):
    """All accounts of the installation, and the providers that it can work with."""

    accounts: list[AccountAnswer]
    providers: list[Provider]
    login_url: str
    """Where a person signs in to the site."""
