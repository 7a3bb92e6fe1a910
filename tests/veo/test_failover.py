"""When an item goes to the other provider: one row a rule."""

import pytest

from dailies.domain.failover import fails_over
from dailies.domain.failure import Failure
from dailies.domain.options import Options, Provider
from dailies.domain.status import Status
from dailies.domain.verdicts import VERDICTS

FLOW_OR_VEO = Options(provider=Provider.FLOW, failover=Provider.VEO)


def _goes_to(
    code: str,
    status: Status,
    *,
    options: Options = FLOW_OR_VEO,
    used: Provider = Provider.FLOW,
    charged: bool | None = False,
    open_purchase: bool = False,
) -> Provider | None:
    failure = Failure(code=code, detail="x", charged=charged)
    return fails_over(options, used, failure, status_after=status, open_purchase=open_purchase)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("session_expired", Status.BLOCKED),
        ("sign_in_challenge", Status.BLOCKED),
        ("unusual_activity", Status.BLOCKED),
        ("ui_changed", Status.BLOCKED),
        ("generation_changed", Status.BLOCKED),
        ("credits", Status.BLOCKED),
        ("quota_daily", Status.WAITING),
        ("high_demand", Status.FAILED),
        ("site_unavailable", Status.FAILED),
    ],
)
def test_given_the_providers_own_failure_when_the_user_asked_for_it_then_the_other_one_goes_on(
    code: str, status: Status
) -> None:
    assert _goes_to(code, status) is Provider.VEO


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("high_demand", Status.WAITING),  # the patience is not used up
        ("rights_dialog", Status.BLOCKED),  # a statement about the image, not about the account
        ("cap_job", Status.FAILED),  # the user's own limit
        ("cap_account", Status.WAITING),
        ("cap_day", Status.WAITING),
        ("unknown", Status.FAILED),
        ("download_failed", Status.FAILED),
        ("submit_unclear", Status.FAILED),
        ("session_expired", Status.QUEUED),
    ],
)
def test_given_any_other_failure_when_asked_then_the_item_stays(code: str, status: Status) -> None:
    assert _goes_to(code, status) is None


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(
    "category", [name for name, verdict in VERDICTS.items() if verdict.kind == "refused"]
)
def test_given_a_verdict_on_the_content_when_asked_then_it_is_never_tried_elsewhere(
    category: str, status: Status
) -> None:
    assert _goes_to(category, status) is None


@pytest.mark.parametrize("charged", [None, True])
def test_given_a_failure_that_may_have_cost_when_asked_then_the_item_stays(charged: bool | None) -> None:
    assert _goes_to("session_expired", Status.BLOCKED, charged=charged) is None


def test_given_an_open_purchase_when_asked_then_the_item_stays() -> None:
    assert _goes_to("session_expired", Status.BLOCKED, open_purchase=True) is None


def test_given_a_user_who_asked_for_nothing_when_asked_then_the_item_stays() -> None:
    assert _goes_to("session_expired", Status.BLOCKED, options=Options()) is None


def test_given_an_item_that_went_over_already_when_asked_then_it_does_not_go_back() -> None:
    assert _goes_to("veo_unauthorised", Status.BLOCKED, used=Provider.VEO) is None


def test_given_veo_first_when_its_key_is_refused_then_flow_goes_on() -> None:
    options = Options(provider=Provider.VEO, failover=Provider.FLOW)
    assert _goes_to("veo_unauthorised", Status.BLOCKED, options=options, used=Provider.VEO) is Provider.FLOW


def test_given_a_model_that_the_other_one_lacks_when_asked_then_the_item_stays() -> None:
    options = Options(failover=Provider.VEO, model="Omni 1.1 Flash")
    assert _goes_to("session_expired", Status.BLOCKED, options=options) is None
