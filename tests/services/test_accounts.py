"""Accounts are made known, limited, blocked with one notice, and ready again."""

import logging

import pytest

from dailies.domain.accounts import AccountState
from dailies.domain.errors import NotFound
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.services.accounts import (
    block_account,
    list_accounts,
    read_account,
    register_account,
    resume_account,
)
from dailies.services.app import App
from tests.local_batch.served import Served
from tests.services.scenes import DEFAULT, EXPIRED, events, paused

pytestmark = pytest.mark.usefixtures("alone")
STUDIO = AccountName("studio-2")


def test_given_nothing_when_accounts_are_listed_then_the_default_one_is_there(app: App) -> None:
    assert [account.name for account in list_accounts(app)] == [DEFAULT]


def test_given_a_name_that_nobody_made_known_when_read_then_it_is_not_found(app: App) -> None:
    with pytest.raises(NotFound):
        read_account(app, STUDIO)


def test_given_an_account_when_made_known_again_then_only_what_is_named_changes(
    app: App, batch: Served
) -> None:
    register_account(app, STUDIO, concurrency=3, daily_credits=100)
    again = register_account(app, STUDIO, concurrency=2)
    assert (again.concurrency, again.daily_credits) == (2, 100)
    found = batch.client.describe_consumable_resource(consumableResource=f"flow-{STUDIO}")
    assert found["totalQuantity"] == 1


def test_given_a_block_when_said_again_then_a_person_is_told_once(
    app: App, draft: Job, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="dailies"):
        paused(app, draft)
        block_account(app, DEFAULT, EXPIRED)
    assert [record.message for record in caplog.records].count("notice") == 1
    assert events(app, draft).count("job.blocked") == 1


def test_given_a_blocked_account_when_resumed_then_it_is_ready(app: App) -> None:
    block_account(app, DEFAULT, EXPIRED)
    assert resume_account(app, DEFAULT).state is AccountState.READY
