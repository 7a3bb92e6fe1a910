"""Answers about checks of site accounts."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from dailies.domain.accounts import Account, AccountState
from dailies.domain.checks import is_under_way
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.services.checking import CheckRequest


class CheckStarted(BaseModel):
    """A check is on its way."""

    account: AccountName
    started: bool
    """False where one was under way already."""
    asked_at: datetime
    message: str

    @classmethod
    def of(cls, request: CheckRequest) -> Self:
        """Show a request."""
        message = "Check started" if request.started else "A check is under way already"
        return cls(**request.model_dump(), message=message)


class EvidenceAnswer(BaseModel):
    """What the site looked like: a screenshot, a page, a trace."""

    name: str
    url: str
    """A link that works for 15 minutes."""


class CheckAnswer(BaseModel):
    """The finding of an account's last check."""

    account: AccountName
    state: AccountState
    under_way: bool
    """Whether another was asked for that has no finding yet."""
    passed: bool | None = None
    """None where no check was ever made."""
    checked_at: datetime | None = None
    pack: str | None = None
    """The selector pack that fits the site."""
    step: str | None = None
    """Where the site no longer is as the pack says."""
    quote: int | None = None
    """The credits that the site asked for one take."""
    failure: Failure | None = None
    evidence: list[EvidenceAnswer] = []

    @classmethod
    def of(cls, account: Account, evidence: list[EvidenceAnswer], *, at: datetime) -> Self:
        """Show an account's last check as it stands at a moment."""
        found = account.check
        return cls(
            account=account.name,
            state=account.state,
            under_way=is_under_way(account, at),
            evidence=evidence,
            **(found.model_dump(exclude={"evidence"}) if found else {}),
        )
