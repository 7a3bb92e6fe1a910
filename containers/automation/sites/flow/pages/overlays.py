"""What lies above the page: refused, closed, or left to a person."""

from contextlib import suppress

from playwright.async_api import Locator
from playwright.async_api import TimeoutError as PageTimeout

from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.screen import Screen
from dailies.domain.errors import SiteBlocked, SiteChanged

_CLOSE_TRIES = 5
_CLOSE_MS = 3000
_TEXT = """(notice) => {
  const copy = notice.cloneNode(true);
  copy.querySelectorAll('button').forEach((button) => button.remove());
  return copy.textContent;
}"""


class Overlays(Screen):
    """The cookie bar, the news, the rights dialog and passing notices."""

    async def stand_guard(self) -> None:
        """Reject the cookie bar and close the news whenever they cover what is to be clicked."""
        for cookie_bar in self.pack.overlays.reject_cookies:
            await self.page.add_locator_handler(self.locate(cookie_bar), self._click)
        for news in self.pack.overlays.news:
            if news.names:
                await self.page.add_locator_handler(self.locate(news), self._close)

    async def clear(self) -> None:
        """Close what a new page shows first; only before anything else was opened on it."""
        for _ in range(_CLOSE_TRIES):
            await self.refuse_rights()
            if (news := await self.seen(self.pack.overlays.news)) is None:
                return
            await self._close(news)
        raise SiteChanged("the page's news cannot be closed", subject="news")

    async def refuse_rights(self) -> None:
        """Raise when the site asks for a statement about rights: it is the account owner's to make."""
        if await self.seen(self.pack.overlays.rights):
            raise SiteBlocked(
                "the site asks the account's owner to confirm the rights to the image",
                code="rights_dialog",
                retryable=True,
                advice="Open the site by hand, upload one image, read the dialog and decide.",
            )

    async def refuse_notices(self) -> None:
        """Raise what a passing notice outside the tiles says, where it is a known and free refusal."""
        shown = await self.seen(self.pack.overlays.notice)
        if shown is None:
            return
        try:
            text = " ".join(str(await shown.evaluate(_TEXT, timeout=1000)).split())
        except PageTimeout:
            return
        verdict = classify(text, self.pack.messages)
        if verdict.charged is False:
            raise verdict.error(text)

    async def _click(self, button: Locator) -> None:
        await button.first.click()

    async def _close(self, dialog: Locator) -> None:
        """Try once; the guard or the page itself may be quicker, so whoever needs it closed looks again."""
        with suppress(PageTimeout):
            if closing := await self.seen(self.pack.overlays.close_news, within=dialog.first):
                await closing.click(timeout=_CLOSE_MS)
            await dialog.first.wait_for(state="hidden", timeout=_CLOSE_MS)
