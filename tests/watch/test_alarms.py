"""Each alarm is raised once by the fault that it is for, and by nothing in the same work done well."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3
import pytest
from moto import mock_aws

from dailies.telemetry import emf
from dailies.telemetry.alarms import ALARMS
from tests.watch.conftest import Resources
from tests.watch.evaluator import ALARM, OK, UNKNOWN, Point, judge, points_of
from tests.watch.faults import Crew

Work = Callable[[Crew], None]
REGION = "us-east-1"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is emitted."""
    stream = io.StringIO()
    monkeypatch.setattr(emf, "sink", stream)
    return stream


def measured(crew: Crew, written: io.StringIO, work: Work) -> list[Point]:
    """Do the work, and give what was measured meanwhile."""
    begun = written.tell()
    work(crew)
    return points_of(written.getvalue()[begun:])


def look(*before: Work) -> Work:
    def work(crew: Crew) -> None:
        for each in before:
            each(crew)
        crew.let_a_minute_pass()

    return work


FAULTS: Mapping[str, tuple[Work, Work]] = {
    "ErrorRate": (lambda crew: crew.deliver(5), lambda crew: crew.deliver(5, lost=1)),
    "StuckWork": (look(Crew.hold_an_item), look(lambda crew: crew.wait(minutes=6))),
    "BlockedSession": (look(), look(Crew.sign_out)),
    "OldestItem": (look(Crew.queue_an_item), look(lambda crew: crew.wait(hours=3))),
    "CanaryRed": (lambda crew: crew.check(passed=True), lambda crew: crew.check(passed=False)),
    "SpendPerDay": (look(lambda crew: crew.buy(1000)), look(lambda crew: crew.buy(1001))),
}
"""By alarm: the same work done well, and what then goes wrong."""


@pytest.mark.parametrize("name", FAULTS)
def test_given_a_fault_when_it_lasts_then_its_alarm_is_raised_and_not_before(
    name: str, crew: Crew, alarms: Mapping[str, Any], written: io.StringIO
) -> None:
    healthy, faulty = FAULTS[name]
    alarm = alarms[name]
    well = judge(alarm, [measured(crew, written, healthy)] * alarm["EvaluationPeriods"])
    ill = judge(alarm, [measured(crew, written, faulty)] * alarm["EvaluationPeriods"], before=well)
    assert (well, ill) == (OK, ALARM)


def test_given_a_message_that_nobody_can_handle_when_tried_so_often_then_the_alarm_of_its_queue_is_raised(
    resources: Resources, alarms: Mapping[str, Any]
) -> None:
    (intake,) = [each for each in resources["AWS::SQS::Queue"].values() if "RedrivePolicy" in each]
    letters = intake["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
    (alarm,) = [each for each in alarms.values() if _queue_of(each) == letters]
    watched = {**alarm, "Dimensions": [{"Name": "QueueName", "Value": "letters"}]}
    most = int(intake["RedrivePolicy"]["maxReceiveCount"])
    with mock_aws():
        counts = tuple(_letters_after(tries, most) for tries in (most, most + 1))
    states = [judge(watched, [[_visible(count)]]) for count in counts]
    assert (counts, states) == ((0, 1), [OK, ALARM])


def test_given_every_queue_of_dead_letters_when_watched_then_each_has_its_alarm(
    resources: Resources, alarms: Mapping[str, Any]
) -> None:
    targets = json.dumps(list(resources["AWS::SQS::Queue"].values())) + json.dumps(
        list(resources["AWS::Events::Rule"].values())
    )
    letters = {
        name
        for name in resources["AWS::SQS::Queue"]
        if f'"deadLetterTargetArn": {{"Fn::GetAtt": ["{name}"' in targets
        or f'"DeadLetterConfig": {{"Arn": {{"Fn::GetAtt": ["{name}"' in targets
    }
    assert letters
    assert letters == {_queue_of(each) for each in alarms.values()} - {None}


def test_given_every_alarm_of_the_table_when_counted_then_each_is_proved_by_a_fault(
    alarms: Mapping[str, Any],
) -> None:
    assert {alarm.name for alarm in ALARMS} == {*FAULTS, "DeadLetters"}
    assert {name.rstrip("0123456789") for name in alarms} == {alarm.name for alarm in ALARMS}


def test_given_a_watch_that_fell_silent_when_judged_then_people_are_told(alarms: Mapping[str, Any]) -> None:
    stuck = alarms["StuckWork"]
    assert judge(stuck, [[], []], before=OK) == UNKNOWN
    assert stuck["InsufficientDataActions"] == stuck["AlarmActions"]


def test_given_few_failures_when_judged_then_one_of_four_is_no_error_rate(alarms: Mapping[str, Any]) -> None:
    def ended(*failed: int) -> list[Point]:
        return [Point("Dailies", "UnitFailures", frozenset(), value) for value in failed]

    rate = alarms["ErrorRate"]
    states = [judge(rate, [ended(*each)]) for each in ((1, 0, 0, 0), (1, 0, 0, 0, 0), (1, *[0] * 9), ())]
    assert states == [OK, ALARM, OK, OK]


def _queue_of(alarm: Mapping[str, Any]) -> str | None:
    values = [each["Value"]["Fn::GetAtt"][0] for each in alarm.get("Dimensions", [])]
    return values[0] if values else None


def _letters_after(tries: int, most: int) -> int:
    """Let a message fail so often, as the intake's queue does it; count what then lies in the dead letters."""
    sqs = boto3.client("sqs", REGION)
    letters = sqs.create_queue(QueueName=f"letters-{tries}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": most})
    queue = sqs.create_queue(
        QueueName=f"intake-{tries}", Attributes={"RedrivePolicy": policy, "VisibilityTimeout": "0"}
    )["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="nobody can handle this")
    for _ in range(tries):
        sqs.receive_message(QueueUrl=queue)
    found = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["ApproximateNumberOfMessages"])
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


def _visible(count: int) -> Point:
    return Point(
        "AWS/SQS", "ApproximateNumberOfMessagesVisible", frozenset({("QueueName", "letters")}), count
    )
