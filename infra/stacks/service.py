"""The stack of everything that works on the data: every construct once, joined by names and ARNs."""

from pathlib import Path
from typing import Any

from aws_cdk import Aws, CfnCondition, CfnOutput, Fn, Stack, Token
from constructs import Construct

from dailies.telemetry.boards import Part
from infra.constructs.account_browsers import AccountBrowsers
from infra.constructs.alarms import Alarms
from infra.constructs.alerts import Alerts
from infra.constructs.announcing import Announcing
from infra.constructs.api import HttpApi
from infra.constructs.batch import ContainerQueue
from infra.constructs.callers import Callers
from infra.constructs.container_ends import ContainerEnds
from infra.constructs.dashboards import Dashboards
from infra.constructs.functions import FUNCTIONS, Functions
from infra.constructs.gallery import Gallery
from infra.constructs.intake import Intake
from infra.constructs.issuer import Issuer
from infra.constructs.letters import dead_letters
from infra.constructs.machine import TaskMachine
from infra.constructs.machine_definition import STEPS
from infra.constructs.network import Network
from infra.constructs.parameters import Parameters
from infra.constructs.permissions import automation_container, media_container
from infra.constructs.schedule import Schedule
from infra.stacks.data import DataStack
from infra.stacks.names import Names
from infra.stacks.surroundings import Surroundings


class ServiceStack(Stack):
    """All of Dailies but its data, in one account and region."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        bundle: Path,
        gallery: Path,
        root: Path,
        **options: Any,
    ) -> None:
        super().__init__(
            scope, construct_id, description="Dailies: prompts in, finished video out", **options
        )
        self._data = data
        self._names = Names(self, construct_id)
        self._parameters = Parameters(self, "Parameters")
        self._around = Surroundings(data, self._names, self._parameters)
        self._undelivered = dead_letters(self, "Undelivered")
        AccountBrowsers(
            self,
            "Browsers",
            name=self._names.browsers + self._parameters.text("FlowAccount"),
            browsers=self._parameters.text("FlowBrowsers"),
        )
        self._add_containers(root)
        self._callers = Callers(self, "Callers", people=data.people) if data.people else None
        self._issuer = self._callers.issuer if self._callers else Issuer.required(self.node)
        self._add_functions(bundle)
        self._add_intake()
        self._add_work()
        self._add_gallery(gallery)
        self._add_watch(construct_id)
        self._add_outputs()

    def _add_containers(self, root: Path) -> None:
        isolated = CfnCondition(
            self,
            "MediaIsIsolated",
            expression=Fn.condition_equals(self._parameters.text("MediaNetwork"), "isolated"),
        )
        network = Network(self, "Network", bucket=self._data.bucket, media_is_isolated=isolated)
        environment = self._around.container_environment()
        self._automation, self._media = (
            ContainerQueue(
                self,
                f"{kind.capitalize()}Containers",
                kind=kind,
                name=self._names.containers(kind),
                network=network,
                root=root,
                environment=environment,
            )
            for kind in ("automation", "media")
        )
        self._media.isolate(isolated, network.isolated_subnets)
        resources = self._around.resources(self._automation, self._media)
        for statement in automation_container(resources):
            self._automation.role.add_to_policy(statement)
        for statement in media_container(resources):
            self._media.role.add_to_policy(statement)

    def _add_functions(self, bundle: Path) -> None:
        self._functions = Functions(
            self,
            "Functions",
            bundle=bundle,
            environment=self._around.function_environment(self._automation, self._media),
            resources=self._around.resources(self._automation, self._media),
            undelivered=self._undelivered,
        )
        self._api = HttpApi(self, "Http", function=self._functions["api"], issuer=self._issuer).api

    def _add_intake(self) -> None:
        intake = Intake(
            self,
            "Intake",
            bucket=self._data.bucket,
            validation=self._functions["validation"],
            undelivered=self._undelivered,
        )
        self._dead_letters = (self._undelivered, intake.dead_letters)
        # The API announces what it is told of, the reconciler what it finds.
        Announcing(
            self,
            "Announcing",
            queue=intake.queue,
            functions=[self._functions["api"], self._functions["reconcile"]],
            condition=self._parameters.store_is_elsewhere,
        )
        self._queues = (intake.queue, *self._dead_letters)

    def _add_work(self) -> None:
        steps = {step: self._functions[step] for step in STEPS}
        TaskMachine(self, "Tasks", name=self._names.machine, steps=steps)
        Schedule(
            self,
            "Schedule",
            reconcile=self._functions["reconcile"],
            check=self._functions["check"],
            check_hours=self._parameters.text("CheckHours"),
            undelivered=self._undelivered,
        )
        ContainerEnds(
            self,
            "ContainerEnds",
            queues=[kind.queue for kind in (self._automation, self._media)],
            status=self._functions["status"],
            undelivered=self._undelivered,
        )

    def _add_watch(self, name: str) -> None:
        topic = Alerts(self, "Alerts", email=self._parameters.text("AlertEmail")).topic
        Alarms(
            self,
            "Alarms",
            topic=topic,
            dead_letters=self._dead_letters,
            credits_a_day=self._parameters.text("AlertCredits"),
        )
        parts = {
            Part.FUNCTION: [self._functions[each].function_name for each in FUNCTIONS],
            Part.QUEUE: [queue.queue_name for queue in self._queues],
            Part.API: [self._api.api_id],
            Part.MACHINE: [self._names.machine_arn()],
            Part.BUCKET: [self._data.bucket.bucket_name],
            Part.TABLE: [self._data.table.table_name],
        }
        Dashboards(self, "Dashboards", name=name, parts=parts)

    def _add_gallery(self, files: Path) -> None:
        elsewhere = f"{self._around.objects_origins()} {self._issuer.origin}"
        self._gallery = Gallery(self, "Gallery", files=files, api=self._api, elsewhere=elsewhere)
        self._gallery.publish(self._issuer.sign_in().model_dump(exclude_none=True))
        if self._callers:
            self._callers.return_to(self._gallery_address())

    def _gallery_address(self) -> str:
        named = self._parameters.text("GalleryUrl")
        is_named = CfnCondition(
            self, "GalleryIsNamed", expression=Fn.condition_not(Fn.condition_equals(named, ""))
        )
        return Token.as_string(Fn.condition_if(is_named.logical_id, named, f"{self._gallery.address}/"))

    def _add_outputs(self) -> None:
        functions = {
            f"{name.capitalize()}Function": self._functions[name].function_name
            for name in ("api", "validation", "reconcile", "check", "status")
        }
        values = {
            "SiteUrl": self._gallery.address,
            "ApiUrl": self._api.api_endpoint,
            "ApiId": self._api.api_id,
            "StateMachineArn": self._names.machine_arn(),
            **functions,
            "Region": Aws.REGION,
            "SignInClient": self._issuer.client,
        }
        if self._callers:
            values["MachineClient"] = self._callers.machine_client
        for name, value in values.items():
            CfnOutput(self, name, value=value)
