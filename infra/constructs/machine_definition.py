"""What the state machine does with a task, drawn as data."""

from typing import Any

STEPS = ("plan", "submit", "collect", "finish")
BATCHES_AT_ONCE = 5
BATCH_SECONDS = 6 * 3600
HEARTBEAT_SECONDS = 600
TASK_SECONDS = 7 * 24 * 3600

State = dict[str, Any]
_EVERYTHING = ["States.ALL"]
_NAMES = ("owner", "job_id", "task_id")
_ERROR = "{% {'error': $states.errorOutput.Error & ': ' & $substring($string($states.errorOutput.Cause), 0, 500)} %}"


def _execution_input() -> State:
    return {name: f"{{% $states.context.Execution.Input.{name} %}}" for name in _NAMES}


def _retry(attempts: int) -> list[State]:
    return [
        {
            "ErrorEquals": _EVERYTHING,
            "IntervalSeconds": 2,
            "BackoffRate": 2,
            "MaxAttempts": attempts,
            "MaxDelaySeconds": 60,
            "JitterStrategy": "FULL",
        }
    ]


def _invoke(step: str, payload: Any, *, suffix: str = "") -> State:
    return {
        "Type": "Task",
        "Resource": f"arn:${{Partition}}:states:::lambda:invoke{suffix}",
        "Arguments": {"FunctionName": f"${{{step}}}", "Payload": payload},
    }


def _catch(following: str, output: str) -> list[State]:
    return [{"ErrorEquals": _EVERYTHING, "Output": output, "Next": following}]


def _run_batch() -> State:
    return {
        **_invoke(
            "submit",
            "{% $merge([$states.input, {'token': $states.context.Task.Token}]) %}",
            suffix=".waitForTaskToken",
        ),
        "TimeoutSeconds": BATCH_SECONDS,
        "HeartbeatSeconds": HEARTBEAT_SECONDS,
        # Only a call that never reached the function may be repeated: any other could submit twice.
        "Retry": [{**_retry(5)[0], "ErrorEquals": ["Lambda.TooManyRequestsException"]}],
        "Output": "{% $states.input %}",
        "Catch": _catch("Collect", "{% $states.input %}"),
        "Next": "Collect",
    }


def _batch_states() -> State:
    again = {name: f"{{% $states.input.{name} %}}" for name in (*_NAMES, "batch", "round")}
    return {
        "RunBatch": _run_batch(),
        "Collect": {
            **_invoke("collect", "{% $states.input %}"),
            "Output": "{% $merge([$states.input, $states.result.Payload]) %}",
            "Retry": _retry(5),
            "Catch": _catch("BatchEnds", "{% $states.input %}"),
            "Next": "IsAnotherRoundDue",
        },
        "IsAnotherRoundDue": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $states.input.next = 'retry' %}", "Next": "WaitForRetry"}],
            "Default": "BatchEnds",
        },
        "WaitForRetry": {
            "Type": "Wait",
            "Seconds": "{% $states.input.seconds %}",
            "Output": again,
            "Next": "RunBatch",
        },
        "BatchEnds": {"Type": "Succeed", "Output": {"batch": "{% $states.input.batch %}"}},
    }


def _batches() -> State:
    return {
        "Type": "Map",
        "Items": "{% $states.input.batches %}",
        "ItemSelector": {**_execution_input(), "batch": "{% $states.context.Map.Item.Value %}", "round": 1},
        "MaxConcurrency": BATCHES_AT_ONCE,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "INLINE"},
            "StartAt": "RunBatch",
            "States": _batch_states(),
        },
        "Output": {},
        "Catch": _catch("Finish", _ERROR),
        "Next": "Finish",
    }


def definition() -> State:
    """Draw the machine; `${…}` stand for the partition and the functions' ARNs."""
    ending = "{% $merge([$states.context.Execution.Input, $states.input]) %}"
    return {
        "Comment": "Plan, run batches in containers with timed retries, finish",
        "QueryLanguage": "JSONata",
        "TimeoutSeconds": TASK_SECONDS,
        "StartAt": "Plan",
        "States": {
            "Plan": {
                **_invoke("plan", "{% $states.input %}"),
                "Output": "{% $states.result.Payload %}",
                "Retry": _retry(3),
                "Catch": _catch("Finish", _ERROR),
                "Next": "Batches",
            },
            "Batches": _batches(),
            "Finish": {
                **_invoke("finish", ending),
                "Output": {},
                "Retry": _retry(6),
                "Catch": _catch("Unfinished", _ERROR),
                "End": True,
            },
            "Unfinished": {
                "Type": "Fail",
                "Error": "Unfinished",
                "Cause": "{% $states.input.error %}",
            },
        },
    }
