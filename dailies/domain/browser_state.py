"""The browser state that keeps an account signed in, read as what it is: hostile until proved otherwise.

Only what the site itself would be sent is kept: a person's browser holds cookies of much else.
"""

from collections.abc import Set as AbstractSet
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dailies.domain.accounts import STATE_BYTES
from dailies.domain.errors import InvalidInput
from dailies.domain.strict_json import load_json

SITE_HOSTS = frozenset({"flow.google.com", "flow-content.google", "labs.google", "accounts.google.com"})
"""Where the site is served, and where it signs people in."""
_MOST_COOKIES = 1000
_MOST_ORIGINS = 50
_MOST_ENTRIES = 1000
_MOST_VALUES = 50_000

_Token = Annotated[str, Field(max_length=4096, pattern=r"^[^\x00-\x1f\x7f;]*$")]
_Host = Annotated[str, Field(min_length=1, max_length=253, pattern=r"^\.?[A-Za-z0-9.:\[\]-]+$")]


class _Part(BaseModel):
    # Without the input in its errors: they are logged, and the input is a secret.
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


class Cookie(_Part):
    """One cookie, as Playwright writes it."""

    name: _Token
    value: _Token
    domain: _Host
    path: Annotated[str, Field(max_length=2048, pattern=r"^/[^\x00-\x1f\x7f;]*$")]
    expires: Annotated[float, Field(ge=-1, allow_inf_nan=False)] = -1
    """Seconds since 1970; -1 for a cookie of the session."""
    httpOnly: bool = False  # noqa: N815 - Playwright's own name
    secure: bool = False
    sameSite: Literal["Strict", "Lax", "None"] = "Lax"  # noqa: N815


class Entry(_Part):
    """One entry of a page's local storage."""

    name: Annotated[str, Field(max_length=4096)]
    value: Annotated[str, Field(max_length=STATE_BYTES)]


class Origin(_Part):
    """The local storage of one origin."""

    origin: Annotated[str, Field(max_length=300, pattern=r"^https?://[A-Za-z0-9.:\[\]-]+$")]
    localStorage: Annotated[list[Entry], Field(max_length=_MOST_ENTRIES)] = []  # noqa: N815


class BrowserState(_Part):
    """Cookies and local storage."""

    cookies: Annotated[list[Cookie], Field(max_length=_MOST_COOKIES)]
    origins: Annotated[list[Origin], Field(max_length=_MOST_ORIGINS)] = []

    def only_for(self, hosts: AbstractSet[str]) -> Self:
        """Keep what a browser would send to these hosts, or hold for them."""
        cookies = [cookie for cookie in self.cookies if _is_sent(cookie.domain, hosts)]
        origins = [entry for entry in self.origins if urlsplit(entry.origin).hostname in hosts]
        return self.model_copy(update={"cookies": cookies, "origins": origins})

    def to_bytes(self) -> bytes:
        """Write as Playwright reads it."""
        return self.model_dump_json().encode()


def read_browser_state(text: bytes, site: str) -> BrowserState:
    """Read a state that keeps somebody signed in at the site's address; raises InvalidInput, without its content."""
    if len(text) > STATE_BYTES:
        raise _refusal("The browser state is larger than 1 MiB.")
    try:
        state = BrowserState.model_validate(load_json(text.decode(), max_values=_MOST_VALUES))
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise _refusal(f"The browser state is not as a browser writes it: {fault['type']}.", where) from None
    except ValueError:
        raise _refusal("The browser state is no JSON.") from None
    kept = state.only_for(hosts_of(site))
    if not kept.cookies:
        raise _refusal("The browser state holds no cookie of the site.")
    return kept


def hosts_of(site: str) -> frozenset[str]:
    """Name the hosts whose cookies count: all of the real site's, or a stand-in's one."""
    host = urlsplit(site).hostname
    return SITE_HOSTS if host is None or host in SITE_HOSTS else frozenset({host})


def _is_sent(domain: str, hosts: AbstractSet[str]) -> bool:
    # A single label such as `com` would be sent everywhere; browsers refuse it, and so do we.
    bare = domain.lower().removeprefix(".")
    shared = "." in bare
    return any(host == bare or (shared and host.endswith(f".{bare}")) for host in hosts)


def _refusal(detail: str, subject: str | None = None) -> InvalidInput:
    return InvalidInput(
        detail, code="bad_session", subject=subject, advice="Sign in again with `dailies session login`."
    )
