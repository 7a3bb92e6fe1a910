"""A paid clip that cannot be fetched stays paid, and is never bought again."""

from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import SiteFailure

from .studio import Studio, ignore

pytestmark = pytest.mark.browser


def test_given_a_download_that_never_comes_when_given_up_then_it_is_paid_and_can_be_fetched_later(
    studio: Studio, run: Callable[[Any], Any]
) -> None:
    studio.site.fault("download_poster", studio.account)

    async def work() -> None:
        async with studio.take(studio.pace.model_copy(update={"download_tries": 2})) as take:
            await take.prepare(studio.order())
            await take.submit()
            await take.watch(ignore)
            await take.download(1, studio.clip(1))

    with pytest.raises(SiteFailure) as caught:
        run(work())
    failure = caught.value.failure
    assert (failure.code, failure.charged, failure.retryable) == ("download_failed", True, True)
    assert list(studio.folder.glob("*.mp4*")) == []
