"""A finished tile's menu, and the file that it gives."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Download, Locator
from playwright.async_api import Error as PageError

from containers.automation.sites.flow.clip_file import clip_fault
from containers.automation.sites.flow.screen import Screen
from dailies.domain.errors import SiteFailure


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
            return await self._save(await self._start(tile), path, part)
        except (PageError, TimeoutError) as error:
            if self.page.is_closed():
                raise
            return str(error).splitlines()[0] if str(error) else "the file did not arrive in time"
        finally:
            part.unlink(missing_ok=True)

    async def _save(self, download: Download, path: Path, part: Path) -> str | None:
        try:
            async with asyncio.timeout(self.pace.download_seconds):
                fault = await download.failure() or self._foreign(download.url)
                if fault is None:
                    await download.save_as(part)
                    fault = await asyncio.to_thread(clip_fault, part)
                if fault is None:
                    await asyncio.to_thread(part.replace, path)
                return fault
        finally:
            await download.delete()

    async def _start(self, tile: Locator) -> Download:
        at = self.pack.download
        await self.dismiss(at.original, at.download)
        await tile.scroll_into_view_if_needed(timeout=self.pace.page_ms)
        await tile.hover(timeout=self.pace.page_ms)
        await (await self.find(at.more, "More options button", within=tile)).click()
        await (await self.find(at.download, "Download menu entry")).click()
        entry = await self.find(at.original, "720p menu entry")
        async with self.page.expect_download(timeout=self.pace.download_start_seconds * 1000) as info:
            await entry.click()
        return await info.value

    def _foreign(self, url: str) -> str | None:
        host = urlsplit(url.removeprefix("blob:")).hostname
        own = urlsplit(self.page.url).hostname
        return None if host in {own, *self.pack.download.media_hosts} else f"the file comes from {host}"
