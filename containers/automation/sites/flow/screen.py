"""What all page objects share: finding the pack's elements on a page, in order of trust."""

import re
from contextlib import suppress
from functools import reduce

from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as PageTimeout

from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.target import Candidate, SpareTarget, Target
from dailies.domain.errors import SiteBusy, SiteChanged, SiteFailure

_MOST_ESCAPES = 5
_ESCAPE_MS = 1000


def name_pattern(candidate: Candidate, ligatures: tuple[str, ...]) -> re.Pattern[str]:
    """Match a label in any language, with or without the icon words that browsers count into a name."""
    labels = "|".join(re.escape(name) for name in candidate.names)
    if not candidate.whole:
        return re.compile(f"(?:{labels})", re.IGNORECASE)
    icons = rf"(?:(?:{'|'.join(ligatures)})\s*)?"
    return re.compile(rf"^\s*{icons}(?:{labels})\s*{icons}$")


class Screen:
    """One page with the pack that describes it and the pace to wait at."""

    def __init__(self, page: Page, pack: Pack, pace: Pace) -> None:
        self.page = page
        self.pack = pack
        self.pace = pace

    async def go(self, url: str) -> None:
        """Open an address; raise when the site has no such page, or fails to give it."""
        answer = await self.page.goto(url, wait_until="domcontentloaded")
        if answer is not None and answer.status == 404:
            raise SiteFailure("the site has no such page", code="page_missing", retryable=False)
        if answer is not None and answer.status >= 500:
            raise SiteBusy(f"the site answered {answer.status}", code="site_unavailable")

    def locate(self, candidate: Candidate, within: Locator | None = None) -> Locator:
        """Turn one candidate into a locator of what is visible."""
        root: Page | Locator = within or self.page
        name = name_pattern(candidate, self.pack.ligatures) if candidate.names else None
        if candidate.role is None:
            found = root.locator(candidate.css) if candidate.css else root.get_by_text(name or "")
            found = found.filter(has_text=name) if candidate.css and name else found
        else:
            by_role = root.get_by_role(candidate.role)
            found = root.get_by_role(candidate.role, name=name) if name else by_role
            found = found.and_(self.page.locator(candidate.css)) if candidate.css else found
        if candidate.icon:
            icon = self.page.locator(
                self.pack.icon_selector, has_text=re.compile(rf"^\s*{candidate.icon}\s*$")
            )
            found = found.filter(has=icon)
        return found.filter(visible=True)

    async def seen(self, target: SpareTarget, within: Locator | None = None) -> Locator | None:
        """Look once: the first candidate that is visible now, or None."""
        for candidate in target:
            found = self.locate(candidate, within)
            if await found.count():
                return found.first
        return None

    async def all_seen(self, target: Target) -> Locator:
        """Give every visible element of the first candidate that has any."""
        for candidate in target[:-1]:
            if await (found := self.locate(candidate)).count():
                return found
        return self.locate(target[-1])

    async def find(
        self, target: Target, what: str, *, within: Locator | None = None, seconds: float | None = None
    ) -> Locator:
        """Wait until any candidate is visible and take the most trusted; SiteChanged names what is missing."""
        anything = reduce(Locator.or_, [self.locate(candidate, within) for candidate in target])
        budget = self.pace.page_ms if seconds is None else seconds * 1000
        try:
            await anything.first.wait_for(state="visible", timeout=budget)
        except PageTimeout:
            raise SiteChanged(
                f"the page shows no {what} where pack {self.pack.label} looks for it",
                subject=what,
                advice="See the screenshot; the site may have changed and need a newer selector pack.",
            ) from None
        return await self.seen(target, within) or anything.first

    async def dismiss(self, *targets: SpareTarget) -> bool:
        """Press Escape until none of them is visible; False when they stay. A press closes the top overlay only."""
        for _ in range(_MOST_ESCAPES):
            shown = [found for target in targets if (found := await self.seen(target))]
            if not shown:
                return True
            await self.page.keyboard.press("Escape")
            with suppress(PageTimeout):
                await shown[-1].wait_for(state="hidden", timeout=_ESCAPE_MS)
        return False
