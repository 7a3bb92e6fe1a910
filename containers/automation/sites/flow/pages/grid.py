"""The project's tiles."""

from functools import cache
from importlib.resources import files

from playwright.async_api import Locator
from pydantic import TypeAdapter

from containers.automation.sites.flow.screen import Screen
from containers.automation.sites.flow.tiles import Tile, TileTexts, read_tile

_TEXTS = TypeAdapter(tuple[TileTexts, ...])


@cache
def _script() -> str:
    return (files(__package__) / "read_tiles.js").read_text(encoding="utf-8")


class Grid(Screen):
    """The tiles of a project, newest first."""

    async def read(self, prompt: str) -> tuple[Tile, ...]:
        """Read all tiles at one moment; what repeats the prompt is never taken for the site's own words."""
        at = self.pack.grid.model_dump(mode="json")
        given = {"at": at, "icons": self.pack.icon_selector, "prompt": prompt}
        texts = await self.page.locator(self.pack.grid.tile).evaluate_all(_script(), given)
        return tuple(read_tile(one, self.pack, prompt) for one in _TEXTS.validate_python(texts))

    def tile(self, position: int) -> Locator:
        """Give the tile at that place, counted from 0 at the newest."""
        return self.page.locator(self.pack.grid.tile).nth(position)
