"""Sessions lie encrypted in storage; what cannot be opened is as good as none."""

import json
from typing import Any

import pytest

from dailies.domain.accounts import Account
from dailies.domain.errors import InvalidInput
from dailies.domain.ids import AccountName
from dailies.services.accounts import (
    block_account,
    forget_session,
    mark_alive,
    read_account,
    register_account,
    store_session,
)
from dailies.services.app import App
from dailies.services.vault import NoVault, read_session, save_session
from dailies.storage import keys
from tests.services.scenes import elsewhere
from tests.store.makers import make_failure

pytestmark = pytest.mark.usefixtures("alone")
DEFAULT = AccountName("default")
CANARY = "canary-cookie-77e1"


def state(value: str = CANARY) -> dict[str, Any]:
    """A browser state of somebody who is signed in."""
    cookie = {"name": "SID", "value": value, "domain": "flow.google.com", "path": "/", "expires": -1}
    return {"cookies": [cookie], "origins": []}


def sign_in(app: App, name: AccountName = DEFAULT, value: str = CANARY) -> Account:
    return store_session(app, name, json.dumps(state(value)).encode())


def stored(app: App, name: AccountName = DEFAULT) -> list[str]:
    listed = app.objects.client.list_objects_v2(Bucket=app.objects.bucket, Prefix=keys.sessions(name))
    return [entry["Key"] for entry in listed.get("Contents", [])]


def value_of(read: dict[str, Any] | None) -> str | None:
    return read["cookies"][0]["value"] if read else None


def overwrite(app: App, data: bytes) -> None:
    (key,) = stored(app)
    app.objects.put(key, data, content_type="application/octet-stream")


def content(app: App, name: AccountName = DEFAULT) -> bytes:
    (key,) = stored(app, name)
    return app.objects.read(key, most_bytes=10**6) or b""


@pytest.fixture(autouse=True)
def forgotten(app: App) -> None:
    """No session of the test before."""
    app.objects.delete_prefix("sessions/")


def test_given_a_session_when_stored_then_a_browser_can_be_opened_with_it(app: App) -> None:
    sign_in(app)
    assert value_of(read_session(app, DEFAULT)) == CANARY


def test_given_a_session_when_stored_then_neither_object_nor_row_shows_it(app: App) -> None:
    account = sign_in(app)
    assert CANARY.encode() not in content(app)
    assert CANARY not in repr(account)


def test_given_a_session_when_another_is_stored_then_one_object_is_left(app: App) -> None:
    sign_in(app)
    sign_in(app, value="newer")
    assert (len(stored(app)), value_of(read_session(app, DEFAULT))) == (1, "newer")


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign", "other key"])
def test_given_a_session_that_was_damaged_when_read_then_there_is_none(app: App, damage: str) -> None:
    sign_in(app)
    sealed = content(app)
    damaged = {
        "cut": sealed[:40],
        "flipped": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "empty": b"",
        "foreign": json.dumps(state()).encode(),
        "other key": sealed.replace(sealed[18:60], bytes(42)),
    }
    overwrite(app, damaged[damage])
    assert read_session(app, DEFAULT) is None


def test_given_a_session_when_put_in_another_accounts_place_then_it_does_not_open(app: App) -> None:
    other = AccountName("studio-2")
    register_account(app, other)
    sign_in(app, other, "theirs")
    sign_in(app)
    overwrite(app, content(app, other))
    assert read_session(app, DEFAULT) is None


def test_given_an_object_that_is_gone_when_read_then_there_is_no_session(app: App) -> None:
    sign_in(app)
    app.objects.delete(stored(app)[0])
    assert read_session(app, DEFAULT) is None


def test_given_a_worker_when_it_saves_the_state_of_its_run_then_that_is_the_session(app: App) -> None:
    sign_in(app)
    save_session(app, DEFAULT, state("renewed"), seen=read_account(app, DEFAULT))
    assert value_of(read_session(app, DEFAULT)) == "renewed"


def test_given_a_person_who_signed_in_meanwhile_when_a_worker_saves_then_the_persons_session_stays(
    app: App,
) -> None:
    seen = read_account(app, DEFAULT)
    sign_in(app)
    save_session(app, DEFAULT, state("stale"), seen=seen)
    assert (value_of(read_session(app, DEFAULT)), len(stored(app))) == (CANARY, 1)


def test_given_a_person_who_signed_in_meanwhile_when_a_worker_blocks_then_the_account_stays_ready(
    app: App,
) -> None:
    seen = read_account(app, DEFAULT)
    sign_in(app)
    block_account(app, DEFAULT, make_failure(), seen=seen)
    assert read_account(app, DEFAULT).state == "ready"


def test_given_a_forgotten_session_when_a_worker_saves_its_own_then_it_is_not_brought_back(app: App) -> None:
    seen = sign_in(app)
    forget_session(app, DEFAULT)
    save_session(app, DEFAULT, state("stale"), seen=seen)
    assert (read_session(app, DEFAULT), stored(app)) == (None, [])


def test_given_a_run_without_cookies_of_the_site_when_saved_then_the_session_before_stays(app: App) -> None:
    sign_in(app)
    save_session(app, DEFAULT, {"cookies": [], "origins": []})
    assert value_of(read_session(app, DEFAULT)) == CANARY


def test_given_an_installation_without_a_key_when_a_session_is_stored_then_that_is_said(app: App) -> None:
    with pytest.raises(NoVault):
        sign_in(elsewhere(app, session_key=""))
    assert stored(app) == []


def test_given_what_is_no_session_when_stored_then_the_account_is_untouched(app: App) -> None:
    before = read_account(app, DEFAULT)
    with pytest.raises(InvalidInput):
        store_session(app, DEFAULT, b"{}")
    assert read_account(app, DEFAULT) == before


def test_given_a_session_that_the_site_takes_when_noted_then_pack_and_time_show_and_the_session_stays(
    app: App,
) -> None:
    before = sign_in(app)
    mark_alive(app, DEFAULT, "flow-c")
    after = read_account(app, DEFAULT)
    assert (after.pack, after.session) == ("flow-c", before.session)
    assert after.seen_alive_at is not None and before.seen_alive_at is not None
    assert after.seen_alive_at > before.seen_alive_at
