"""Evidence names nobody and opens nothing."""

import json

import pytest

from containers.automation.sites.flow.redaction import redact_html, redact_json_lines, redact_text


@pytest.mark.parametrize(
    "secret",
    ["ann.lee+x@mail.example.org", "ann%40mail.example.org", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln"],
)
def test_given_a_text_with_a_secret_when_redacted_then_it_is_gone(secret: str) -> None:
    assert secret not in redact_text(f"before {secret} after")


def test_given_a_bearer_token_when_redacted_then_only_its_scheme_stays() -> None:
    assert redact_text("authorization: Bearer abcdefgh12345678") == "authorization: Bearer [removed]"


def test_given_an_address_when_redacted_then_its_query_is_gone_and_its_path_stays() -> None:
    assert redact_text("see https://a.test/v/1.mp4?sig=abc&x=1#t then") == "see https://a.test/v/1.mp4 then"


def test_given_a_known_secret_when_redacted_then_it_is_gone_wherever_it_stands() -> None:
    assert "c00kie-value" not in redact_text("x c00kie-value y", {"c00kie-value"})


def test_given_a_short_value_when_redacted_then_the_text_is_not_torn_apart() -> None:
    assert redact_text("the dark mode", {"dark"}) == "the dark mode"


@pytest.mark.parametrize("kind", ["password", "email", "hidden"])
def test_given_a_private_field_when_redacted_then_its_value_is_blank(kind: str) -> None:
    html = f'<input type="{kind}" value="open sesame"><input type="text" value="kept">'
    assert redact_html(html) == f'<input type="{kind}" value=""><input type="text" value="kept">'


def test_given_a_relative_link_with_a_token_when_redacted_then_its_query_is_gone() -> None:
    assert redact_html('<img src="/media/1?token=abc">') == '<img src="/media/1">'


def test_given_a_traced_request_when_redacted_then_headers_cookies_and_bodies_are_gone() -> None:
    line = {
        "request": {
            "url": "https://a.test/x?key=1",
            "headers": [{"name": "Cookie", "value": "sid=1"}, {"name": "Content-Type", "value": "text/html"}],
            "cookies": [{"name": "sid", "value": "1"}],
            "queryString": [{"name": "key", "value": "1"}],
            "postData": {"text": "password=1"},
        }
    }
    clean = json.loads(redact_json_lines(json.dumps(line) + "\nnot json\n"))["request"]
    assert clean == {
        "url": "https://a.test/x",
        "headers": [{"name": "Content-Type", "value": "text/html"}],
        "cookies": [],
        "queryString": [],
        "postData": None,
    }
