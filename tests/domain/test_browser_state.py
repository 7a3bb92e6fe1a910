"""A browser state is read as hostile: bounded, the site's own part of it alone, and never quoted."""

import json
from typing import Any

import pytest

from dailies.domain.accounts import STATE_BYTES
from dailies.domain.browser_state import read_browser_state
from dailies.domain.errors import InvalidInput

SITE = "https://flow.google.com"
CANARY = "canary-5f1c"


def cookie(**fields: Any) -> dict[str, Any]:
    return {"name": "SID", "value": CANARY, "domain": ".google.com", "path": "/", "expires": -1, **fields}


def state(*cookies: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"cookies": list(cookies), "origins": [], **more}).encode()


def refusal(text: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        read_browser_state(text, SITE)
    return refused.value


@pytest.mark.parametrize(
    ("domain", "kept"),
    [
        (".google.com", True),
        ("flow.google.com", True),
        ("accounts.google.com", True),
        ("labs.google", True),
        ("FLOW.google.com", True),
        ("mail.google.com", False),
        (".bank.example", False),
        ("notgoogle.com", False),
        ("flow.google.com.evil.example", False),
        (".com", False),
        ("com", False),
    ],
)
def test_given_a_cookie_when_read_then_only_what_the_site_would_be_sent_is_kept(
    domain: str, kept: bool
) -> None:
    read = read_browser_state(state(cookie(domain="flow.google.com"), cookie(domain=domain)), SITE)
    assert (len(read.cookies) == 2) is kept


def test_given_a_stand_in_when_read_then_only_its_own_host_counts() -> None:
    text = state(cookie(domain="127.0.0.1"), cookie())
    assert [each.domain for each in read_browser_state(text, "http://127.0.0.1:8080").cookies] == [
        "127.0.0.1"
    ]


def test_given_local_storage_of_elsewhere_when_read_then_it_is_dropped() -> None:
    entry = [{"name": "n", "value": "v"}]
    origins = [
        {"origin": "https://flow.google.com", "localStorage": entry},
        {"origin": "https://bank.example", "localStorage": entry},
    ]
    read = read_browser_state(state(cookie(), origins=origins), SITE)
    assert [each.origin for each in read.origins] == ["https://flow.google.com"]


def test_given_a_state_when_written_then_it_reads_the_same() -> None:
    read = read_browser_state(state(cookie(sameSite="None", secure=True, expires=1796000000.5)), SITE)
    assert read_browser_state(read.to_bytes(), SITE) == read


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"cookies": NaN}',
        b'{"cookies": [], "cookies": []}',
        b"[" * 5000,
        state(cookie(value=CANARY + "\n")),
        state(cookie(value=CANARY + "; Domain=evil")),
        state(cookie(value=CANARY * 1000)),
        state(cookie(domain="a b")),
        state(cookie(path="nowhere")),
        state(cookie(expires="soon")),
        state(cookie(sameSite=CANARY)),
        state(*[cookie()] * 1001),
        state(cookie(), origins=[{"origin": f"javascript:{CANARY}", "localStorage": []}]),
        state(cookie(), origins=[{"origin": "https://a.example", "localStorage": []}] * 51),
        state(cookie(domain="bank.example")),
        state(cookie(value="x"), padding="x" * STATE_BYTES),
    ],
)
def test_given_what_is_no_state_of_the_site_when_read_then_it_is_refused_without_a_word_of_it(
    text: bytes,
) -> None:
    refused = refusal(text)
    assert refused.failure.code == "bad_session"
    assert CANARY not in f"{refused.failure!r} {refused.__cause__!r}"
