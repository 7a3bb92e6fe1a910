"""What is kept of a failure: a picture, the page and a trace, without what names or opens the account."""

import asyncio
import tempfile
import zipfile
from collections.abc import Awaitable, Sequence
from pathlib import Path

from playwright.async_api import Error as PageError
from playwright.async_api import Page

from containers.automation.sites.flow.redaction import redact_html, redact_json_lines

_PART_SECONDS = 5
_TRACE_LIMIT = 8 * 1024 * 1024
_HTML_LIMIT = 4 * 1024 * 1024
_LOOKS_PER_CHUNK = 50
_PRIVATE_FIELDS = "input[type=password], input[type=email]"

_PAGE_COPY = """(account) => {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelectorAll(`script, noscript, ${account}`).forEach((one) => one.remove());
  return '<!doctype html>' + copy.outerHTML;
}"""


class Recorder:
    """Traces the running step of one page and keeps it only when the step fails."""

    def __init__(
        self, page: Page, folder: Path | None, *, pack: str, private: Sequence[str], secrets: frozenset[str]
    ) -> None:
        """Take the page, the pack's name for the reader, selectors of what shows the account, and its secrets."""
        self._context = page.context
        self._page = page
        self._pack = pack
        self._account = ", ".join(private)
        self._folder = folder
        self._secrets = secrets
        self._tracing = False
        self._step = ""
        self._looks = 0

    async def begin(self, step: str) -> None:
        """Forget the step before and trace this one, so that a trace never grows past one step."""
        if self._folder is None:
            return
        if self._tracing:
            await self._context.tracing.stop_chunk()
            await self._context.tracing.start_chunk(title=step)
        else:
            # No frames and no page snapshots: an account's name in them could not be blanked reliably.
            await self._context.tracing.start(title=step, screenshots=False, snapshots=False, sources=False)
        self._tracing = True
        self._step, self._looks = step, 0

    async def renew(self) -> None:
        """Start the trace of a long step over now and then, so that hours of looking stay small."""
        self._looks += 1
        if self._looks >= _LOOKS_PER_CHUNK:
            await self.begin(self._step)

    async def keep(self, act: str) -> None:
        """Save screenshot.png, page.html and trace.zip of that act; a part that cannot be had is left out."""
        if self._folder is None:
            return
        await _attempt(asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True))
        secrets = self._secrets | await self._session_secrets()
        for part in (self._save_screenshot(self._folder), self._save_page(self._folder, act, secrets)):
            await _attempt(part)
        if self._tracing:
            await _attempt(self._save_trace(self._folder, secrets))
            self._tracing = False

    async def end(self) -> None:
        """Drop what is traced, before the page is closed.

        Playwright's driver keeps the trace of a closed page for ever, and adds every later act of all pages to it.
        """
        if self._tracing:
            await _attempt(self._context.tracing.stop())
            self._tracing = False

    async def _session_secrets(self) -> frozenset[str]:
        try:
            async with asyncio.timeout(_PART_SECONDS):
                state = await self._context.storage_state()
        except (PageError, TimeoutError):
            return frozenset()
        cookies = {str(cookie["value"]) for cookie in state.get("cookies", [])}
        stored = {str(e["value"]) for o in state.get("origins", []) for e in o.get("localStorage", [])}
        return frozenset(cookies | stored)

    async def _save_screenshot(self, folder: Path) -> None:
        masks = [self._page.locator(self._account), self._page.locator(_PRIVATE_FIELDS)]
        masks += [self._page.get_by_text(secret) for secret in self._secrets if "@" in secret]
        await self._page.screenshot(
            path=folder / "screenshot.png", mask=masks, animations="disabled", timeout=_PART_SECONDS * 1000
        )

    async def _save_page(self, folder: Path, act: str, secrets: frozenset[str]) -> None:
        html = str(await self._page.evaluate(_PAGE_COPY, self._account))[:_HTML_LIMIT]
        text = redact_html(f"<!-- pack {self._pack}; failed at: {act} -->\n{html}", secrets)
        await asyncio.to_thread((folder / "page.html").write_text, text, "utf-8")

    async def _save_trace(self, folder: Path, secrets: frozenset[str]) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            raw = Path(scratch) / "raw.zip"
            await self._context.tracing.stop_chunk(path=raw)
            await self._context.tracing.stop()
            await asyncio.to_thread(redact_trace, raw, folder / "trace.zip", secrets)


async def _attempt(part: Awaitable[None]) -> None:
    """Try for one part: evidence that fails must not hide the failure that it is about."""
    try:
        await asyncio.wait_for(part, _PART_SECONDS * 2)
    except (PageError, TimeoutError, OSError, zipfile.BadZipFile):
        return


def redact_trace(raw: Path, clean: Path, secrets: frozenset[str]) -> None:
    """Write a trace that holds the actions and the network's outline, and no bodies, headers or sources."""
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not entry.filename.endswith((".trace", ".network")) or "/" in entry.filename:
                continue
            with source.open(entry) as file:
                text = file.read(_TRACE_LIMIT).decode("utf-8", errors="replace")
            target.writestr(entry.filename, redact_json_lines(text, secrets))
