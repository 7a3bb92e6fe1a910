"""The container as a check of accounts: to the point before the paid click, and never past it."""

from datetime import timedelta

import pytest

from containers.automation import checking
from dailies.domain.accounts import Account, AccountState
from dailies.domain.exits import Exit
from tests.worker.studio import Hired, Studio

pytestmark = pytest.mark.browser

GENERATIONS = ("A", "B", "C")


@pytest.fixture(scope="module")
def checked(studio: Studio) -> dict[str, Hired]:
    """An account of each generation, checked once."""
    hired = [studio.hire(generation=generation) for generation in GENERATIONS]
    codes = studio.check(*hired)
    assert codes == [Exit.SETTLED] * 3, [studio.account(each).check for each in hired]
    return dict(zip(GENERATIONS, hired, strict=True))


@pytest.mark.parametrize("generation", GENERATIONS)
def test_given_an_account_of_a_generation_when_checked_then_its_pack_and_price_are_known(
    studio: Studio, checked: dict[str, Hired], generation: str
) -> None:
    account = studio.account(checked[generation])
    assert account.check is not None
    found = (account.check.passed, account.pack, account.check.quote, account.check_asked_at)
    assert found == (True, f"flow-{generation.lower()}", 10, None)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_given_an_account_when_checked_then_nothing_is_submitted_and_nothing_spent(
    studio: Studio, checked: dict[str, Hired], generation: str
) -> None:
    email = checked[generation].email
    assert (studio.site.actions(email, "submission"), studio.site.spent(email)) == ([], 0)


@pytest.fixture(scope="module")
def stopped(studio: Studio, checked: dict[str, Hired]) -> Account:
    """An account as a check left it, when the site had moved to a host that no pack knows."""
    hired = checked["C"]
    studio.site.fault("moved_host", hired.email, times=1)
    assert studio.check(hired) == [Exit.UNAVAILABLE], studio.log_of_check(hired)
    found = studio.account(hired)
    assert studio.check(hired) == [Exit.SETTLED], studio.log_of_check(hired)
    return found


def test_given_a_changed_site_when_checked_then_the_account_stops_at_the_step_with_one_notice(
    stopped: Account,
) -> None:
    assert (stopped.state, stopped.notices) == (AccountState.BLOCKED, 1)
    assert stopped.check is not None
    assert stopped.check.step == "open the site and sign in"


def test_given_a_changed_site_when_checked_then_the_evidence_names_nobody(
    studio: Studio, checked: dict[str, Hired], stopped: Account
) -> None:
    assert stopped.check is not None
    kept = {
        key.rsplit("/", 1)[-1]: studio.app.objects.read(key, most_bytes=10**7)
        for key in stopped.check.evidence
    }
    assert kept.keys() == {"screenshot.png", "page.html"}
    email = checked["C"].email
    assert not [name for name, content in kept.items() if email.encode() in (content or b"")]
    assert email not in studio.log_of_check(checked["C"])


@pytest.mark.usefixtures("stopped")
def test_given_a_stopped_account_when_the_next_check_passes_then_it_goes_on(
    studio: Studio, checked: dict[str, Hired]
) -> None:
    account = studio.account(checked["C"])
    assert (account.state, account.failure, account.pack) == (AccountState.READY, None, "flow-c")


def test_given_a_worker_that_holds_the_account_when_checked_then_the_check_ends_without_a_finding(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired = studio.hire()
    accounts = studio.app.store.accounts
    accounts.acquire(hired.name, "a worker", studio.app.clock() + timedelta(minutes=1))
    monkeypatch.setattr(checking, "LEASE_PATIENCE_SECONDS", 0.0)
    assert checking.run_check(studio.app, hired.name) is Exit.UNAVAILABLE
    account = studio.account(hired)
    assert (account.check, account.lease_holder) == (None, "a worker")
