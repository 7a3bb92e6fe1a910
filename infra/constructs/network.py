"""The network that containers run in."""

from aws_cdk import CfnCondition, CfnResource
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.log_group import make_log_group

_HTTPS = ec2.Port.tcp(443)
_SERVICES = {
    "Registry": ec2.InterfaceVpcEndpointAwsService.ECR,
    "Images": ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    "Logs": ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    "Tasks": ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
}
"""What a container must reach that has no gateway endpoint; each costs by the hour."""


class Network(Construct):
    """Public subnets with a way out for browsers, isolated ones for FFmpeg; no NAT, and no way in anywhere."""

    def __init__(
        self, scope: Construct, construct_id: str, *, bucket: s3.IBucket, media_is_isolated: CfnCondition
    ) -> None:
        super().__init__(scope, construct_id)
        self._bucket = bucket
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="containers", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24),
                ec2.SubnetConfiguration(
                    name="media", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=24
                ),
            ],
        )
        self.open_subnets = self.vpc.public_subnets
        self.isolated_subnets = self.vpc.isolated_subnets
        self.groups = {
            "automation": self._group("Containers", "Browsers: the web outbound, nothing inbound"),
            "media": self._group(
                "Media", "FFmpeg: HTTPS outbound, to where its subnet leads; nothing inbound"
            ),
        }
        # The generating site redirects from plain HTTP.
        self.groups["automation"].add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(80), "the web")
        self._add_gateways()
        self._add_services(media_is_isolated)
        self._log_refusals()

    def _group(self, construct_id: str, description: str) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self, construct_id, vpc=self.vpc, description=description, allow_all_outbound=False
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), _HTTPS, "HTTPS")
        return group

    def _add_gateways(self) -> None:
        """Lead storage and table traffic past the internet, and to no bucket but ours and the registry's."""
        services = ec2.GatewayVpcEndpointAwsService
        storage = self.vpc.add_gateway_endpoint("S3", service=services.S3)
        self.vpc.add_gateway_endpoint("DynamoDb", service=services.DYNAMODB)
        stack = self._bucket.stack
        layers = f"prod-{stack.region}-starport-layer-bucket"
        storage.add_to_policy(_anyone(["s3:*"], [self._bucket.bucket_arn, self._bucket.arn_for_objects("*")]))
        storage.add_to_policy(_anyone(["s3:GetObject"], [f"arn:{stack.partition}:s3:::{layers}/*"]))

    def _add_services(self, condition: CfnCondition) -> None:
        door = ec2.SecurityGroup(
            self,
            "Services",
            vpc=self.vpc,
            description="AWS services, for containers",
            allow_all_outbound=False,
        )
        conditional: list[Construct] = [door]
        # Their private names hold in the whole network, so browsers come this way too.
        for group in self.groups.values():
            door.add_ingress_rule(group, _HTTPS, "Containers")
        for name, service in _SERVICES.items():
            endpoint = self.vpc.add_interface_endpoint(
                name,
                service=service,
                open=False,
                security_groups=[door],
                # One zone: a second would double the price, and the other zone reaches it.
                subnets=ec2.SubnetSelection(subnets=self.isolated_subnets[:1]),
            )
            conditional.append(endpoint)
        for construct in conditional:
            for each in construct.node.find_all():
                if isinstance(each, CfnResource):
                    each.cfn_options.condition = condition

    def _log_refusals(self) -> None:
        # Every packet would cost by the gigabyte; what was refused is little and tells of trouble.
        self.vpc.add_flow_log(
            "Flow",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(make_log_group(self, "Refused")),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )


def _anyone(actions: list[str], resources: list[str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=actions, resources=resources, principals=[iam.AnyPrincipal()])
