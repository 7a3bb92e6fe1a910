"""The settings pane: every axis is set each time and read back, as the site keeps old values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Locator

from containers.automation.sites.flow.order import Order
from containers.automation.sites.flow.pack import Pack, Target
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.waiting import wait_until
from dailies.domain.errors import SiteChanged, SiteFailure

_PLAIN_TEXT = """(all, icons) => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll(icons).forEach((icon) => icon.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim();
})"""


@dataclass(frozen=True)
class Axis:
    """One choice of the pane."""

    name: str
    target: Target
    spare_row: tuple[Target, ...] = ()
    """All choices of a row that some accounts lack and whose wanted value they get anyway."""


def axes_of(order: Order, pack: Pack) -> tuple[Axis, ...]:
    """List the choices after the model, which decides what the others offer."""
    at = pack.settings
    use = at.ingredients if order.image_use == "ingredients" else at.frames
    seconds = order.duration_seconds
    lengths = tuple(at.durations.values()) if seconds == pack.default_duration else ()
    return (
        Axis(order.image_use, use),
        Axis(order.aspect, at.portrait if order.aspect == "portrait" else at.landscape),
        Axis("720p", at.resolution, spare_row=(at.resolution, at.low_resolution)),
        Axis(f"{seconds} s", at.durations[str(seconds)], spare_row=lengths),
        Axis(f"{order.outputs} outputs", at.counts[str(order.outputs)]),
    )


def settings_reverted(what: str) -> SiteFailure:
    """Make the error for a setting that did not stay; nothing was sent."""
    return SiteFailure(
        f"the site did not keep a setting: {what}",
        code="settings_reverted",
        subject=what,
        advice="Nothing was sent or charged; it can be tried again.",
    )


def read_quote(text: str, pack: Pack) -> int:
    """Find what the site says that the next click costs, in credits."""
    found = re.search(pack.settings.quote, text)
    if found is None:
        raise SiteChanged("the settings do not say what a generation costs", subject="credits line")
    return int(found.group(1))


class Settings(Screen):
    """The pane behind the settings button."""

    async def apply(self, order: Order) -> None:
        """Set every axis, the model first."""
        pane = await self.open()
        await self._check(Axis("video", self.pack.settings.video), pane)
        await self._choose_model(order.model, pane)
        for axis in axes_of(order, self.pack):
            await self._check(axis, pane)
        await self.close()

    async def confirm(self, order: Order) -> int:
        """Read all of it back from a freshly opened pane and give the quoted credits."""
        pane = await self.open()
        differing = [] if await self._model(pane) == order.model else [order.model]
        axes = (Axis("video", self.pack.settings.video), *axes_of(order, self.pack))
        differing += [axis.name for axis in axes if not await self._stands(axis, pane)]
        quote_text = await pane.inner_text()
        await self.close()
        if differing:
            raise settings_reverted(", ".join(differing))
        return read_quote(quote_text, self.pack)

    async def open(self) -> Locator:
        """Open the pane unless it is; its button closes it on a second click."""
        if (pane := await self.seen(self.pack.settings.pane)) is None:
            await (await self.find(self.pack.composer.settings, "settings button")).click()
            pane = await self.find(self.pack.settings.pane, "settings pane")
        return pane

    async def close(self) -> None:
        """Press Escape until no pane is left: an open model menu takes the first one."""
        if not await self.dismiss(self.pack.settings.pane):
            raise SiteChanged("the settings pane does not close", subject="settings pane")

    async def _check(self, axis: Axis, pane: Locator) -> None:
        if await self._stands(axis, pane):
            return
        await (await self.find(axis.target, f"choice {axis.name}", within=pane)).click()

        async def checked() -> bool | None:
            return await self._stands(axis, pane) or None

        if await wait_until(checked, every=0.05, within=self.pace.scaled(3, floor=1)) is None:
            raise settings_reverted(axis.name)

    async def _stands(self, axis: Axis, pane: Locator) -> bool:
        radio = await self.seen(axis.target, pane)
        if radio is not None:
            return await radio.get_attribute("aria-checked") == "true"
        others = [await self.seen(choice, pane) for choice in axis.spare_row]
        return bool(others) and not any(others)

    async def _choose_model(self, model: str, pane: Locator) -> None:
        if await self._model(pane) == model:
            return
        await (await self.find(self.pack.settings.model, "model button", within=pane)).click()
        await self.find(self.pack.settings.model_items, "model list")
        items = self.locate(self.pack.settings.model_items[0])
        names = await items.evaluate_all(_PLAIN_TEXT, self.pack.icon_selector)
        await items.nth(only_position(names, model)).click()
        # Some lists close by the choice, some stay; the Escape for a list may close the pane under it.
        await self.dismiss(self.pack.settings.model_items)
        await self.open()

        async def chosen() -> bool | None:
            return True if await self._model(pane) == model else None

        if await wait_until(chosen, every=0.05, within=self.pace.scaled(3, floor=1)) is None:
            raise settings_reverted(model)

    async def _model(self, pane: Locator) -> str:
        button = await self.find(self.pack.settings.model, "model button", within=pane)
        texts: list[str] = await button.evaluate_all(_PLAIN_TEXT, self.pack.icon_selector)
        return texts[0] if len(texts) == 1 else ""


def only_position(names: Sequence[str], wanted: str) -> int:
    """Find the one entry with exactly that name; none or two is refused, since models differ in price."""
    places = [place for place, name in enumerate(names) if name == wanted]
    if len(places) != 1:
        offered = ", ".join(names)
        raise SiteFailure(
            f"the account offers {len(places)} models named {wanted!r}: {offered}",
            code="model_unavailable",
            subject=wanted,
            retryable=False,
            advice="Choose one of the models that the account offers.",
        )
    return places[0]
