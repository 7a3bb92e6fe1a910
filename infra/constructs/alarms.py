"""The alarms, drawn from their table; each calls the topic when it is raised and when it is over."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from dailies.telemetry.alarms import ALARMS, SPEND, Alarm, Missing, Term

Dimensions = Mapping[str, str]
_RESULT = "result"


class Alarms(Construct):
    """One alarm for each row of the table, and one for each queue of dead letters."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        topic: sns.ITopic,
        dead_letters: Sequence[sqs.IQueue],
        credits_a_day: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._topic = topic.topic_arn
        for alarm in ALARMS:
            if all(term.namespace == "AWS/SQS" for _, term in alarm.terms):
                for number, queue in enumerate(dead_letters, start=1):
                    self._raise(alarm, f"{alarm.name}{number}", {"QueueName": queue.queue_name})
            else:
                made = self._raise(alarm, alarm.name, {})
                if alarm.name == SPEND:
                    made.add_property_override("Threshold", credits_a_day)

    def _raise(self, alarm: Alarm, name: str, dimensions: Dimensions) -> cloudwatch.CfnAlarm:
        return cloudwatch.CfnAlarm(
            self,
            name,
            alarm_description=alarm.says,
            comparison_operator="GreaterThanThreshold",
            threshold=alarm.limit,
            evaluation_periods=alarm.periods,
            datapoints_to_alarm=alarm.periods,
            treat_missing_data=alarm.missing,
            alarm_actions=[self._topic],
            ok_actions=[self._topic],
            insufficient_data_actions=[self._topic] if alarm.missing is Missing.UNKNOWN else None,
            **_measured(alarm, dimensions),
        )


def _measured(alarm: Alarm, dimensions: Dimensions) -> dict[str, Any]:
    if alarm.formula:
        return {"metrics": _queries(alarm, dimensions)}
    ((_, term),) = alarm.terms
    return {
        "namespace": term.namespace,
        "metric_name": term.metric,
        "statistic": term.statistic,
        "period": alarm.period_seconds,
        "dimensions": _named(dimensions),
    }


def _queries(alarm: Alarm, dimensions: Dimensions) -> list[cloudwatch.CfnAlarm.MetricDataQueryProperty]:
    query = cloudwatch.CfnAlarm.MetricDataQueryProperty
    terms = [
        query(id=name, return_data=False, metric_stat=_stat(alarm, term, dimensions))
        for name, term in alarm.terms
    ]
    return [query(id=_RESULT, expression=alarm.formula, label=alarm.name, return_data=True), *terms]


def _stat(alarm: Alarm, term: Term, dimensions: Dimensions) -> cloudwatch.CfnAlarm.MetricStatProperty:
    metric = cloudwatch.CfnAlarm.MetricProperty(
        namespace=term.namespace, metric_name=term.metric, dimensions=_named(dimensions)
    )
    return cloudwatch.CfnAlarm.MetricStatProperty(
        metric=metric, period=alarm.period_seconds, stat=term.statistic
    )


def _named(dimensions: Dimensions) -> list[cloudwatch.CfnAlarm.DimensionProperty] | None:
    named = cloudwatch.CfnAlarm.DimensionProperty
    return [named(name=name, value=text) for name, text in dimensions.items()] or None
