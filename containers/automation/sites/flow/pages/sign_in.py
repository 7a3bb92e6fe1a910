"""The page for strangers and the site's own sign-in form."""

from enum import StrEnum

from playwright.async_api import Locator

from containers.automation.sites.flow.location import is_signed_out, session_expired
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteBlocked


class _Answer(StrEnum):
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    CHALLENGE = "challenge"


class SignIn(Screen):
    """Signs in once, by the form; whatever asks for a person is left to a person."""

    async def sign_in(self, credentials: Credentials) -> None:
        """Fill the form in and wait for the gallery."""
        at = self.pack.sign_in
        await (await self.find(at.enter, "way to sign in")).click()
        await (await self.find(at.email, "e-mail field")).fill(credentials.email)
        await (await self._password_field()).fill(credentials.password.get_secret_value())
        await (await self.find(at.next_step, "sign-in button")).click()
        answer = await wait_until(self._answer, every=0.1, within=self.pace.page_seconds)
        if answer is _Answer.REFUSED:
            raise session_expired("the site refused the account's e-mail or password")
        if answer is not _Answer.SIGNED_IN:
            raise _challenge()

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
        if await self.seen(self.pack.sign_in.refused):
            return _Answer.REFUSED
        at_home = await self.seen(self.pack.gallery.new_project)
        return _Answer.SIGNED_IN if at_home and not is_signed_out(self.page.url, self.pack) else None


def _challenge() -> SiteBlocked:
    return SiteBlocked(
        "the site asks for more than e-mail and password",
        code="sign_in_challenge",
        advice="Sign in by hand once; the saved session is used from then on.",
    )
