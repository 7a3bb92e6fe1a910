"""`dailies session`: signing in through a real window, how accounts stand, forgetting."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from dailies.cli.accounts import Account, LastCheck, Session
from dailies.cli.main import cli
from dailies.cli.site_session import is_inside
from dailies.cli.standing import age, standing
from dailies.cli.window import find_browser, require_display
from dailies.domain.errors import ToolMissing
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.services.accounts import block_account, read_account
from dailies.services.app import App
from dailies.services.vault import read_session
from dailies.store.keys import ACCOUNTS, Key
from tests.cli.house import House, listen, served
from tests.store.makers import NOW
from tests.store.place import app_of, moto_place

DEFAULT = AccountName("default")
EMAIL, PASSWORD, TOKEN = "person@example.test", "a-password-of-nobody", "admin-of-this-test"
EXPIRED = Failure(code="session_expired", detail="Signed out.", advice="Sign in again.")
SITE = "https://flow.google.com"


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://flow.google.com/", True),
        ("https://flow.google.com/project/1", True),
        ("https://labs.google/fx/tools/flow", True),
        ("https://flow.google.com/about", False),
        ("https://labs.google/fx/tools/flow/about", False),
        ("https://labs.google/fx/api/auth/callback/google", False),
        ("https://accounts.google.com/v3/signin/identifier", False),
        ("https://accounts.google.com/", False),
        ("https://flow.google.com.evil.example/", False),
        ("about:blank", False),
        ("chrome-error://chromewebdata/", False),
    ],
)
def test_given_an_address_when_looked_at_then_only_the_signed_in_are_inside(url: str, inside: bool) -> None:
    assert is_inside(url, SITE) is inside


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_given_a_display_when_asked_then_a_window_can_be_opened(name: str) -> None:
    require_display({name: ":0"}, "linux")


def test_given_no_display_when_asked_then_it_is_refused_with_a_way_out() -> None:
    with pytest.raises(ToolMissing, match="display") as refused:
        require_display({}, "linux")
    assert "ssh -X" in str(refused.value.failure.advice)


def test_given_only_the_headless_shell_when_looked_for_then_the_package_is_named() -> None:
    with pytest.raises(ToolMissing) as refused:
        find_browser({"chromium-headless-shell": "/usr/bin/it"}.get)
    assert "`chromium`" in str(refused.value.failure.advice)


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=119), "just now"),
        (timedelta(minutes=2), "2 minutes ago"),
        (timedelta(minutes=119), "119 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(days=9), "9 days ago"),
    ],
)
def test_given_a_moment_when_its_age_is_said_then_one_unit_says_it(past: timedelta, words: str) -> None:
    assert age(NOW - past, NOW) == words


def test_given_a_blocked_account_when_shown_then_its_line_says_what_to_do() -> None:
    account = Account(
        name="studio-2",
        state="blocked",
        concurrency=5,
        submit_every_seconds=0,
        pack="flow-c",
        session=Session(saved_at=NOW - timedelta(days=3)),
        failure=EXPIRED,
        check=LastCheck(passed=False, checked_at=NOW - timedelta(hours=5), step="upload"),
    )
    (line,) = standing([account], NOW)
    assert line[:5] == ("studio-2", "blocked", "3 days ago", "never", "flow-c")
    assert line[5:] == (
        "failed at upload 5 hours ago",
        "Signed out. Sign in again. Run: dailies session login studio-2",
    )


def test_given_an_account_without_a_session_when_shown_then_its_line_names_the_command() -> None:
    account = Account(name="studio-2", state="ready", concurrency=5, submit_every_seconds=0)
    assert "dailies session login studio-2" in standing([account], NOW)[0][-1]


@pytest.mark.parametrize("name", ["person@example.test", "Studio", "../x", ""])
def test_given_what_is_no_name_when_signing_in_then_the_command_line_is_wrong(name: str) -> None:
    done = CliRunner().invoke(cli, ["--api", "http://127.0.0.1:9", "session", "login", name])
    assert (done.exit_code, "no e-mail address" in done.output) == (2, True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The stand-in site, where one person has an account."""
    data = str(tmp_path_factory.mktemp("flow"))
    command = [sys.executable, "-m", "infra.local.flow", "--data", data, "--clip-seconds", "0.5"]
    environment = {**os.environ, "FLOW_SITE_ADMIN_TOKEN": TOKEN}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url: str = json.loads(process.stdout.readline())["url"]
        admin = httpx2.Client(base_url=url, trust_env=False, headers={"X-Admin-Token": TOKEN})
        with admin:
            admin.post("/__admin/accounts", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        yield url
        process.terminate()


@pytest.fixture(scope="module")
def _open_studio(site: str) -> Iterator[House]:
    listening, url = listen()
    with moto_place() as environment:
        here = {"DAILIES_PUBLIC_S3_ENDPOINT": url, "DAILIES_FLOW_URL": site}
        house = House(app_of({**environment, **here}), url)
        with served(house.site, listening):
            yield house


@pytest.fixture
def studio(_open_studio: House) -> Iterator[House]:
    """The API over that site, without accounts."""
    yield _open_studio
    app = _open_studio.app
    app.store.table.delete_all(Key(pk=ACCOUNTS, sk=each.name) for each in app.store.accounts.all())


def run(studio: House, *arguments: str) -> Any:
    """Run a command of `dailies session`."""
    return CliRunner().invoke(cli, ["--api", studio.url, "session", *arguments])


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A display that nobody sees."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        monkeypatch.setenv("DISPLAY", f":{server.stdout.readline().decode().strip()}")
        yield
        server.terminate()


Act = Callable[[Page], None]


def signs_in(page: Page) -> None:
    """Do what a person does next on the page that is shown."""
    if page.url.endswith("/about"):
        page.get_by_role("link").or_(page.get_by_role("button")).first.click()
    elif page.url.endswith("/signin"):
        page.get_by_label("Email").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_timeout(50)


def closes(page: Page) -> None:
    """Give up."""
    page.close()


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """Put somebody before the window."""
    monkeypatch.setattr("dailies.cli.site_session._SETTLED_SECONDS", 0.3)
    return lambda act: monkeypatch.setattr("dailies.cli.site_session._let_time_pass", act)


def account(app: App) -> Any:
    return read_account(app, DEFAULT)


@pytest.mark.browser
@pytest.mark.usefixtures("display")
def test_given_a_blocked_account_when_its_person_signs_in_then_its_session_is_kept_and_it_is_ready(
    studio: House, person: Callable[[Act], None]
) -> None:
    block_account(studio.app, DEFAULT, EXPIRED)
    person(signs_in)
    done = run(studio, "login")
    assert (done.exit_code, account(studio.app).state) == (0, "ready"), done.output
    state = read_session(studio.app, DEFAULT)
    assert state is not None
    assert "flow_session" in {cookie["name"] for cookie in state["cookies"]}
    assert not {cookie["value"] for cookie in state["cookies"]} & set(done.output.split())


@pytest.mark.browser
@pytest.mark.usefixtures("display")
def test_given_a_person_who_closes_the_window_when_signing_in_then_nothing_changes(
    studio: House, person: Callable[[Act], None]
) -> None:
    person(closes)
    done = run(studio, "login", "--json")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (1, "window_closed")
    assert account(studio.app).session is None


def test_given_no_display_when_signing_in_then_it_is_refused_before_anything(
    studio: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    done = run(studio, "login")
    assert (done.exit_code, "no display" in done.output) == (1, True)


def test_given_accounts_when_asked_then_each_stands_in_a_line(studio: House) -> None:
    block_account(studio.app, DEFAULT, EXPIRED)
    done = run(studio, "status")
    assert done.exit_code == 0
    assert "default" in done.output
    assert "Sign in again." in done.output


def test_given_accounts_when_asked_by_a_program_then_it_reads_one_document(studio: House) -> None:
    (shown,) = json.loads(run(studio, "status", "--json").stdout)["accounts"]
    assert (shown["name"], shown["state"], shown["session"]) == ("default", "ready", None)


def test_given_a_session_when_forgotten_then_it_is_gone(studio: House, site: str) -> None:
    host = site.removeprefix("http://").split(":", maxsplit=1)[0]
    cookie = {"name": "flow_session", "value": "v", "domain": host, "path": "/", "expires": -1}
    kept = httpx2.put(
        f"{studio.url}/api/accounts/default/session", json={"cookies": [cookie]}, trust_env=False
    )
    kept.raise_for_status()
    assert run(studio, "forget").exit_code == 0
    assert read_session(studio.app, DEFAULT) is None


def test_given_the_command_line_when_imported_then_no_browser_library_is() -> None:
    code = "import sys, dailies.cli.commands.session, dailies.cli.site_session; print('playwright' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
