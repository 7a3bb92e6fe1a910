"""The conditions of our writes; boto3 is imported when the first one is made, not with the module."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import Attr, ConditionBase


def _attribute(field: str) -> "Attr":
    from boto3.dynamodb.conditions import Attr  # noqa: PLC0415 - 0.2 s of CPU

    return Attr(field)


def exists(field: str = "pk") -> "ConditionBase":
    """The row, or one attribute of it, is there."""
    return _attribute(field).exists()


def absent(field: str) -> "ConditionBase":
    """An attribute is not there."""
    return _attribute(field).not_exists()


def equals(field: str, value: Any) -> "ConditionBase":
    """An attribute has this value."""
    return _attribute(field).eq(value)


def differs(field: str, value: Any) -> "ConditionBase":
    """An attribute has another value, or none."""
    return _attribute(field).ne(value)


def below(field: str, value: Any) -> "ConditionBase":
    """An attribute is under this value."""
    return _attribute(field).lt(value)


def at_most(field: str, value: Any) -> "ConditionBase":
    """An attribute is not above this value."""
    return _attribute(field).lte(value)


def one_of(field: str, values: Iterable[str]) -> "ConditionBase":
    """An attribute has one of these values; of none, never."""
    allowed = sorted(values)
    # DynamoDB refuses an IN without values, as a state that nothing leads to would give.
    return _attribute(field).is_in(allowed) if allowed else absent(field) & exists(field)
