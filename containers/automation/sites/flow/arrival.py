"""Opening the site and seeing which of its generations an account is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Page

from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.site import Site, is_signed_out
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteChanged, SiteFailure


@dataclass(frozen=True)
class Arrival:
    """Where the browser came out."""

    pack: Pack
    """The generation that the page is of."""
    signed_in: bool


async def arrive(page: Page, site: Site, pace: Pace) -> Arrival:
    """Go to the site's front page and recognise its generation; SiteChanged when no pack knows it."""
    screens = [Screen(page, pack, pace) for pack in site.packs]
    for entrance in site.entrances():
        try:
            await screens[0].go(entrance)
        except SiteFailure as failed:
            if failed.failure.code == "page_missing":
                continue
            raise
        site.check_host(page.url)
        arrival = await wait_until(lambda: _recognise(screens), every=0.05, within=pace.page_seconds)
        if arrival is not None:
            return arrival
    names = ", ".join(pack.label for pack in site.packs)
    raise SiteChanged(
        f"no selector pack knows the site's front page: {names}",
        subject="front page",
        advice="See the screenshot; the site may have changed and need a newer selector pack.",
    )


async def _recognise(screens: Sequence[Screen]) -> Arrival | None:
    for screen in screens:
        if is_signed_out(screen.page.url, screen.pack):
            return Arrival(screen.pack, signed_in=False)
    for screen in screens:
        if await screen.seen(screen.pack.recognise):
            return Arrival(screen.pack, signed_in=True)
    return None


def generation_changed(before: Pack, now: Pack) -> SiteChanged:
    """Make the error for an account that the site shows another generation than it did."""
    return SiteChanged(
        f"the site shows this account generation {now.generation} ({now.label}) "
        f"where it was {before.generation} ({before.label})",
        code="generation_changed",
        subject=now.name,
        retryable=True,
        advice="Nothing was sent; it goes on once a check of the account has passed.",
    )
