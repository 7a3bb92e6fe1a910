"""Signing in as `dailies` does: through the real pool, its real pages and the real door."""

import stat
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from click.testing import CliRunner

from dailies.cli.bearer import GivenToken, MachineTokens, PersonTokens, TokenSource
from dailies.cli.code_flow import Attempt
from dailies.cli.errors import ApiRefused, SignInFailed
from dailies.cli.identity import find_sign_in, open_network
from dailies.cli.login import sign_in_by_browser, sign_in_by_paste
from dailies.cli.main import cli
from dailies.cli.tokens import Tokens
from dailies.cli.transport import Transport
from dailies.cli.wallet import Wallet
from dailies.domain.sign_in import RETURN_PORTS, SignIn, return_address
from tests.auth.conftest import Gate

_SECONDS = 60
PLACE = SignIn(
    issuer="https://issuer.test", client_id="people", authorization_endpoint="https://issuer.test/go"
)


@pytest.fixture
def place(gate: Gate) -> SignIn:
    with open_network(gate.url) as network:
        found = find_sign_in(gate.url, network)
    assert found is not None
    return found


def list_jobs(gate: Gate, source: TokenSource) -> int:
    transport = Transport(gate.url, source, sleep=lambda _seconds: None)
    try:
        return transport.get("/api/jobs").status
    finally:
        transport.close()


def browse(address: str) -> None:
    """Do what a browser does: go there, and follow to where it leads."""
    threading.Thread(
        target=httpx2.get, args=(address,), kwargs={"follow_redirects": True, "timeout": _SECONDS}
    ).start()


def test_given_the_user_of_the_stage_when_a_command_asks_then_nobody_has_to_sign_in(
    gate: Gate, wallet: Wallet
) -> None:
    assert list_jobs(gate, PersonTokens(gate.url, wallet)) == 200
    assert wallet.get(gate.url) is not None


def test_given_tokens_when_kept_then_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "tokens.json"
    Wallet(file).keep("https://api.test", Tokens(access_token="a", expires_at=0))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["tokens.json"]


def test_given_a_token_that_ran_out_when_used_then_it_is_refreshed_for_the_same_person(
    gate: Gate, wallet: Wallet
) -> None:
    source = PersonTokens(gate.url, wallet)
    source.token()
    first = wallet.get(gate.url)
    assert first is not None
    wallet.keep(gate.url, first.model_copy(update={"expires_at": 0.0}))
    assert list_jobs(gate, source) == 200
    second = wallet.get(gate.url)
    assert second is not None
    assert (second.refresh_token, second.access_token != first.access_token) == (first.refresh_token, True)


def test_given_a_token_that_the_gate_no_longer_takes_when_used_then_another_is_got(
    gate: Gate, wallet: Wallet
) -> None:
    wallet.keep(gate.url, Tokens(access_token="a.b.c", refresh_token="gone", expires_at=9e9))
    assert list_jobs(gate, PersonTokens(gate.url, wallet)) == 200


def test_given_a_token_of_the_users_own_when_refused_then_it_says_to_sign_in(gate: Gate) -> None:
    with pytest.raises(ApiRefused) as refused:
        list_jobs(gate, GivenToken("a.b.c"))
    assert refused.value.failure.code == "unauthenticated"


def test_given_a_machine_when_it_asks_then_it_is_an_owner_of_its_own(gate: Gate) -> None:
    machine = MachineTokens(gate.url, gate.resident.machine_id, gate.resident.machine_secret)
    assert list_jobs(gate, machine) == 200


def test_given_a_wrong_secret_when_a_machine_asks_then_the_sign_in_fails(gate: Gate) -> None:
    with pytest.raises(SignInFailed, match="invalid_client"):
        MachineTokens(gate.url, gate.resident.machine_id, "wrong").token()


def test_given_a_browser_when_it_comes_back_then_the_person_is_signed_in(gate: Gate, place: SignIn) -> None:
    with open_network(gate.url) as network:
        tokens = sign_in_by_browser(place, network, lambda _words: None, open_page=browse)
    assert list_jobs(gate, GivenToken(tokens.access_token)) == 200


