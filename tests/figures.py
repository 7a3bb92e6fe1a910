"""What tests measured, shown at the end of a run: what a process of the suite prints is seen by nobody."""

from collections.abc import Callable

import pytest

_FIGURES = pytest.StashKey[list[str]]()
_MEASURED = "measured"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = []


@pytest.fixture(scope="session")
def show(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Keep a line of figures, or a table, for the end of the run."""
    return pytestconfig.stash[_FIGURES].append


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Hand over what a test and its fixtures measured with the test's report, which finds its way from any process."""
    if call.when == "call":
        figures = item.config.stash[_FIGURES]
        item.user_properties.extend((_MEASURED, figure) for figure in figures)
        figures.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured, also where everything passed."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    figures = [value for report in reports for name, value in report.user_properties if name == _MEASURED]
    if figures:
        terminalreporter.section(_MEASURED)
    for figure in figures:
        terminalreporter.write_line(str(figure))
