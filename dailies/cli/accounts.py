"""What the API says of site accounts."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Session(_Answer):
    """A saved session."""

    saved_at: datetime
    signed_in_at: datetime | None = None
    seen_alive_at: datetime | None = None


class LastCheck(_Answer):
    """The last check, in short."""

    passed: bool
    checked_at: datetime
    step: str | None = None


class Account(_Answer):
    """One account."""

    name: str
    state: str
    concurrency: int
    submit_every_seconds: float
    daily_credits: int | None = None
    pack: str | None = None
    session: Session | None = None
    failure: Failure | None = None
    blocked_at: datetime | None = None
    check: LastCheck | None = None


class Accounts(_Answer):
    """All accounts, and where a person signs in."""

    accounts: tuple[Account, ...]
    login_url: str

    def names(self) -> frozenset[str]:
        """Name them."""
        return frozenset(account.name for account in self.accounts)
