"""The stack: every construct once, joined by names and ARNs."""

from pathlib import Path

from aws_cdk import ArnFormat, Aws, CfnOutput, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra.constructs.api import HttpApi
from infra.constructs.batch import AccountBrowsers, ContainerQueue
from infra.constructs.bucket import MediaBucket
from infra.constructs.functions import Functions
from infra.constructs.intake import Intake
from infra.constructs.machine import STEPS, TaskMachine
from infra.constructs.network import Network
from infra.constructs.parameters import Parameters
from infra.constructs.permissions import Resources, automation_container, media_container
from infra.constructs.schedule import Schedule
from infra.constructs.secrets import Secrets
from infra.constructs.table import JobsTable
from infra.constructs.vault import SessionVault


class DailiesStack(Stack):
    """All of Dailies in one account and region."""

    def __init__(self, scope: Construct, construct_id: str, *, bundle: Path, root: Path) -> None:
        super().__init__(scope, construct_id, description="Dailies: prompts in, finished video out")
        self._machine_name = f"{construct_id}-tasks"
        self._parameters = Parameters(self, "Parameters")
        self._table = JobsTable(self, "Jobs").table
        self._bucket = MediaBucket(self, "Storage").bucket
        self._secrets = Secrets(self, "Secrets")
        self._vault = SessionVault(self, "Vault")
        self._browsers = f"{construct_id}-flow-"
        AccountBrowsers(
            self,
            "Browsers",
            name=self._browsers + self._parameters.text("FlowAccount"),
            browsers=self._parameters.text("FlowBrowsers"),
        )
        self._add_containers(construct_id, root)
        self._add_functions(bundle)
        self._add_outputs()

    def _add_containers(self, name: str, root: Path) -> None:
        network = Network(self, "Network")
        environment = self._container_environment()
        self._automation, self._media = (
            ContainerQueue(
                self,
                f"{kind.capitalize()}Containers",
                kind=kind,
                name=f"{name}-{kind}",
                network=network,
                root=root,
                environment=environment,
            )
            for kind in ("automation", "media")
        )
        resources = self._resources()
        for statement in automation_container(resources):
            self._automation.role.add_to_policy(statement)
        for statement in media_container(resources):
            self._media.role.add_to_policy(statement)

    def _add_functions(self, bundle: Path) -> None:
        functions = Functions(
            self,
            "Functions",
            bundle=bundle,
            environment=self._function_environment(),
            resources=self._resources(),
        )
        self._functions = functions
        self._api = HttpApi(self, "Http", function=functions["api"], parameters=self._parameters).api
        Intake(self, "Intake", bucket=self._bucket, validation=functions["validation"])
        steps = {step: functions[step] for step in STEPS}
        TaskMachine(self, "Tasks", name=self._machine_name, steps=steps)
        Schedule(
            self,
            "Schedule",
            reconcile=functions["reconcile"],
            check=functions["check"],
            check_hours=self._parameters.text("CheckHours"),
        )
        self._add_container_ends()

    def _add_container_ends(self) -> None:
        queues = [queue.queue.job_queue_arn for queue in (self._automation, self._media)]
        events.Rule(
            self,
            "ContainerEnds",
            description="A container of ours ended",
            event_pattern=events.EventPattern(
                source=["aws.batch"],
                detail_type=["Batch Job State Change"],
                detail={"jobQueue": queues, "status": ["SUCCEEDED", "FAILED"]},
            ),
            targets=[targets.LambdaFunction(self._functions["status"])],
        )

    def _container_environment(self) -> dict[str, str]:
        return {
            **self._parameters.environment(),
            "DAILIES_TABLE": self._table.table_name,
            "DAILIES_BUCKET": self._bucket.bucket_name,
            "DAILIES_FLOW_SECRET": self._secrets.flow.secret_arn,
            "DAILIES_VEO_SECRET": self._secrets.veo.secret_arn,
            "DAILIES_SESSION_KEY": self._vault.key.key_arn,
            # A container that ends a pause starts what was paused.
            "DAILIES_STATE_MACHINE": self._machine_arn("stateMachine"),
        }

    def _function_environment(self) -> dict[str, str]:
        return {
            **self._container_environment(),
            "DAILIES_SIGNING_SECRET": self._secrets.signing.secret_arn,
            "DAILIES_AUTOMATION_QUEUE": self._automation.queue.job_queue_arn,
            "DAILIES_MEDIA_QUEUE": self._media.queue.job_queue_arn,
            "DAILIES_AUTOMATION_JOB": self._automation.definition.job_definition_arn,
            "DAILIES_MEDIA_JOB": self._media.definition.job_definition_arn,
            "DAILIES_FLOW_RESOURCE": self._browsers,
        }

    def _machine_arn(self, kind: str, *more: str) -> str:
        return self.format_arn(
            service="states",
            resource=kind,
            resource_name=":".join((self._machine_name, *more)),
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    def _resources(self) -> Resources:
        kinds = (self._automation, self._media)
        return Resources(
            table=self._table.table_arn,
            bucket=self._bucket.bucket_arn,
            machine=self._machine_arn("stateMachine"),
            executions=self._machine_arn("execution", "*"),
            jobs=self.format_arn(service="batch", resource="job", resource_name="*"),
            queues=tuple(kind.queue.job_queue_arn for kind in kinds),
            definitions=tuple(kind.definition.job_definition_arn for kind in kinds),
            signing_secret=self._secrets.signing.secret_arn,
            flow_secret=self._secrets.flow.secret_arn,
            veo_secret=self._secrets.veo.secret_arn,
            session_key=self._vault.key.key_arn,
            browsers=self.format_arn(
                service="batch", resource="consumable-resource", resource_name=f"{self._browsers}*"
            ),
        )

    def _add_outputs(self) -> None:
        values = {
            "ApiUrl": self._api.api_endpoint,
            "ApiId": self._api.api_id,
            "TableName": self._table.table_name,
            "BucketName": self._bucket.bucket_name,
            "StateMachineArn": self._machine_arn("stateMachine"),
            "SigningSecret": self._secrets.signing.secret_arn,
            "FlowSecret": self._secrets.flow.secret_arn,
            "VeoSecret": self._secrets.veo.secret_arn,
            "SessionKey": self._vault.key.key_arn,
            "ApiFunction": self._functions["api"].function_name,
            "ValidationFunction": self._functions["validation"].function_name,
            "ReconcileFunction": self._functions["reconcile"].function_name,
            "CheckFunction": self._functions["check"].function_name,
            "StatusFunction": self._functions["status"].function_name,
            "Region": Aws.REGION,
        }
        for name, value in values.items():
            CfnOutput(self, name, value=value)
