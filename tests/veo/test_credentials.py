"""A service account's key opens the provider, and shows up nowhere."""

import asyncio
import json
import logging

import pytest

from dailies.domain.errors import SiteBlocked, SiteFailure

from .desk import Desk


def test_given_a_service_account_when_a_purchase_fails_then_neither_key_nor_token_is_written_anywhere(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    tokens: list[str] = []

    async def buy() -> None:
        async with desk.generator(secret=json.dumps(key)) as generator:
            headers = await generator._connection.access.headers()
            tokens.append(headers["Authorization"].removeprefix("Bearer "))
            async with generator.take(desk.evidence) as take:
                await desk.watched(take)

    key = desk.site.key()
    desk.fault("prompt_refused")
    with caplog.at_level(logging.DEBUG), pytest.raises(SiteFailure):
        asyncio.run(buy())
    written = caplog.text + (desk.evidence / "provider.json").read_text()
    secrets = [*tokens, key["private_key"].splitlines()[5], key["client_email"], "Bearer "]
    assert [word for word in secrets if word in written] == []
    assert "predictLongRunning" in written  # else nothing was logged that could have leaked


@pytest.mark.parametrize("secret", ["{not json", '{"type": "service_account"}', "[]"])
def test_given_a_key_that_cannot_be_read_when_opened_then_a_person_is_asked(desk: Desk, secret: str) -> None:
    _assert_blocked(desk, secret)


def test_given_a_key_of_another_account_when_used_then_a_person_is_asked(desk: Desk) -> None:
    _assert_blocked(desk, json.dumps({**desk.site.key(), "client_email": "eve@x.iam.gserviceaccount.com"}))


def test_given_no_key_when_the_provider_is_not_on_loopback_then_nothing_is_sent(desk: Desk) -> None:
    _assert_blocked(desk, "", url="https://veo.example")


def _assert_blocked(desk: Desk, secret: str, url: str = "") -> None:
    async def prepare() -> None:
        async with (
            desk.generator(secret=secret, veo_url=url or desk.site.url) as generator,
            generator.take(desk.evidence) as take,
        ):
            await take.prepare(desk.order())

    with pytest.raises(SiteBlocked) as blocked:
        asyncio.run(prepare())
    assert (blocked.value.failure.code, blocked.value.failure.charged) == ("veo_unauthorised", False)
