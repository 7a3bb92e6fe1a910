"""Consumable resources: made once, resized, remembered."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from dailies.domain.errors import InvalidInput
from infra.local.batch.pools import Pools
from infra.local.batch.requests import CreateConsumableResource
from infra.local.plan import BatchPlan, Pool, register

from .served import Served


def pool(name: str, quantity: int) -> CreateConsumableResource:
    return CreateConsumableResource(consumable_resource_name=name, total_quantity=quantity)


def test_given_a_pool_when_created_again_then_it_is_refused_as_on_aws(batch: Served) -> None:
    batch.client.create_consumable_resource(consumableResourceName="flow-crew", totalQuantity=1)
    with pytest.raises(ClientError) as refused:
        batch.client.create_consumable_resource(consumableResourceName="flow-crew", totalQuantity=9)
    assert refused.value.response["Error"]["Code"] == "ClientException"
    found = batch.client.describe_consumable_resource(consumableResource="flow-crew")
    assert found["totalQuantity"] == 1


def test_given_a_plan_when_registered_again_with_another_quantity_then_the_pool_has_it(batch: Served) -> None:
    for quantity in (1, 2):
        pools = (Pool(name="flow-plan", quantity=quantity),)
        register(BatchPlan(queues=(), definitions=(), resources=pools), batch.client)
    found = batch.client.describe_consumable_resource(consumableResource="flow-plan")
    assert found["totalQuantity"] == 2


def test_given_pools_with_a_file_when_begun_again_then_they_are_remembered(tmp_path: Path) -> None:
    before = Pools(tmp_path / "pools.json")
    before.create(pool("flow-a", 1))
    before.create(pool("flow-b", 1))
    before.resize("flow-b", 3)
    assert dict(Pools(tmp_path / "pools.json").quantities()) == {"flow-a": 1, "flow-b": 3}


def test_given_a_file_that_is_not_understood_when_begun_then_there_are_no_pools(tmp_path: Path) -> None:
    (tmp_path / "pools.json").write_text("[1, 2]")
    assert dict(Pools(tmp_path / "pools.json").quantities()) == {}


def test_given_no_such_pool_when_resized_then_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        Pools(tmp_path / "pools.json").resize("flow-nobody", 1)
