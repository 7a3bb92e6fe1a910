"""A finished tile's menu, and the file that it gives."""

import asyncio
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Download, Locator
from playwright.async_api import Error as PageError

from containers.automation.sites.flow.clip_file import clip_fault
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.target import Target
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteFailure
from dailies.domain.options import TakeResolution

_DROP_SECONDS = 5


class DownloadMenu(Screen):
    """The way from a tile to the list of its renditions."""

    async def fetch(self, tile: Locator, path: Path, wanted: TakeResolution, subject: str) -> bool:
        """Save a checked clip at `path`; False where only a smaller rendition is offered.

        It is tried again while the site answers with anything but a whole MP4.
        """
        fault = "no try was made"
        for attempt in range(self.pace.download_tries):
            if attempt:
                await asyncio.sleep(self.pace.scaled(self.pace.download_wait_seconds, floor=0.2))
            # What cannot be made larger is still there at 720p.
            asked = wanted if attempt < self.pace.upscale_tries else TakeResolution.HD720
            fault, got = await self._try(tile, path, asked)
            if not fault:
                return got is wanted
        raise SiteFailure(
            f"the finished video could not be downloaded: {fault}",
            code="download_failed",
            subject=subject,
            charged=True,
            retryable=True,
            advice="The video is paid for and stays in the project; only the download is tried again.",
        )

    async def _try(self, tile: Locator, path: Path, wanted: TakeResolution) -> tuple[str, TakeResolution]:
        part = path.with_name(path.name + ".part")
        try:
            got = await self._open_menu(tile, wanted)
            download = await self._start(self.pack.download.renditions[got.value], got)
            return await self._save(download, path, part), got
        except (PageError, TimeoutError) as error:
            if self.page.is_closed():
                raise
            return (str(error).splitlines() or ["the file did not arrive in time"])[0], wanted
        finally:
            part.unlink(missing_ok=True)

    async def _open_menu(self, tile: Locator, wanted: TakeResolution) -> TakeResolution:
        """Show the renditions, and say which of them can be had: the one wanted, or 720p."""
        at = self.pack.download
        await self.dismiss(*at.renditions.values(), *at.path[1:])
        if await self.seen(at.upscaled):
            # The notice of an earlier try would give another take's file.
            await self.page.reload(wait_until="domcontentloaded")
        await tile.scroll_into_view_if_needed(timeout=self.pace.page_ms)
        await tile.hover(timeout=self.pace.page_ms)
        for place, target in enumerate(at.path):
            within = tile if place == 0 else None
            await (await self.find(target, "way to the download menu", within=within)).click()
        await self.find(at.renditions["720p"], "720p menu entry")
        entry = await self.seen(at.renditions[wanted.value]) if wanted.value in at.renditions else None
        return wanted if entry and await entry.is_enabled() else TakeResolution.HD720

    async def _start(self, entry: Target, rendition: TakeResolution) -> Download:
        """Click a rendition and wait for the file; an upscaled one is announced first, or just comes."""
        arrived: asyncio.Queue[Download] = asyncio.Queue()
        self.page.on("download", arrived.put_nowait)
        seconds = self.pace.download_start_seconds
        if rendition is not TakeResolution.HD720:
            seconds = self.pace.scaled(self.pace.upscale_seconds, floor=self.pace.page_seconds)

        async def begun() -> Download | None:
            if arrived.empty() and (button := await self.seen(self.pack.download.upscaled)):
                await button.click()
            return None if arrived.empty() else arrived.get_nowait()

        try:
            await (await self.find(entry, f"{rendition} menu entry")).click()
            download = await wait_until(begun, every=0.1, within=seconds)
        finally:
            self.page.remove_listener("download", arrived.put_nowait)
        if download is None:
            raise TimeoutError("the site did not begin to send the file")
        return download

    async def _save(self, download: Download, path: Path, part: Path) -> str:
        """Save one file; give what is wrong with it, or nothing."""
        try:
            async with asyncio.timeout(self.pace.download_seconds):
                fault = await download.failure() or self._foreign(download.url)
                if not fault:
                    await download.save_as(part)
                    fault = await asyncio.to_thread(clip_fault, part)
                if not fault:
                    await asyncio.to_thread(part.replace, path)
                return fault or ""
        finally:
            await _drop(download)

    def _foreign(self, url: str) -> str | None:
        host = urlsplit(url.removeprefix("blob:")).hostname
        own = urlsplit(self.page.url).hostname
        return None if host in {own, *self.pack.download.media_hosts} else f"the file comes from {host}"


async def _drop(download: Download) -> None:
    """End a download and its file; one that never ends by itself must be cancelled, or it is waited for."""
    with suppress(PageError, TimeoutError):
        async with asyncio.timeout(_DROP_SECONDS):
            await download.cancel()
            await download.delete()
