"""The prompt box: text, attached images, and the one button that costs money."""

from playwright.async_api import Locator

from containers.automation.sites.flow.refusals import agent_only
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.target import Target
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteChanged
from dailies.domain.options import ImageUse
from dailies.domain.verdicts import VERDICTS

_CHIP_NAME = "chip => chip.getAttribute('aria-label') ?? chip.title ?? chip.textContent ?? ''"
_TEXT = "field => field.value ?? field.innerText"


class Composer(Screen):
    """The prompt box in its classic form, without the agent."""

    async def make_classic(self) -> None:
        """Wait for the box and switch the agent off, which the site remembers per account."""
        at = self.pack.composer
        await self.find(at.prompt, "prompt field", within=await self.box())
        chip = await self.seen(at.agent_chip)
        if chip and await chip.get_attribute(at.agent_mark) == "true":
            await chip.click()
        try:
            await self.find(self.pack.settings.trigger, "settings button")
        except SiteChanged:
            if chip is None and at.agent_chip:
                raise agent_only() from None
            raise

    async def box(self) -> Locator:
        """Give the prompt box itself."""
        return await self.find(self.pack.composer.box, "prompt box")

    async def write(self, prompt: str) -> None:
        """Replace the text; inserted at once, since typed newlines would submit it."""
        field = await self._field()
        await field.click()
        await self.page.keyboard.press("ControlOrMeta+A")
        await self.page.keyboard.press("Delete")
        await self.page.keyboard.insert_text(prompt)

    async def text(self) -> str:
        """Read the prompt back, with white space as single spaces: an editor makes paragraphs of lines."""
        return " ".join(str(await (await self._field()).evaluate(_TEXT)).split())

    def slot(self, use: ImageUse, number: int) -> Target:
        """Say what opens the way to image `number`, from 0."""
        at = self.pack.composer
        if use is ImageUse.REFERENCES:
            return at.add
        return at.first_frame if number == 0 else at.last_frame

    async def chips(self) -> list[str]:
        """Read the names of the attached images, in their order."""
        box = await self.box()
        for candidate in self.pack.composer.chip:
            if names := await self.locate(candidate, box).evaluate_all(f"all => all.map({_CHIP_NAME})"):
                return [str(name) for name in names]
        return []

    async def armed_button(self) -> Locator:
        """Wait until the paid button can be clicked; raise when the site says that credits are short."""
        at = self.pack.composer

        async def ready() -> Locator | None:
            if await self.seen(at.no_credits):
                raise VERDICTS["credits"].error("the account has too few credits for this model")
            button = await self.seen(at.submit)
            return button if button and await button.is_enabled() else None

        button = await wait_until(ready, every=0.05, within=self.pace.page_seconds)
        if button is None:
            raise SiteChanged("the paid button stays disabled", subject="paid button")
        return button

    async def _field(self) -> Locator:
        return await self.find(self.pack.composer.prompt, "prompt field", within=await self.box())
