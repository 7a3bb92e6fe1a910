"""What policies grant, and how that compares with what was done."""

import pytest

from dailies.domain.errors import InvalidInput
from infra.local.privilege.grants import Comparison, Grant, compare, read_grants
from infra.local.privilege.needs import Need


@pytest.mark.parametrize(
    ("grant", "need", "covered"),
    [
        (Grant("s3:GetObject", "arn:b/a/*"), Need("s3:GetObject", "arn:b/a/c/d"), True),
        (Grant("s3:GetObject", "arn:b/a/*"), Need("s3:GetObject", "arn:b/ab"), False),
        (Grant("s3:Get*", "*"), Need("s3:GetObject", "arn:b"), True),
        (Grant("S3:getobject", "*"), Need("s3:GetObject", "arn:b"), True),
        (Grant("s3:GetObject", "arn:B"), Need("s3:GetObject", "arn:b"), False),
        (Grant("s3:GetObject", "arn:b?"), Need("s3:GetObject", "arn:b1"), True),
        (Grant("s3:GetObject", "arn.b"), Need("s3:GetObject", "arn:b"), False),
        (Grant("s3:PutObject", "*"), Need("s3:GetObject", "arn:b"), False),
    ],
)
def test_given_a_grant_when_asked_then_wildcards_hold_as_iam_reads_them(
    grant: Grant, need: Need, covered: bool
) -> None:
    assert grant.covers(need) is covered


def test_given_a_policy_when_read_then_every_pair_of_action_and_resource_is_a_grant() -> None:
    one = {"Effect": "Allow", "Action": "a:X", "Resource": "r"}
    many = {"Effect": "Allow", "Action": ["b:Y", "b:Z"], "Resource": ["s", "t"], "Condition": {}}
    found = set(read_grants({"Statement": [one, many]}))
    assert found == {Grant("a:X", "r"), *(Grant(f"b:{verb}", each) for verb in "YZ" for each in "st")}


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "a:X", "Resource": "r"},
        {"Effect": "Allow", "NotAction": "a:X", "Resource": "r"},
        {"Effect": "Allow", "Action": "a:X", "NotResource": "r"},
    ],
)
def test_given_a_statement_of_another_kind_when_read_then_it_is_not_judged(statement: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        list(read_grants({"Statement": statement}))


def test_given_needs_and_grants_when_compared_then_both_what_lacks_and_what_idles_are_told() -> None:
    used, idle = Grant("a:X", "r/*"), Grant("a:X", "s/*")
    done, undone = Need("a:X", "r/1"), Need("a:Y", "r/1")
    assert compare([done, undone], [used, idle]) == Comparison(frozenset({undone}), frozenset({idle}))
