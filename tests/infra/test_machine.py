"""The machine's chain and expressions, evaluated as Step Functions would."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonata import Jsonata

from infra.constructs.machine_definition import definition

State = dict[str, Any]

TASK = {"owner": "ann", "job_id": "j1", "task_id": "j1-generate-1"}
ROUND = {**TASK, "batch": 3, "round": 1}


def evaluate(template: Any, states: Mapping[str, Any]) -> Any:
    """Give the value of a JSONata template: strings in {% %} are expressions, the rest stands as it is."""
    if isinstance(template, dict):
        return {key: evaluate(value, states) for key, value in template.items()}
    if isinstance(template, str) and template.startswith("{%"):
        expression = Jsonata(template.removeprefix("{%").removesuffix("%}").strip())
        expression.assign("states", states)
        return expression.evaluate(None)
    return template


@pytest.fixture
def states() -> State:
    found: State = definition()["States"]
    return found


@pytest.fixture
def batch_states(states: State) -> State:
    found: State = states["Batches"]["ItemProcessor"]["States"]
    return found


def every_state(machine: State) -> Iterator[tuple[str, State]]:
    for name, state in machine["States"].items():
        yield name, state
        if "ItemProcessor" in state:
            yield from every_state(state["ItemProcessor"])


def following(state: State) -> Iterator[str]:
    """Name the states that a state may lead to."""
    choices = [each["Next"] for part in ("Choices", "Catch") for each in state.get(part, ())]
    yield from (*choices, *(state[end] for end in ("Next", "Default") if end in state))


def test_given_the_machine_when_drawn_then_it_plans_runs_batches_and_finishes(states: State) -> None:
    assert (states["Plan"]["Next"], states["Batches"]["Next"]) == ("Batches", "Finish")
    assert states["Finish"]["End"] is True


def test_given_a_batch_when_drawn_then_it_runs_collects_and_may_wait_for_another_round(
    batch_states: State,
) -> None:
    assert batch_states["RunBatch"]["Next"] == "Collect"
    assert batch_states["Collect"]["Next"] == "IsAnotherRoundDue"
    assert batch_states["WaitForRetry"]["Next"] == "RunBatch"


def test_given_every_task_when_drawn_then_it_retries_and_catches_everything() -> None:
    tasks = [state for _, state in every_state(definition()) if state["Type"] == "Task"]
    assert len(tasks) == 4
    assert all(state["Catch"][0]["ErrorEquals"] == ["States.ALL"] and state["Retry"] for state in tasks)


def test_given_every_transition_when_drawn_then_together_they_reach_every_state_of_their_level() -> None:
    machine = definition()
    for level in (machine, machine["States"]["Batches"]["ItemProcessor"]):
        targets = {name for state in level["States"].values() for name in following(state)}
        assert targets | {level["StartAt"]} == set(level["States"])


def test_given_a_batch_that_fails_when_caught_then_the_others_go_on(batch_states: State) -> None:
    catches = [state["Catch"][0]["Next"] for state in batch_states.values() if "Catch" in state]
    assert catches == ["Collect", "BatchEnds"]


def test_given_a_silent_container_when_running_then_its_step_ends_by_itself(batch_states: State) -> None:
    step = batch_states["RunBatch"]
    assert (step["TimeoutSeconds"], step["HeartbeatSeconds"]) == (21600, 600)
    assert step["Resource"].endswith("lambda:invoke.waitForTaskToken")


def test_given_a_planned_batch_when_selected_then_it_starts_at_round_1_with_the_tasks_names(
    states: State,
) -> None:
    context = {"Execution": {"Input": TASK}, "Map": {"Item": {"Value": 3}}}
    assert evaluate(states["Batches"]["ItemSelector"], {"context": context}) == ROUND


def test_given_a_plan_when_it_answers_then_its_batches_are_the_maps_items(states: State) -> None:
    answer = evaluate(states["Plan"]["Output"], {"result": {"Payload": {"batches": [0, 1]}}})
    assert evaluate(states["Batches"]["Items"], {"input": answer}) == [0, 1]


def test_given_a_plan_without_batches_when_it_answers_then_the_map_has_no_items(states: State) -> None:
    answer = evaluate(states["Plan"]["Output"], {"result": {"Payload": {"batches": []}}})
    assert evaluate(states["Batches"]["Items"], {"input": answer}) == []


def test_given_a_round_when_submitted_then_the_function_gets_it_with_the_token(batch_states: State) -> None:
    payload = batch_states["RunBatch"]["Arguments"]["Payload"]
    given = {"input": ROUND, "context": {"Task": {"Token": "t0"}}}
    assert evaluate(payload, given) == {**ROUND, "token": "t0"}


def test_given_a_container_that_answered_when_collected_then_its_answer_is_not_believed(
    batch_states: State,
) -> None:
    given = {"input": ROUND, "result": {"Payload": {"ended": "anything"}}}
    assert evaluate(batch_states["RunBatch"]["Output"], given) == ROUND


def test_given_a_retry_when_waited_for_then_the_next_round_carries_its_number_and_nothing_else(
    batch_states: State,
) -> None:
    verdict = {"next": "retry", "seconds": 180, "round": 2}
    after = evaluate(batch_states["Collect"]["Output"], {"input": ROUND, "result": {"Payload": verdict}})
    assert evaluate(batch_states["WaitForRetry"]["Seconds"], {"input": after}) == 180
    assert evaluate(batch_states["WaitForRetry"]["Output"], {"input": after}) == {**ROUND, "round": 2}


@pytest.mark.parametrize(
    ("verdict", "retries"), [({"next": "retry"}, True), ({"next": "done"}, False), ({}, False)]
)
def test_given_a_verdict_when_chosen_then_only_retry_runs_again(
    batch_states: State, verdict: State, retries: bool
) -> None:
    condition = batch_states["IsAnotherRoundDue"]["Choices"][0]["Condition"]
    assert bool(evaluate(condition, {"input": {**ROUND, **verdict}})) is retries


def test_given_an_error_when_finished_then_the_function_gets_its_words(states: State) -> None:
    caught = evaluate(
        states["Plan"]["Catch"][0]["Output"], {"errorOutput": {"Error": "Boom", "Cause": "it broke"}}
    )
    given = {"input": caught, "context": {"Execution": {"Input": TASK}}}
    assert evaluate(states["Finish"]["Arguments"]["Payload"], given) == {**TASK, "error": "Boom: it broke"}


def test_given_an_endless_cause_when_caught_then_it_is_cut(states: State) -> None:
    caught = evaluate(
        states["Batches"]["Catch"][0]["Output"], {"errorOutput": {"Error": "E", "Cause": "x" * 9000}}
    )
    assert len(caught["error"]) == 503


def test_given_no_error_when_finished_then_the_function_gets_the_task_alone(states: State) -> None:
    given = {"input": {}, "context": {"Execution": {"Input": TASK}}}
    assert evaluate(states["Finish"]["Arguments"]["Payload"], given) == TASK
