"""The state machine that runs every task."""

import json

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as states
from constructs import Construct

from infra.constructs.log_group import make_log_group
from infra.constructs.machine_definition import definition


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
            logs=states.LogOptions(
                # Step Functions writes only to vended names; otherwise each machine grows one resource policy.
                destination=make_log_group(
                    self, "Logs", name=f"/aws/vendedlogs/states/{Aws.STACK_NAME}-tasks"
                ),
                level=states.LogLevel.ALL,
                # Not what travels: the tokens that workers answer with are among it.
                include_execution_data=False,
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
