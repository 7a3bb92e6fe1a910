"""Logs of containers: one JSON object a line, with the ids of the work on each."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: newlines inside a message cannot forge a second one."""

    def __init__(self, always: dict[str, Any]) -> None:
        """Take the fields that each line carries."""
        super().__init__()
        self._always = always

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        fields = {name: value for name, value in record.__dict__.items() if name not in _STANDARD}
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": record.getMessage(),
            **self._always,
            **fields,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_to_stdout(level: str, **always: Any) -> None:
    """Send the product's logs to standard output, each line with these fields."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines(always))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("dailies").setLevel(level)
