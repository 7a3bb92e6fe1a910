"""Queue of storage events → verdicts; a message that fails goes back alone, and to the dead letters in the end."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from dailies.services.receiving import receive
from dailies.telemetry.context import bound
from functions.process import app, logged

_processor = BatchProcessor(event_type=EventType.SQS)


def _receive(record: SQSRecord) -> None:
    with bound():
        receive(app(), json.loads(record.body)["detail"]["object"]["key"])


@logged
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Look at each object that the batch tells of."""
    return process_partial_response(event, _receive, _processor, context)
