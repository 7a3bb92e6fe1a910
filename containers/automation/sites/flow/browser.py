"""Finding Chromium, starting it, and always closing it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, StorageState, async_playwright
from playwright.async_api import Error as PageError

from dailies.domain.errors import SiteFailure, ToolMissing

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
# Containers give /dev/shm 64 MB, and a tab that runs out of it dies.
_ARGUMENTS = (
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
)
_CLOSE_SECONDS = 10
# Tall, so that the newest tiles are never scrolled out of a grid that drops what cannot be seen.
VIEWPORT_WIDTH, VIEWPORT_HEIGHT = 1440, 1400


def find_chromium(which: Callable[[str], str | None] = shutil.which) -> Path:
    """Find the lightest Chromium on PATH: the headless shell takes half the memory of the full one."""
    for name in _NAMES:
        if found := which(name):
            return Path(found)
    raise ToolMissing(
        "no Chromium is installed",
        subject=_NAMES[0],
        advice="Install it: apt-get install chromium-headless-shell (or chromium).",
    )


@asynccontextmanager
async def open_browser(executable: Path | None = None) -> AsyncIterator[Browser]:
    """Run one headless browser for several contexts; it is gone when the block ends."""
    path = executable or find_chromium()
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=path,
                args=list(_ARGUMENTS),
                chromium_sandbox=os.geteuid() != 0,
                handle_sigterm=False,
                handle_sigint=False,
            )
        except PageError as error:
            raise ToolMissing(
                f"{path.name} does not start: {error.message.splitlines()[0]}",
                subject=path.name,
                retryable=True,
            ) from error
        try:
            yield browser
        finally:
            await _close(browser.close())


@asynccontextmanager
async def open_page(browser: Browser, state: StorageState | None) -> AsyncIterator[Page]:
    """Open a page in a context of its own with a saved session; both are gone when the block ends."""
    context = await _new_context(browser, state)
    try:
        yield await context.new_page()
    finally:
        await _close(context.close())


async def _new_context(browser: Browser, state: StorageState | None) -> BrowserContext:
    try:
        return await browser.new_context(
            storage_state=state,
            viewport={"width": VIEWPORT_WIDTH, "height": VIEWPORT_HEIGHT},
            accept_downloads=True,
        )
    except PageError as error:
        raise SiteFailure("the browser is gone", code="browser_lost") from error


async def save_state(context: BrowserContext) -> StorageState:
    """Give the context's cookies and local storage, as a later context can be opened with."""
    return await context.storage_state()


async def _close(closing: Awaitable[None]) -> None:
    """Wait for an end that a dead browser may never report, and never hide the error before it."""
    try:
        await asyncio.wait_for(closing, _CLOSE_SECONDS)
    except (PageError, TimeoutError):
        return
