"""Where the benches run: one at a time, on a machine with nothing else to do."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.bench.soak import Soak
from tests.worker.conftest import aws, site, studio
from tests.worker.site import running_site
from tests.worker.studio import Studio

__all__ = ["aws", "site", "studio"]
LARGEST_BATCH = 200
FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what was measured, also where everything passed."""
    if config.stash[FIGURES]:
        terminalreporter.section("measured")
        for line in config.stash[FIGURES]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def show(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Keep a line of figures for the end of the run."""
    return pytestconfig.stash[FIGURES].append


@pytest.fixture(scope="session")
def soak(studio: Studio) -> Soak:
    """Runs whose browser lives as long as a setting can make it: an account's items are one batch."""
    studio.app = replace(
        studio.app, settings=studio.app.settings.model_copy(update={"batch_items": LARGEST_BATCH})
    )
    return Soak(studio)
