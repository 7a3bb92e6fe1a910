"""An axis whose value stands on a button that opens a list of all."""

import re
from collections.abc import Sequence

from playwright.async_api import Locator

from containers.automation.sites.flow.axes import Dropdown
from containers.automation.sites.flow.refusals import setting_unavailable
from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.target import all_names

_PLAIN_TEXT = """(all, icons) => all.map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll(icons).forEach((icon) => icon.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim();
})"""


def plain_name(text: str, axis: Dropdown) -> str:
    """Take the axis's own label off a button's text, and badges off a name."""
    label = max((one for one in all_names(axis.label) if text.startswith(one)), key=len, default="")
    text = text.removeprefix(label)
    return (re.sub(axis.noise, "", text) if axis.noise else text).strip()


def only_position(names: Sequence[str], wanted: Sequence[str], axis: str) -> int:
    """Find the one entry with exactly that name; none or two is refused, since models differ in price."""
    places = [place for place, name in enumerate(names) if name in wanted]
    if len(places) != 1:
        raise setting_unavailable(axis, wanted[0], names)
    return places[0]


class Dropdowns(Screen):
    """Comboboxes and menu buttons."""

    async def stands(self, axis: Dropdown, value: str, root: Locator) -> bool:
        """Tell whether the button shows exactly that value."""
        button = await self.find(axis.button, f"{axis.axis} button", within=root)
        shown = await self._names(button, axis)
        return len(shown) == 1 and shown[0] in axis.texts(value)

    async def choose(self, axis: Dropdown, value: str, root: Locator) -> None:
        """Open the list and take the one entry of that name; the list is gone afterwards."""
        await (await self.find(axis.button, f"{axis.axis} button", within=root)).click()
        await self.find(axis.items, f"{axis.axis} list")
        items = await self.all_seen(axis.items)
        names = await self._names(items, axis)
        await items.nth(only_position(names, axis.texts(value), axis.axis)).click()
        # Some lists close by the choice, some stay; the Escape for a list may close the pane under it.
        await self.dismiss(axis.items)

    async def _names(self, elements: Locator, axis: Dropdown) -> list[str]:
        texts: list[str] = await elements.evaluate_all(_PLAIN_TEXT, self.pack.icon_selector)
        return [plain_name(text, axis) for text in texts]
