"""How many browsers may drive one site account at once."""

from aws_cdk import aws_batch as batch
from constructs import Construct


class AccountBrowsers(Construct):
    """The consumable resource that keeps one site account from being driven by too many browsers."""

    def __init__(self, scope: Construct, construct_id: str, *, name: str, browsers: str) -> None:
        super().__init__(scope, construct_id)
        resource = batch.CfnConsumableResource(
            self,
            "Resource",
            consumable_resource_name=name,
            resource_type="REPLENISHABLE",
            total_quantity=0,
        )
        resource.add_property_override("TotalQuantity", browsers)
