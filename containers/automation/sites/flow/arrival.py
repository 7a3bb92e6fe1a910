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

    packs: tuple[Pack, ...]
    """The generations that the page can be of: their lists of projects may look the same."""
    signed_in: bool


async def arrive(page: Page, site: Site, pace: Pace) -> Arrival:
    """Go to the site's front page and say what it shows; SiteChanged when no pack knows it."""
    for entrance in site.entrances():
        try:
            await Screen(page, site.packs[0], pace).go(entrance)
        except SiteFailure as failed:
            if failed.failure.code == "page_missing":
                continue
            raise
        site.check_host(page.url)
        if arrival := await wait_until(lambda: _look(page, site, pace), every=0.05, within=pace.page_seconds):
            return arrival
    raise unknown_page(site.packs, "front page")


async def _look(page: Page, site: Site, pace: Pace) -> Arrival | None:
    strangers = tuple(pack for pack in site.packs if is_signed_out(page.url, pack))
    if strangers:
        return Arrival(strangers, signed_in=False)
    packs = await at_gallery(page, site, pace)
    return Arrival(packs, signed_in=True) if packs else None


async def at_gallery(page: Page, site: Site, pace: Pace) -> tuple[Pack, ...]:
    """Look once for the list of projects; the packs that fit it, none while it is not shown."""
    screens = [Screen(page, pack, pace) for pack in site.packs]
    # Twice: a list that shows in the middle of the first look fits only the packs that came after it.
    if not await _fitting(screens):
        return ()
    return await _fitting(screens)


async def _fitting(screens: Sequence[Screen]) -> tuple[Pack, ...]:
    return tuple([one.pack for one in screens if await one.seen(one.pack.gallery.new_project)])


async def recognise(page: Page, site: Site, pace: Pace) -> Pack:
    """Wait until a project's page shows its generation; SiteChanged when no pack knows it."""
    screens = [Screen(page, pack, pace) for pack in site.packs]

    async def known() -> Pack | None:
        site.check_location(page.url)
        for screen in screens:
            if await screen.seen(screen.pack.recognise):
                return screen.pack
        return None

    pack = await wait_until(known, every=0.05, within=pace.page_seconds)
    if pack is None:
        raise unknown_page(site.packs, "page of a project")
    return pack


def unknown_page(packs: Sequence[Pack], what: str) -> SiteChanged:
    """Make the error for a page that no pack describes."""
    return SiteChanged(
        f"no selector pack knows the site's {what}: {', '.join(pack.label for pack in packs)}",
        subject=what,
        advice="See the screenshot; the site may have changed and need a newer selector pack.",
    )


def generation_changed(before: Pack, now: Sequence[Pack]) -> SiteChanged:
    """Make the error for an account that the site shows another generation than it did, or one of several."""
    shown = " or ".join(f"{pack.generation} ({pack.label})" for pack in now)
    return SiteChanged(
        f"the site shows this account generation {shown} where it was {before.generation} ({before.label})",
        code="generation_changed",
        subject=now[0].name,
        retryable=True,
        advice="Nothing was sent; it goes on once a check of the account has passed.",
    )
