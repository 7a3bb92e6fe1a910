"""Tokens that a careless gate would take."""

import time
from collections.abc import Callable

import httpx2
import pytest

from tests.auth.conftest import Gate
from tests.auth.forge import Forge, unsigned

_HOUR = 3600
BAD: dict[str, Callable[[Forge], str]] = {
    "no signature": lambda forge: unsigned(forge.claims("bob"), "any"),
    "signed with the public key": lambda forge: forge.sign_with_public_key(forge.claims("bob")),
    "another issuer": lambda forge: forge.sign(forge.claims("bob", iss="https://issuer.test/pool")),
    "not yet good": lambda forge: forge.sign(forge.claims("bob", nbf=int(time.time()) + _HOUR)),
    "made in the future": lambda forge: forge.sign(forge.claims("bob", iat=int(time.time()) + _HOUR)),
    "an unknown key": lambda forge: forge.sign(forge.claims("bob"), kid="unknown"),
    "claims changed after signing": lambda forge: _with_claims_of(forge, "bob", "mallory"),
    "no audience": lambda forge: forge.sign(forge.claims("bob", client_id=None)),
    "cut short": lambda forge: forge.sign(forge.claims("bob"))[:-20],
    "no token at all": lambda _forge: "garbage",
    "nothing": lambda _forge: "",
}


def _with_claims_of(forge: Forge, signed: str, claimed: str) -> str:
    header, _, signature = forge.sign(forge.claims(signed)).split(".")
    return f"{header}.{forge.sign(forge.claims(claimed)).split('.')[1]}.{signature}"


def ask(gate: Gate, authorization: str) -> int:
    headers = {"Authorization": authorization}
    return httpx2.get(f"{gate.url}/api/jobs", headers=headers, timeout=60, trust_env=False).status_code


def test_given_a_good_token_when_sent_then_it_is_taken(gate: Gate) -> None:
    assert ask(gate, f"Bearer {gate.forge.sign(gate.forge.claims('bob'))}") == 200


@pytest.mark.parametrize("flaw", BAD)
def test_given_a_bad_token_when_sent_then_401(gate: Gate, flaw: str) -> None:
    assert ask(gate, f"Bearer {BAD[flaw](gate.forge)}".strip()) == 401


def test_given_a_password_in_place_of_a_token_when_sent_then_401(gate: Gate) -> None:
    assert ask(gate, "Basic Ym9iOnNlY3JldA==") == 401


def test_given_an_id_token_when_sent_then_it_opens_nothing(gate: Gate) -> None:
    claims = gate.forge.claims("bob", scope=None, client_id=None, aud=gate.forge.client, token_use="id")
    assert ask(gate, f"Bearer {gate.forge.sign(claims)}") == 403
