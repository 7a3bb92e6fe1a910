"""A browser with a window, for a person to use."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dailies.cli.errors import Unfinished
from dailies.domain.errors import ToolMissing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def require_display(environment: Mapping[str, str], platform: str) -> None:
    """Refuse where no window can be shown."""
    if platform != "linux" or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise ToolMissing(
        "There is no display to open a browser on.",
        code="no_display",
        advice="Run this where you sit, or over a forwarded display (ssh -X).",
    )


def find_browser(which: Callable[[str], str | None] = shutil.which) -> Path:
    """Find a Chromium that can show a window."""
    for name in _NAMES:
        if found := which(name):
            return Path(found)
    raise ToolMissing(
        "No Chromium with a window is installed.", subject=_NAMES[0], advice="Install the package `chromium`."
    )


@contextmanager
def open_window(path: Path) -> Iterator["Browser"]:
    """Start that browser; raises ToolMissing where it cannot, Unfinished when the person closes it."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - heavy

    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path,
                headless=False,
                chromium_sandbox=os.geteuid() != 0,
                handle_sigint=False,
                handle_sigterm=False,
            )
        except Error as error:
            raise ToolMissing(
                f"{path.name} does not open a window: {error.message.splitlines()[0]}", subject=path.name
            ) from error
        try:
            yield browser
        except Error as error:
            if browser.is_connected() and browser.contexts and browser.contexts[0].pages:
                raise Unfinished(f"The site did not open: {error.message.splitlines()[0]}") from error
            raise window_closed() from error
        finally:
            browser.close()


def window_closed() -> Unfinished:
    """Make the error of a person who gave up."""
    return Unfinished(
        "The window was closed before anybody was signed in.", code="window_closed", retryable=True
    )
