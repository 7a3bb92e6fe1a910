"""Who is signed in, and when a person is needed."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from dailies.domain.errors import SiteBlocked

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def test_given_a_saved_session_when_restored_then_no_credentials_are_needed(studio: Studio, run: Run) -> None:
    async def work() -> None:
        first = studio.driver()
        await first.ensure_signed_in()
        second = studio.driver(credentials=None, storage_state=await first.storage_state())
        await second.ensure_signed_in()

    run(work())
    assert len(studio.site.actions(studio.account, "sign_in")) == 1


def test_given_neither_session_nor_credentials_when_started_then_a_person_is_asked(
    studio: Studio, run: Run
) -> None:
    with pytest.raises(SiteBlocked) as caught:
        run(studio.driver(credentials=None).ensure_signed_in())
    assert caught.value.failure.code == "session_expired"


def test_given_a_wrong_password_when_signing_in_then_it_is_tried_once(studio: Studio, run: Run) -> None:
    wrong = studio.account.model_copy(update={"password": SecretStr("open sesame")})
    with pytest.raises(SiteBlocked) as caught:
        run(studio.driver(credentials=wrong).ensure_signed_in())
    assert caught.value.failure.code == "session_expired"


def test_given_the_session_ends_after_the_click_when_watched_then_nobody_can_tell_what_it_cost(
    studio: Studio, run: Run
) -> None:
    async def work() -> None:
        async with studio.take() as take:
            await take.prepare(studio.order())
            await take.submit()
            studio.site.expire_sessions(studio.account)
            await take.watch(ignore)

    with pytest.raises(SiteBlocked) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.charged) == ("session_expired", None)
