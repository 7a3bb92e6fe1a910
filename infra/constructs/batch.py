"""The containers' side of AWS Batch: where they run and what they queue for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import CfnCondition, CfnResource, Duration, Fn, IgnoreMode, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr_assets as images
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.batch_rules import retry_rules, waiting_limits
from infra.constructs.log_group import make_log_group
from infra.constructs.network import Network


@dataclass(frozen=True)
class ContainerSize:
    """What one kind of container gets."""

    vcpus: int
    memory_gib: int
    disk_gib: int
    most_vcpus: int
    hours: int
    spot: bool
    """Whether spare capacity is tried first: cheaper, and taken away at two minutes' notice."""


CONTAINERS: Mapping[str, ContainerSize] = {
    # A browser session that a Spot reclaim cuts off costs credits, so automation runs on demand.
    "automation": ContainerSize(vcpus=2, memory_gib=4, disk_gib=30, most_vcpus=8, hours=6, spot=False),
    "media": ContainerSize(vcpus=4, memory_gib=8, disk_gib=100, most_vcpus=32, hours=6, spot=True),
}


class ContainerQueue(Construct):
    """One kind of container: its machines, its fair-share queue, its job definition."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        kind: str,
        name: str,
        network: Network,
        root: Path,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        size = CONTAINERS[kind]
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"))
        self._open_subnets = [subnet.subnet_id for subnet in network.open_subnets]
        self._machines = self._compute_environments(size, network, kind)
        self.queue = self._queue(name)
        attempts, rules = retry_rules(kind)
        self.definition = batch.EcsJobDefinition(
            self,
            "Definition",
            job_definition_name=name,
            container=self._container(kind, size, root, environment),
            retry_attempts=attempts,
            retry_strategies=rules,
            timeout=Duration.hours(size.hours),
            propagate_tags=True,
        )

    def _compute_environments(
        self, size: ContainerSize, network: Network, kind: str
    ) -> list[batch.FargateComputeEnvironment]:
        # Batch tries them in this order: what spare capacity cannot take runs on demand.
        kinds = {"Machines": size.spot, **({"OnDemand": False} if size.spot else {})}
        return [
            batch.FargateComputeEnvironment(
                self,
                construct_id,
                vpc=network.vpc,
                vpc_subnets=ec2.SubnetSelection(subnets=network.open_subnets),
                security_groups=[network.groups[kind]],
                maxv_cpus=size.most_vcpus,
                spot=spot,
                replace_compute_environment=False,
            )
            for construct_id, spot in kinds.items()
        ]

    def _queue(self, name: str) -> batch.JobQueue:
        return batch.JobQueue(
            self,
            "Queue",
            job_queue_name=name,
            compute_environments=[
                batch.OrderedComputeEnvironment(compute_environment=each, order=order)
                for order, each in enumerate(self._machines, start=1)
            ],
            scheduling_policy=batch.FairshareSchedulingPolicy(
                self, "FairShare", share_decay=Duration.hours(1), compute_reservation=10
            ),
            job_state_time_limit_actions=waiting_limits(),
        )

    def isolate(self, condition: CfnCondition, subnets: Sequence[ec2.ISubnet]) -> None:
        """Move the containers to subnets without internet where the condition holds."""
        inside = [subnet.subnet_id for subnet in subnets]
        for each in self._machines:
            resource = _resource(each)
            resource.add_property_override(
                "ComputeResources.Subnets",
                Fn.condition_if(condition.logical_id, inside, self._open_subnets),
            )
        _resource(self.definition).add_property_override(
            "ContainerProperties.NetworkConfiguration.AssignPublicIp",
            Fn.condition_if(condition.logical_id, "DISABLED", "ENABLED"),
        )

    def _container(
        self, kind: str, size: ContainerSize, root: Path, environment: Mapping[str, str]
    ) -> batch.EcsFargateContainerDefinition:
        return batch.EcsFargateContainerDefinition(
            self,
            "Container",
            image=_image(kind, root),
            command=["python", "-m", f"containers.{kind}"],
            cpu=size.vcpus,
            memory=Size.gibibytes(size.memory_gib),
            ephemeral_storage_size=Size.gibibytes(size.disk_gib),
            # Without NAT a public address is the way to the registry; nothing is let in through it.
            assign_public_ip=True,
            fargate_cpu_architecture=ecs.CpuArchitecture.X86_64,
            fargate_operating_system_family=ecs.OperatingSystemFamily.LINUX,
            readonly_root_filesystem=True,
            # With a read-only root this is all there is to write to; its mode comes from the image's VOLUME.
            volumes=[batch.EcsVolume.host(name="temporary", container_path="/tmp")],  # noqa: S108 - in the container
            environment=dict(environment),
            job_role=self.role,
            logging=ecs.LogDriver.aws_logs(
                stream_prefix=kind,
                log_group=make_log_group(self, "Logs"),
            ),
        )


def _resource(construct: Construct) -> CfnResource:
    resource = construct.node.default_child or construct.node.find_child("Resource")
    if not isinstance(resource, CfnResource):
        raise TypeError(f"{construct.node.path} has no resource of its own")
    return resource


def _image(kind: str, root: Path) -> ecs.ContainerImage:
    return ecs.ContainerImage.from_asset(
        str(root),
        file="containers/Dockerfile",
        target=kind,
        ignore_mode=IgnoreMode.DOCKER,
        platform=images.Platform.LINUX_AMD64,
    )
