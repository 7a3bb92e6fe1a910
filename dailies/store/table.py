"""The few table calls everything else is made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from dailies.store.clashes import until_unhindered
from dailies.store.keys import Key
from dailies.store.rows import Row, plain, value

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import ConditionBase
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource
    from mypy_boto3_dynamodb.service_resource import Table as DynamoTable

OWNER_INDEX = "by_owner"
ACTIVE_INDEX = "active"
TRANSACTION_ROWS = 100
"""DynamoDB's limit for one transaction."""
_GET_ROWS = 100
"""DynamoDB's limit for one batch of reads."""
_MARK = "written_by"
"""Which write a row is from: one whose answer was lost is made again, and must know itself."""


class Superseded(Exception):
    """A conditional write was refused; `current` is the row as it stands, None where there is none."""

    def __init__(self, current: Row | None) -> None:
        """Carry the row that the condition did not hold for."""
        super().__init__("the row is not in the expected state")
        self.current = current


class Table:
    """One DynamoDB table."""

    def __init__(self, dynamodb: "DynamoDBServiceResource", name: str) -> None:
        """Take the service and the table's name."""
        self._table: DynamoTable = dynamodb.Table(name)
        self._dynamodb, self._name = dynamodb, name

    def get(self, key: Key) -> Row | None:
        """Read one row as last written."""
        answer = self._table.get_item(Key={"pk": key["pk"], "sk": key["sk"]}, ConsistentRead=True)
        row: Row | None = plain(answer.get("Item"))
        return row

    def get_all(self, keys: Sequence[Key]) -> list[Row]:
        """Read rows by their keys, in no order; those that are not there are left out."""
        found: list[Row] = []
        for start in range(0, len(keys), _GET_ROWS):
            asked: Any = {self._name: {"Keys": list(keys[start : start + _GET_ROWS]), "ConsistentRead": True}}
            while asked:
                answer = self._dynamodb.batch_get_item(RequestItems=asked)
                found += map(plain, answer["Responses"].get(self._name, []))
                asked = answer.get("UnprocessedKeys")
        return found

    def put_new(self, key: Key, row: Row) -> None:
        """Write a row that must not be there yet; raises Superseded with the one that is."""
        mark = uuid4().hex
        self._conditional(
            self._table.put_item,
            mark,
            Item={**row, **key, _MARK: mark},
            ConditionExpression="attribute_not_exists(pk)",
        )

    def change(
        self,
        key: Key,
        changes: Mapping[str, Any],
        *,
        when: "ConditionBase",
        raise_by: Mapping[str, int] | None = None,
    ) -> Row:
        """Set attributes (None removes one) and raise counters, if `when` holds; give the new row."""
        mark = uuid4().hex
        update = _update({**changes, _MARK: mark}, raise_by or {}, when)
        return self._conditional(
            self._table.update_item, mark, Key=dict(key), ReturnValues="ALL_NEW", **update
        )

    def transact(self, *operations: Mapping[str, Any]) -> None:
        """Write all or nothing; raises Superseded when a condition failed or others would not let go."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

        write = self._table.meta.client.transact_write_items
        try:
            until_unhindered(lambda: write(TransactItems=list(operations)))  # type: ignore[arg-type]
        except ClientError as error:
            if error.response["Error"]["Code"] in {
                "TransactionCanceledException",
                "TransactionConflictException",
            }:
                raise Superseded(None) from error
            raise

    def put_operation(self, key: Key, row: Row) -> Mapping[str, Any]:
        """Describe a put of a new row for `transact`."""
        return {
            "Put": {
                "TableName": self._name,
                "Item": {**row, **key},
                "ConditionExpression": "attribute_not_exists(pk)",
            }
        }

    def write_operation(self, key: Key, row: Row) -> Mapping[str, Any]:
        """Describe a put for `transact`, whatever is there."""
        return {"Put": {"TableName": self._name, "Item": {**row, **key}}}

    def delete_operation(self, key: Key) -> Mapping[str, Any]:
        """Describe a deletion for `transact`; a row that is not there is as good."""
        return {"Delete": {"TableName": self._name, "Key": dict(key)}}

    def check_operation(self, key: Key, *, when: "ConditionBase") -> Mapping[str, Any]:
        """Describe, for `transact`, what must hold of a row that stays as it is."""
        return {"ConditionCheck": {"TableName": self._name, "Key": dict(key), **_condition(when)}}

    def change_operation(
        self, key: Key, changes: Mapping[str, Any], *, when: "ConditionBase", raise_by: Mapping[str, int]
    ) -> Mapping[str, Any]:
        """Describe a conditional change for `transact`."""
        update = _update(changes, raise_by, when)
        return {"Update": {"TableName": self._name, "Key": dict(key), **update}}

    def scan_partition(
        self, partition: str, prefix: str = "", *, start_after: str | None = None
    ) -> Iterator[Row]:
        """Read a partition's rows in order, page by page, from a sort key's prefix on."""
        from boto3.dynamodb.conditions import Key as KeyCondition  # noqa: PLC0415 - heavy

        condition: ConditionBase = KeyCondition("pk").eq(partition)
        if prefix:
            condition &= KeyCondition("sk").begins_with(prefix)
        query = {**_condition(condition, "KeyConditionExpression"), "ConsistentRead": True}
        if start_after:
            query["ExclusiveStartKey"] = {"pk": partition, "sk": start_after}
        yield from self._pages(query)

    def scan_index(
        self,
        index: str,
        partition: str,
        prefix: str = "",
        *,
        newest_first: bool = False,
        start: Row | None = None,
    ) -> Iterator[Row]:
        """Read an index partition's rows in order; `start` is the last row of the page before."""
        from boto3.dynamodb.conditions import Key as KeyCondition  # noqa: PLC0415 - heavy

        name = {OWNER_INDEX: "owner", ACTIVE_INDEX: "active"}[index]
        condition: ConditionBase = KeyCondition(f"{name}_pk").eq(partition)
        if prefix:
            condition &= KeyCondition(f"{name}_sk").begins_with(prefix)
        query: dict[str, Any] = {
            "IndexName": index,
            "ScanIndexForward": not newest_first,
            **_condition(condition, "KeyConditionExpression"),
        }
        if start:
            query["ExclusiveStartKey"] = start
        yield from self._pages(query)

    def write_all(self, rows: Iterable[Row]) -> None:
        """Write rows whose content is decided by their key: writing one twice changes nothing."""
        with self._table.batch_writer() as writer:
            for row in rows:
                writer.put_item(Item=row)

    def delete_all(self, keys: Iterable[Key]) -> None:
        """Delete rows."""
        with self._table.batch_writer() as writer:
            for key in keys:
                writer.delete_item(Key=dict(key))

    def _pages(self, query: dict[str, Any]) -> Iterator[Row]:
        while True:
            page = self._table.query(**query)
            yield from map(plain, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _conditional(self, call: Any, mark: str, **arguments: Any) -> Row:
        from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

        try:
            answer = until_unhindered(
                lambda: call(ReturnValuesOnConditionCheckFailure="ALL_OLD", **arguments)
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            current = _deserialise(error.response.get("Item"))
            if current is None or current.get(_MARK) != mark:
                raise Superseded(current) from error
            return current  # written, the answer lost, and refused when botocore wrote it again
        row: Row = plain(answer.get("Attributes", {}))
        return row


def _deserialise(item: Any) -> Row | None:
    """Read the row that an error carries: the resource deserialises answers, not errors."""
    if not item:
        return None
    from boto3.dynamodb.types import TypeDeserializer  # noqa: PLC0415 - heavy

    read = TypeDeserializer().deserialize
    return {name: plain(read(attribute)) for name, attribute in item.items()}


def _condition(condition: "ConditionBase", name: str = "ConditionExpression") -> dict[str, Any]:
    """Write a condition out: boto3's own way of it shares one counter among all threads of a client."""
    from boto3.dynamodb.conditions import ConditionExpressionBuilder  # noqa: PLC0415 - heavy

    is_key = name == "KeyConditionExpression"
    built = ConditionExpressionBuilder().build_expression(condition, is_key_condition=is_key)
    written = {
        name: built.condition_expression,
        "ExpressionAttributeNames": built.attribute_name_placeholders,
        "ExpressionAttributeValues": built.attribute_value_placeholders,
    }
    return {part: content for part, content in written.items() if content}


def _update(changes: Mapping[str, Any], raise_by: Mapping[str, int], when: "ConditionBase") -> dict[str, Any]:
    condition = _condition(when)
    names: dict[str, str] = condition.pop("ExpressionAttributeNames")
    values: dict[str, Any] = condition.pop("ExpressionAttributeValues", {})
    sets, removes = [], []
    for number, (field, new) in enumerate(changes.items()):
        names[f"#u{number}"] = field
        if new is None:
            removes.append(f"#u{number}")
        else:
            values[f":u{number}"] = value(new)
            sets.append(f"#u{number} = :u{number}")
    for number, (field, step) in enumerate(raise_by.items()):
        names[f"#r{number}"], values[f":r{number}"] = field, step
        values[":zero"] = 0
        sets.append(f"#r{number} = if_not_exists(#r{number}, :zero) + :r{number}")
    parts = [f"SET {', '.join(sets)}" if sets else "", f"REMOVE {', '.join(removes)}" if removes else ""]
    update: dict[str, Any] = {
        **condition,
        "UpdateExpression": " ".join(filter(None, parts)),
        "ExpressionAttributeNames": names,
    }
    if values:
        update["ExpressionAttributeValues"] = values
    return update
