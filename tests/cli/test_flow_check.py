"""`dailies flow check` against the real API; the finding is recorded as the container records it."""

from collections.abc import Callable

import pytest

from dailies.cli import checking
from dailies.cli.waiting import follow
from dailies.domain.accounts import CheckResult
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.services.accounts import register_account, resume_account
from dailies.services.checking import end_check, record_check
from tests.cli.conftest import Terminal
from tests.cli.house import House

NAME = AccountName("crew")
CHANGED = Failure(code="ui_changed", detail="No button of that name.", subject="open settings")

Ends = Callable[[Callable[[], None]], None]


@pytest.fixture
def ends(house: House, monkeypatch: pytest.MonkeyPatch) -> Ends:
    """Let a check that is under way end so, once somebody waits for it."""
    register_account(house.app, NAME)
    resume_account(house.app, NAME)
    house.app.store.accounts.change(NAME, {"check_asked_at": house.app.clock()})

    def arrange(act: Callable[[], None]) -> None:
        def act_and_follow(*waiting: object) -> object:
            act()
            return follow(*waiting)  # type: ignore[arg-type]

        monkeypatch.setattr(checking, "follow", act_and_follow)

    return arrange


def test_given_a_site_as_it_was_when_checked_then_pack_and_price_are_said(
    terminal: Terminal, house: House, ends: Ends
) -> None:
    app = house.app
    passed = CheckResult(passed=True, checked_at=app.clock(), pack="flow-c", quote=20)
    ends(lambda: record_check(app, NAME, passed.model_copy(update={"checked_at": app.clock()})))
    done = terminal.run("flow", "check", NAME)
    assert (done.exit_code, "Passed with flow-c; one take would cost 20 credits" in done.output) == (0, True)


def test_given_a_changed_site_when_checked_then_the_step_and_the_evidence_are_said_and_the_exit_is_1(
    terminal: Terminal, house: House, ends: Ends
) -> None:
    app = house.app
    failed = CheckResult(
        passed=False,
        checked_at=app.clock(),
        pack="flow-c",
        step="open settings",
        failure=CHANGED,
        evidence=("checks/crew/20261121T093000Z/trace.zip",),
    )
    ends(lambda: record_check(app, NAME, failed.model_copy(update={"checked_at": app.clock()})))
    done = terminal.run("flow", "check", NAME)
    assert done.exit_code == 1
    assert "Flow changed at step 'open settings' (pack flow-c): No button of that name." in done.output
    assert "trace.zip: http" in done.output


def test_given_a_busy_account_when_checked_then_it_says_that_nothing_was_found(
    terminal: Terminal, house: House, ends: Ends
) -> None:
    ends(lambda: end_check(house.app, NAME))
    done = terminal.run("flow", "check", NAME, "--json")
    assert (done.exit_code, '"code": "check_unfinished"' in done.stdout) == (1, True)


@pytest.mark.usefixtures("ends")
def test_given_a_check_under_way_when_only_asked_for_then_it_says_so_and_comes_back(
    terminal: Terminal,
) -> None:
    assert terminal.json("flow", "check", NAME, "--no-wait")["message"] == "A check is under way already"


@pytest.mark.parametrize("name", ["../crew", "Crew", ""])
def test_given_what_can_be_no_account_when_checked_then_the_command_line_is_wrong(
    terminal: Terminal, name: str
) -> None:
    assert terminal.run("flow", "check", name).exit_code == 2
