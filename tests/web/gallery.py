"""The gallery as a test sees it: a page that remembers everything that a browser complains about."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from dailies.cli.bearer import PersonTokens
from tests.stage.client import WALLET

_BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
PATIENCE_MS = 30_000
_FAILED_LOAD = "Failed to load resource"
_REPORT_POLICY = """
addEventListener("securitypolicyviolation", (event) => {
  reportPolicy(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample} (${event.sourceFile})`);
});
"""


_SIGNED_IN = """
if (location.origin === {url} && !sessionStorage.getItem("dailies.tokens")) {{
  sessionStorage.setItem("dailies.tokens", {tokens});
}}
"""


class Gallery:
    """One visitor with a fresh browser profile; `complaints` must be empty at the end."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        self.faults_expected = False
        """Set by a test that breaks requests itself: the browser then logs each that failed."""
        context.set_default_timeout(PATIENCE_MS)
        context.expose_function("reportPolicy", lambda text: self.complaints.append(f"policy: {text}"))
        context.add_init_script(_REPORT_POLICY)
        context.on("page", self._watch)
        self.page = context.new_page()

    def open(self, path: str) -> Page:
        """Show a page of the gallery, such as `/new`; gives the browser's page once the shell is there."""
        self.page.goto(f"{self.url}/#{path}")
        self.page.get_by_role("main").wait_for()
        return self.page

    def reload(self) -> Page:
        """Load the page again, as a person does who closed the tab by mistake."""
        self.page.reload()
        self.page.get_by_role("main").wait_for()
        return self.page

    def assert_content(self) -> None:
        """Fail when the browser complained: about a script, the policy or the console."""
        said = [entry for entry in self.complaints if not self._is_expected(entry)]
        assert not said, "the browser complained:\n" + "\n".join(said)

    def _is_expected(self, entry: str) -> bool:
        return self.faults_expected and _FAILED_LOAD in entry

    def _watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", self._note_error)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def _note_error(self, error: Error) -> None:
        self.complaints.append(f"script: {error}")


@contextmanager
def launched() -> Iterator[Browser]:
    """Run a real Chromium."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert program, "no Chromium: apt-get install chromium-headless-shell"
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, url: str, *, signed_in: bool = True, **context: Any) -> Iterator[Gallery]:
    """Visit the gallery with a fresh profile; nothing it does may make the browser complain."""
    options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", "reduced_motion": "reduce"}
    profile = browser.new_context(**{**options, **context})
    try:
        if signed_in:
            profile.add_init_script(_SIGNED_IN.format(url=json.dumps(url), tokens=json.dumps(_tokens(url))))
        gallery = Gallery(profile, url)
        yield gallery
        gallery.assert_content()
    finally:
        profile.close()


def _tokens(url: str) -> str:
    """Give what the gallery keeps of a sign-in: made once for all visitors, as a sign-in takes a second."""
    PersonTokens(url, WALLET).token()
    held = WALLET.get(url)
    assert held is not None
    return json.dumps({"access_token": held.access_token, "refresh_token": held.refresh_token})
