"""A finished tile's menu, and the file that it gives."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Download, Locator
from playwright.async_api import Error as PageError

from containers.automation.sites.flow.clip_file import clip_fault
from containers.automation.sites.flow.screen import Screen
from dailies.domain.errors import SiteChanged, SiteFailure


class DownloadMenu(Screen):
    """More options → Download → 720p Original size."""

    async def fetch(self, tile: Locator, path: Path, subject: str) -> None:
        """Save a checked clip at `path`; try again while the site answers with anything but a whole MP4."""
        fault = "no try was made"
        for attempt in range(self.pace.download_tries):
            if attempt:
                await asyncio.sleep(self.pace.scaled(self.pace.download_wait_seconds, floor=0.2))
            if (failed := await self._try(tile, path)) is None:
                return
            fault = failed
        raise SiteFailure(
            f"the finished video could not be downloaded: {fault}",
            code="download_failed",
            subject=subject,
            charged=True,
            retryable=True,
            advice="The video is paid for and stays in the project; only the download is tried again.",
        )

    async def _try(self, tile: Locator, path: Path) -> str | None:
        part = path.with_name(path.name + ".part")
        try:
            download = await self._start(tile)
            fault = await download.failure() or self._foreign(download.url)
            if fault is None:
                await download.save_as(part)
                fault = await asyncio.to_thread(clip_fault, part)
            if fault is None:
                await asyncio.to_thread(part.replace, path)
            return fault
        except PageError as error:
            if self.page.is_closed():
                raise
            return error.message.splitlines()[0]
        finally:
            part.unlink(missing_ok=True)
            if not self.page.is_closed():
                await self._close()

    async def _start(self, tile: Locator) -> Download:
        at = self.pack.download
        await tile.scroll_into_view_if_needed(timeout=self.pace.page_ms)
        await tile.hover(timeout=self.pace.page_ms)
        await (await self.find(at.more, "More options button", within=tile)).click()
        await (await self.find(at.download, "Download menu entry")).click()
        entry = await self.find(at.original, "720p menu entry")
        async with self.page.expect_download(timeout=self.pace.download_seconds * 1000) as info:
            await entry.click()
        return await info.value

    def _foreign(self, url: str) -> str | None:
        host = urlsplit(url.removeprefix("blob:")).hostname
        own = urlsplit(self.page.url).hostname
        return None if host in {own, *self.pack.download.media_hosts} else f"the file comes from {host}"

    async def _close(self) -> None:
        for _ in range(3):
            if await self.seen(self.pack.download.original) is None and (
                await self.seen(self.pack.download.download) is None
            ):
                return
            await self.page.keyboard.press("Escape")
            await asyncio.sleep(0.1)
        raise SiteChanged("the download menu does not close", subject="download menu", charged=True)
