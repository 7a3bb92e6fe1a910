import pytest

from dailies.domain.verdicts import VERDICTS
from infra.local.flow.fate import decide_fate
from infra.local.flow.faults import FaultBoard, Occasion, Rule, Strike, applies, load_faults
from infra.local.flow.messages import load_messages

FAULT = load_faults()["policy"]
HERE = Occasion(point="submission", account="a@example.test", prompt="a cat on a mat", attempt=2)


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({}, True),
        ({"account": "a@example.test"}, True),
        ({"account": "b@example.test"}, False),
        ({"prompt_contains": "cat"}, True),
        ({"prompt_contains": "dog"}, False),
        ({"attempts": (1, 2)}, True),
        ({"attempts": (1,)}, False),
        ({"prompt_contains": "cat", "attempts": (3,)}, False),
    ],
)
def test_given_conditions_when_asked_then_all_of_them_must_hold(
    conditions: dict[str, object], holds: bool
) -> None:
    rule = Rule.model_validate({"fault": "policy", **conditions})
    assert applies(rule, FAULT, HERE) is holds


def test_given_another_point_when_asked_then_the_fault_does_not_strike() -> None:
    assert not applies(Rule(fault="policy"), load_faults()["upload_unanswered"], HERE)


def test_given_two_times_when_struck_three_times_then_the_third_passes() -> None:
    board = FaultBoard()
    board.add(Rule(fault="policy", times=2))
    assert [len(board.strike(HERE)) for _ in range(3)] == [1, 1, 0]


def test_given_parameters_in_a_rule_when_struck_then_they_win_over_the_registry() -> None:
    board = FaultBoard()
    board.add(Rule(fault="one_of_two_fails", params={"output": 1}))
    assert board.strike(HERE)[0].params == {"output": 1, "message": "transient_unknown"}


def test_given_the_registry_when_read_then_every_failing_fault_has_its_message() -> None:
    failing = {name: fault for name, fault in load_faults().items() if fault.effect == "fail"}
    assert {fault.params.get("message", name) for name, fault in failing.items()} <= set(load_messages())


def test_given_the_registry_when_read_then_every_refusal_is_one_of_the_catalogue() -> None:
    means = {fault.means for fault in load_faults().values() if fault.effect == "fail"}
    assert means <= set(VERDICTS)


def test_given_a_share_when_struck_often_then_about_that_many_strike_and_the_seed_says_which() -> None:
    runs = []
    for seed in (1, 1, 2):
        board = FaultBoard()
        board.add(Rule(fault="policy", probability=0.25, seed=seed))
        runs.append([len(board.strike(HERE)) for _ in range(200)])
    assert 30 < sum(runs[0]) < 70
    assert (runs[0] == runs[1], runs[0] == runs[2]) == (True, False)


def test_given_a_fault_of_output_2_when_decided_then_output_1_is_spared() -> None:
    strike = Strike(name="x", effect="fail", params={"output": 2, "message": "policy"})
    messages = {"policy": "No."}
    assert [decide_fate([strike], n, messages).message for n in (1, 2)] == [None, "No."]


def test_given_two_failures_when_decided_then_the_first_is_shown() -> None:
    strikes = [Strike(name=name, effect="fail", params={}) for name in ("one", "two")]
    assert decide_fate(strikes, 1, {"one": "1", "two": "2"}).message == "1"
