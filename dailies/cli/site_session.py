"""A person signs in: a browser with a window opens at the site, and what it then holds is taken over.

Nothing is written to disk: the page lives in a context off the record, which ends with the browser.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dailies.cli.errors import Unfinished
from dailies.cli.window import open_window, window_closed
from dailies.domain.browser_state import BrowserState, hosts_of, read_browser_state

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

LONGEST_SECONDS = 600.0
_SETTLED_SECONDS = 2.0
"""A sign-in passes through pages of the site; one that stays this long is where it led to."""
_POLL_MILLISECONDS = 250
_OUTSIDE = frozenset({"about", "signin", "login", "auth"})
"""Parts of the paths that a stranger is shown."""
_SIGN_IN_HOST = "accounts.google.com"

Pause = Callable[["Page"], None]


def is_inside(url: str, site: str) -> bool:
    """Tell whether an address is one that only somebody who is signed in is shown."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    at_site = host in hosts_of(site) and host != _SIGN_IN_HOST
    return at_site and not _OUTSIDE & {part.lower() for part in parts.path.split("/")}


def take_session(
    site: str,
    browser: Path,
    *,
    within_seconds: float = LONGEST_SECONDS,
    pause: Pause | None = None,
) -> BrowserState:
    """Open a window at the site, wait until a person is signed in, and give what the browser then holds of it."""
    with open_window(browser) as opened:
        context = opened.new_context(no_viewport=True)
        page = context.new_page()
        page.goto(site, wait_until="domcontentloaded")
        _await_person(context, page, site, within_seconds, pause or _let_time_pass)
        held = json.dumps(context.storage_state()).encode()
        return read_browser_state(held, site)


def _await_person(
    context: "BrowserContext", page: "Page", site: str, within_seconds: float, pause: Pause
) -> None:
    deadline = time.monotonic() + within_seconds
    was_outside, inside_since = False, None
    while time.monotonic() < deadline:
        if page.is_closed():
            page = _another(context)
        # A window that opens inside at once has not been sent to the page for strangers yet.
        inside = any(is_inside(each.url, site) for each in context.pages)
        was_outside = was_outside or not inside
        inside_since = (inside_since or time.monotonic()) if inside and was_outside else None
        if inside_since and time.monotonic() - inside_since >= _SETTLED_SECONDS:
            return
        pause(page)
    minutes = within_seconds / 60
    raise Unfinished(f"Nobody signed in within {minutes:.0f} minutes.", code="too_long", retryable=True)


def _another(context: "BrowserContext") -> "Page":
    if not context.pages:
        raise window_closed()
    return context.pages[-1]


def _let_time_pass(page: "Page") -> None:
    page.wait_for_timeout(_POLL_MILLISECONDS)
