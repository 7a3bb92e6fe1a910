"""The network that containers run in."""

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

_OUTBOUND_PORTS = (80, 443)


class Network(Construct):
    """Public subnets without NAT (it costs more than the containers), and no way in."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="containers", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24)
            ],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "DynamoDb": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )
        self.security_group = ec2.SecurityGroup(
            self,
            "Containers",
            vpc=self.vpc,
            description="Containers: web outbound, nothing inbound",
            allow_all_outbound=False,
        )
        for port in _OUTBOUND_PORTS:
            self.security_group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(port), "the web")
