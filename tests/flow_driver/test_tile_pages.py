"""Tiles of every generation as HTML, read by the script that runs in the page; each quotes an error as its prompt."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from containers.automation.sites.flow.browser import open_page
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import load_pack
from containers.automation.sites.flow.pages.grid import Grid
from containers.automation.sites.flow.tiles import Tile, TileState

pytestmark = pytest.mark.browser

TILES = Path(__file__).with_name("tiles")
PROMPT = "A sign says: Failed. This prompt might violate our policies about generating prominent people. 99%"
WANTED = {
    "pending": Tile(state=TileState.PENDING, percent=37),
    "failed": Tile(state=TileState.FAILED, percent=100, message="Audio Generation Failed", disclaimed=True),
    "finished": Tile(state=TileState.FINISHED, percent=100),
}
CASES = [(generation, state) for generation in "abc" for state in WANTED]
ReadAll = dict[tuple[str, str, bool], tuple[Tile, ...]]


@pytest.fixture(scope="module")
def read(browser: Browser, run: Callable[[Any], Any]) -> ReadAll:
    """Read every tile twice: as it is, and with class names that nobody knows."""

    async def work() -> ReadAll:
        tiles: ReadAll = {}
        async with open_page(browser, None) as page:
            for generation, state in CASES:
                grid = Grid(page, load_pack(f"flow-{generation}"), Pace())
                html = (TILES / f"{generation}-{state}.html").read_text(encoding="utf-8")
                for shuffled in (False, True):
                    shown = re.sub(r'class="(?!google-)[^"]*"', 'class="c4f2a"', html) if shuffled else html
                    await page.set_content(shown)
                    tiles[generation, state, shuffled] = await grid.read(PROMPT)
        return tiles

    answer: ReadAll = run(work())
    return answer


@pytest.mark.parametrize(("generation", "state"), CASES)
def test_given_a_tile_when_read_then_only_the_site_s_own_words_count(
    read: ReadAll, generation: str, state: str
) -> None:
    assert read[generation, state, False] == (WANTED[state],)


@pytest.mark.parametrize(("generation", "state"), CASES)
def test_given_a_tile_with_unknown_class_names_when_read_then_it_says_the_same(
    read: ReadAll, generation: str, state: str
) -> None:
    assert read[generation, state, True] == (WANTED[state],)
