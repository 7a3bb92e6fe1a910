import pytest

from infra.local.batch.requests import ExitRule, RetryStrategy
from infra.local.batch.retry import Ending, Verdict, decide

MEDIA = RetryStrategy(
    attempts=3,
    evaluate_on_exit=(
        ExitRule(action="RETRY", on_exit_code="75"),
        ExitRule(action="RETRY", on_status_reason="Host EC2*"),
        ExitRule(action="EXIT", on_exit_code="*"),
    ),
)


@pytest.mark.parametrize(
    ("ending", "made", "expected"),
    [
        (Ending(0), 1, Verdict.SUCCEEDED),
        (Ending(75), 1, Verdict.RETRY),
        (Ending(75), 3, Verdict.FAILED),
        (Ending(65), 1, Verdict.FAILED),
        (Ending(137, status_reason="Host EC2 (instance i-1) terminated"), 1, Verdict.RETRY),
        (Ending(0, final=True), 1, Verdict.FAILED),
    ],
)
def test_given_the_media_rules_when_an_attempt_ends_then_the_exit_code_decides(
    ending: Ending, made: int, expected: Verdict
) -> None:
    assert decide(ending, made, MEDIA) is expected


def test_given_no_rule_that_matches_when_failing_then_the_job_is_retried() -> None:
    strategy = RetryStrategy(attempts=2, evaluate_on_exit=(ExitRule(action="EXIT", on_exit_code="65"),))
    assert decide(Ending(1), 1, strategy) is Verdict.RETRY


def test_given_two_conditions_when_only_one_holds_then_the_rule_does_not_match() -> None:
    rule = ExitRule(action="EXIT", on_exit_code="1", on_reason="OutOfMemory*")
    assert decide(Ending(1), 1, RetryStrategy(attempts=2, evaluate_on_exit=(rule,))) is Verdict.RETRY


def test_given_the_first_of_two_matching_rules_when_failing_then_the_first_decides() -> None:
    rules = (ExitRule(action="EXIT", on_reason="*"), ExitRule(action="RETRY", on_exit_code="*"))
    assert decide(Ending(1), 1, RetryStrategy(attempts=2, evaluate_on_exit=rules)) is Verdict.FAILED


def test_given_a_lower_case_action_when_read_then_it_means_the_same() -> None:
    assert ExitRule.model_validate({"onExitCode": "75", "action": "retry"}).action == "RETRY"
