"""What is traced of a page goes with the page, also inside the program between us and the browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from containers.automation.sites.flow.browser import open_browser

from .studio import Studio

pytestmark = pytest.mark.browser


def traces_in(folder: Path) -> list[Path]:
    """Find where Playwright keeps what it traces: a folder for each trace, which goes when the trace does."""
    return list(folder.glob("playwright-tracing-*"))


def test_given_a_take_was_traced_when_its_page_is_closed_then_nothing_of_the_trace_is_kept(
    studio: Studio, run: Callable[[Any], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    async def work() -> tuple[int, int]:
        async with open_browser() as studio.browser, studio.take() as take:
            await take.prepare(studio.order())
            during = len(traces_in(tmp_path))
        return during, len(traces_in(tmp_path))

    assert run(work()) == (1, 0)
