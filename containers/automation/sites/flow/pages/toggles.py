"""An axis whose values lie side by side, one of them marked."""

from playwright.async_api import Locator

from containers.automation.sites.flow.axes import Toggle
from containers.automation.sites.flow.refusals import setting_unavailable
from containers.automation.sites.flow.screen import Screen


class Toggles(Screen):
    """Radios, tabs, or whatever else marks the chosen one with an attribute."""

    async def stands(self, axis: Toggle, value: str, root: Locator) -> bool:
        """Tell whether that value is the marked one, or what accounts get that are not shown the row."""
        marked = await self.seen(axis.values[value], root)
        if marked is not None:
            return await marked.get_attribute(axis.mark) == "true"
        return value == axis.absent_means and not await self._offered(axis, root)

    async def choose(self, axis: Toggle, value: str, root: Locator) -> None:
        """Click the value; SiteFailure when this account's row lacks it or shows it disabled."""
        if await self.seen(axis.values[value], root) is None:
            offered = await self._offered(axis, root)
            if offered or axis.absent_means is not None:
                raise setting_unavailable(axis.axis, value, offered)
        element = await self.find(axis.values[value], f"{axis.axis} {value}", within=root)
        if not await element.is_enabled():
            raise setting_unavailable(axis.axis, value, await self._offered(axis, root))
        await element.click()

    async def _offered(self, axis: Toggle, root: Locator) -> list[str]:
        shown = [(value, await self.seen(target, root)) for value, target in axis.values.items()]
        return [value for value, element in shown if element and await element.is_enabled()]
