"""The state machine's executions as moto keeps them: it starts and stops them, and never ends one by itself."""

from typing import Any

from moto.stepfunctions.models import StateMachine, stepfunctions_backends

from dailies.services.app import App
from tests.store.place import REGION


def executions_of(app: App, name: str) -> list[str]:
    """Give the names of the executions that were begun for a task, in order."""
    found = app.aws.states.list_executions(stateMachineArn=app.settings.state_machine)["executions"]
    return sorted(each["name"] for each in found if each["name"].startswith(name))


def end_execution(app: App, arn: str, status: str) -> None:
    """Let an execution have ended."""
    for execution in _machine(app).executions:
        if execution.execution_arn == arn:
            execution.status = status


def forget_execution(app: App, arn: str) -> None:
    """Let the place that ran an execution have forgotten it."""
    machine = _machine(app)
    machine.executions = [each for each in machine.executions if each.execution_arn != arn]


def _machine(app: App) -> StateMachine:
    account = app.settings.state_machine.split(":")[4]
    backend: Any = stepfunctions_backends[account][REGION]
    machine: StateMachine = backend.describe_state_machine(app.settings.state_machine)
    return machine
