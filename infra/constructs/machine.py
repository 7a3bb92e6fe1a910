"""The state machine that runs every task, and its definition as data."""

import json
from typing import Any

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as states
from constructs import Construct

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


class TaskMachine(Construct):
    """The machine under a name known before it exists, so that functions can name it without a cycle."""

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, steps: dict[str, lambda_.Function]
    ) -> None:
        super().__init__(scope, construct_id)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        self.machine = states.StateMachine(
            self,
            "Machine",
            state_machine_name=name,
            definition_body=states.DefinitionBody.from_string(json.dumps(definition())),
            definition_substitutions={
                "Partition": Aws.PARTITION,
                **{step: function.function_arn for step, function in steps.items()},
            },
            role=role,
            # Not what travels: the tokens that workers answer with are among it.
            logs=states.LogOptions(
                destination=self._log_group(), level=states.LogLevel.ALL, include_execution_data=False
            ),
            tracing_enabled=True,
        )
        # The CDK's own grant would allow every version and alias too, and there are none.
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"],
                resources=[function.function_arn for function in steps.values()],
            )
        )

    def _log_group(self) -> logs.LogGroup:
        # Step Functions writes only to vended names; otherwise each machine grows one resource policy.
        return logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/vendedlogs/states/{Aws.STACK_NAME}-tasks",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