def test_given_another_machines_browser_when_its_address_is_pasted_then_the_person_is_signed_in(
    gate: Gate, place: SignIn
) -> None:
    said: list[str] = []

    def come_back() -> str:
        answer = httpx2.get(said[0].splitlines()[1], follow_redirects=False, timeout=_SECONDS)
        return f" {answer.headers['location']}\n"

    with open_network(gate.url) as network:
        tokens = sign_in_by_paste(place, network, said.append, come_back)
    assert list_jobs(gate, GivenToken(tokens.access_token)) == 200


def test_given_a_person_who_is_asked_when_name_and_password_are_given_then_the_sign_in_goes_on(
    gate: Gate, place: SignIn
) -> None:
    attempt = Attempt(return_address(RETURN_PORTS[0]))
    address = f"{attempt.address(place)}&prompt=login"
    with open_network(gate.url) as network:
        page = network.get(address)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = {**asked, "username": gate.resident.name, "password": gate.resident.password}
        answer = network.post(f"{gate.url}/login", data=form, headers={"Origin": gate.url})
    assert (page.status_code, 'name="password"' in page.text) == (200, True)
    assert attempt.read_code(answer.headers["location"])


@pytest.mark.parametrize(("site", "status"), [("same-origin", 302), ("cross-site", 200), ("same-site", 200)])
def test_given_a_page_that_sends_the_browser_to_sign_in_when_it_is_foreign_then_a_person_is_asked(
    place: SignIn, site: str, status: int
) -> None:
    address = Attempt(return_address(RETURN_PORTS[0])).address(place)
    assert httpx2.get(address, headers={"Sec-Fetch-Site": site}, timeout=_SECONDS).status_code == status


def test_given_a_foreign_page_when_it_posts_the_form_then_403(gate: Gate) -> None:
    answer = httpx2.post(
        f"{gate.url}/login", data={"username": "local"}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403


def test_given_an_address_that_is_not_registered_when_a_code_is_to_go_there_then_none_does(
    place: SignIn,
) -> None:
    answer = httpx2.get(Attempt("http://localhost:9999/elsewhere").address(place), timeout=_SECONDS)
    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_given_a_code_when_exchanged_with_another_verifier_then_refused(gate: Gate, place: SignIn) -> None:
    theirs, ours = (Attempt(return_address(RETURN_PORTS[0])) for _ in range(2))
    answer = httpx2.get(theirs.address(place), timeout=_SECONDS)
    code = theirs.read_code(answer.headers["location"])
    form = {
        "grant_type": "authorization_code",
        "client_id": place.client_id,
        "code": code,
        "code_verifier": ours.verifier,
        "redirect_uri": theirs.return_to,
    }
    refused = httpx2.post(f"{gate.url}/oauth2/token", data=form, timeout=_SECONDS)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("state=wrong&code=c", "not the answer"),
        ("code=c", "not the answer"),
        ("state={state}&error=access_denied", "access_denied"),
        ("state={state}", "without a code"),
    ],
)
def test_given_a_strange_answer_when_read_then_the_sign_in_fails(query: str, why: str) -> None:
    attempt = Attempt("http://localhost:1/signed-in")
    with pytest.raises(SignInFailed, match=why):
        attempt.read_code(f"{attempt.return_to}?{query.format(state=attempt.state)}")


def test_given_an_attempt_when_its_address_is_made_then_only_the_verifiers_hash_is_in_it() -> None:
    attempt = Attempt("http://localhost:1/signed-in")
    address = attempt.address(PLACE)
    assert attempt.challenge in address
    assert attempt.verifier not in address


def test_given_the_command_line_when_a_person_logs_in_and_out_then_the_wallet_follows(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", browse)
    file = tmp_path / "tokens.json"
    logged_in = CliRunner().invoke(cli, ["--api", gate.url, "--wallet", str(file), "login"])
    assert (logged_in.exit_code, Wallet(file).get(gate.url) is not None) == (0, True), logged_in.output
    logged_out = CliRunner().invoke(cli, ["--api", gate.url, "--wallet", str(file), "logout"])
    assert (logged_out.exit_code, Wallet(file).get(gate.url)) == (0, None)


def test_given_a_place_that_says_nothing_when_a_person_logs_in_then_it_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["--api", "http://127.0.0.1:9", "--wallet", str(tmp_path / "tokens.json"), "login"]
    )
    assert done.exit_code == 1
    assert "does not say how to sign in" in done.output
