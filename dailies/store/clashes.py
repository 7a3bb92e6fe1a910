"""Writers that met at one row: nothing was judged yet, so the same write is simply made again."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

Answer = TypeVar("Answer")

WAITS_SECONDS = (0.05, 0.1, 0.2, 0.4)
_PASSING = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


def until_unhindered(write: Callable[[], Answer]) -> Answer:
    """Make a write, again where only another writer was in the way; any other refusal is passed on."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    for wait in WAITS_SECONDS:
        try:
            return write()
        except ClientError as error:
            if not is_clash(error):
                raise
            time.sleep(wait)
    return write()


def is_clash(error: "ClientError") -> bool:
    """Tell whether a write was refused only because another was being made; botocore does not repeat these."""
    code = error.response["Error"]["Code"]
    if code == "TransactionConflictException":
        return True
    if code != "TransactionCanceledException":
        return False
    reasons = error.response.get("CancellationReasons", [])
    causes = {reason.get("Code", "None") for reason in reasons} - {"None"}
    return bool(causes) and causes <= _PASSING
