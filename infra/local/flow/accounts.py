"""Accounts, their sticky settings, and their sessions."""

import hashlib
import hmac
import secrets
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from infra.local.flow.prices import Plan


class Settings(BaseModel):
    """What the settings pane shows; it stays between visits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["image", "video"] = "image"
    submode: Literal["frames", "ingredients"] = "frames"
    aspect: Literal["16:9", "9:16", "4:3", "1:1", "3:4"] = "16:9"
    image_model: str = "Nano Banana 2.1"
    model: str = "Omni 1.1 Flash"
    resolution: Literal["360p", "720p"] = "720p"
    seconds: Literal[4, 6, 8, 10] = 10
    outputs: int = Field(default=1, ge=1, le=4)


class NewAccount(BaseModel):
    """What the admin API is given to make an account; it replaces one of the same address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str = Field(min_length=3, max_length=200)
    password: str = Field(min_length=1, max_length=200)
    credits: int = Field(default=1000, ge=0)
    plan: Plan = "pro"
    challenge: str | None = None
    """A code that only a person knows; sign-in stops at a page that asks for it."""
    session_seconds: float | None = None
    agent_mode: bool = False
    settings: Settings = Settings()


class Account:
    """One account while the site runs."""

    def __init__(self, email: str, new: NewAccount) -> None:
        self.email = email
        self.credits = new.credits
        self.plan = new.plan
        self.challenge = new.challenge
        self.session_seconds = new.session_seconds
        self.agent_mode = new.agent_mode
        self.settings = new.settings
        self.rights_accepted = False
        self._salt = secrets.token_bytes(16)
        self._hash = self._digest(new.password)

    @classmethod
    def create(cls, new: NewAccount) -> Self:
        """Make an account from what the admin API was given."""
        return cls(new.email, new)

    @property
    def marker(self) -> str:
        """Give what the page keeps in local storage; a session without it is not a whole one."""
        return hashlib.sha256(self._salt + self.email.encode()).hexdigest()[:24]

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
