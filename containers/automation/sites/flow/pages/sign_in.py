"""The page for strangers and the site's own sign-in form."""

from enum import StrEnum
from urllib.parse import urlsplit

from playwright.async_api import Locator

from containers.automation.sites.flow.arrival import at_gallery, unknown_page
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.pack import Pack
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.site import Site, session_expired
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteBlocked, SiteFailure


class _Answer(StrEnum):
    REFUSED = "refused"
    CHALLENGE = "challenge"


class SignIn(Screen):
    """Signs in once, by the form; whatever asks for a person is left to a person."""

    async def sign_in(self, credentials: Credentials, site: Site) -> tuple[Pack, ...]:
        """Fill the form in and wait for the list of projects; give the packs that fit it."""
        at = self.pack.sign_in
        await (await self.find(at.enter, "way to sign in")).click()
        await (await self.find(at.email, "e-mail field")).fill(credentials.email)
        form = urlsplit(self.page.url).netloc
        await (await self._password_field()).fill(credentials.password.get_secret_value())
        await (await self.find(at.next_step, "sign-in button")).click()

        async def answered() -> tuple[Pack, ...] | _Answer | None:
            return await self._answer() or await at_gallery(self.page, site, self.pace) or None

        answer: tuple[Pack, ...] | _Answer | None = await wait_until(
            answered, every=0.1, within=self.pace.page_seconds
        )
        if answer is _Answer.REFUSED:
            raise session_expired("the site refused the account's e-mail or password")
        if not isinstance(answer, tuple):
            raise await self._stranded(answer, form, site)
        return answer

    async def _stranded(self, answer: _Answer | None, form: str, site: Site) -> SiteFailure:
        """Say why the list of projects did not come: a person is asked for, or the site is another than it was."""
        asks = answer is _Answer.CHALLENGE or await self.seen(
            (*self.pack.sign_in.email, *self.pack.sign_in.password)
        )
        now = urlsplit(self.page.url).netloc
        if asks or (now == form and not site.is_here(self.page.url)):
            return _challenge()
        site.check_host(self.page.url)
        return unknown_page(site.packs, "front page")

    async def _password_field(self) -> Locator:
        at = self.pack.sign_in
        if (field := await self.seen(at.password)) is None:
            await (await self.find(at.next_step, "sign-in button")).click()

            async def asked() -> Locator | _Answer | None:
                return await self.seen(at.password) or await self._answer()

            seen = await wait_until(asked, every=0.1, within=self.pace.page_seconds)
            field = seen if isinstance(seen, Locator) else None
        if field is None:
            raise _challenge()
        return field

    async def _answer(self) -> _Answer | None:
        if await self.seen(self.pack.sign_in.challenge):
            return _Answer.CHALLENGE
        return _Answer.REFUSED if await self.seen(self.pack.sign_in.refused) else None


def _challenge() -> SiteBlocked:
    return SiteBlocked(
        "the site asks for more than e-mail and password",
        code="sign_in_challenge",
        advice="Sign in by hand once; the saved session is used from then on.",
    )
