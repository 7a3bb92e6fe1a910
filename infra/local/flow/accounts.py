"""Accounts and their sessions."""

import hashlib
import hmac
import secrets
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from infra.local.flow.profile import Profile


class NewAccount(Profile):
    """What the admin API is given to make an account; it replaces one of the same address."""

    email: str = Field(min_length=3, max_length=200)
    password: str = Field(min_length=1, max_length=200)


class Account:
    """One account while the site runs."""

    def __init__(self, email: str, password: str, profile: Profile) -> None:
        self.email = email
        self.profile = profile
        self.rights_accepted = False
        self._salt = secrets.token_bytes(16)
        self._hash = self._digest(password)

    @classmethod
    def create(cls, new: NewAccount) -> Self:
        """Make an account from what the admin API was given."""
        profile = Profile.model_validate(new.model_dump(exclude={"email", "password"}))
        return cls(new.email, new.password, profile)

    @property
    def marker(self) -> str:
        """Give what the page keeps in local storage; a session without it is not a whole one."""
        return hashlib.sha256(self._salt + self.email.encode()).hexdigest()[:24]

    def change(self, **values: Any) -> None:
        """Change some of the profile; pydantic's ValidationError when a value cannot be."""
        self.profile = Profile.model_validate({**self.profile.model_dump(), **values})

    def knows(self, password: str) -> bool:
        """Tell whether this is the account's password."""
        return hmac.compare_digest(self._hash, self._digest(password))

    def _digest(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, n=1024, r=8, p=1)


class Session(BaseModel):
    """A signed-in browser; `passed` is false until a challenge has been met."""

    model_config = ConfigDict(frozen=True)

    email: str
    expires: float
    passed: bool


class Accounts:
    """All accounts and sessions."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._sessions: dict[str, Session] = {}

    def add(self, account: Account) -> None:
        """Add an account, in place of one with the same address."""
        self._accounts[account.email] = account

    def find(self, email: str) -> Account | None:
        """Give the account of that address."""
        return self._accounts.get(email)

    def all(self) -> list[Account]:
        """Give every account."""
        return list(self._accounts.values())

    def sign_in(self, account: Account, *, until: float, passed: bool) -> str:
        """Open a session and give its cookie."""
        token = secrets.token_urlsafe(32)
        self._sessions[token] = Session(email=account.email, expires=until, passed=passed)
        return token

    def session(self, token: str, now: float) -> Session | None:
        """Give the session of that cookie, unless it has expired."""
        session = self._sessions.get(token)
        return session if session and session.expires > now else None

    def pass_challenge(self, token: str) -> None:
        """Make a session whole after its challenge was met."""
        self._sessions[token] = self._sessions[token].model_copy(update={"passed": True})

    def sign_out(self, email: str) -> None:
        """Drop every session of that account."""
        self._sessions = {token: s for token, s in self._sessions.items() if s.email != email}

    def clear(self) -> None:
        """Forget everything."""
        self._accounts.clear()
        self._sessions.clear()
