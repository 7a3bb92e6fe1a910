"""What stands in a path or a query: ids by their patterns, pages by their limits."""

import re
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from dailies.domain.choosing import FlagChoice, Upscaled
from dailies.domain.ids import (
    ACCOUNT_PATTERN,
    ITEM_PATTERN,
    JOB_PATTERN,
    TASK_PATTERN,
    UPLOAD_PATTERN,
    VIDEO_PATTERN,
    AccountName,
    ItemId,
    JobId,
    TaskId,
    UploadId,
    VideoId,
)

MOST_ROWS = 200
MOST_JOBS = 50
"""Jobs that one request may ask about by their ids."""
JOB_SEPARATOR = "."
_ONE_JOB = JOB_PATTERN.strip("^$")

JobPath = Annotated[JobId, Path(pattern=JOB_PATTERN)]
ItemPath = Annotated[ItemId, Path(pattern=ITEM_PATTERN)]
VideoPath = Annotated[VideoId, Path(pattern=VIDEO_PATTERN)]
TaskPath = Annotated[TaskId, Path(pattern=TASK_PATTERN)]
UploadPath = Annotated[UploadId, Path(pattern=UPLOAD_PATTERN)]
AccountPath = Annotated[AccountName, Path(pattern=ACCOUNT_PATTERN)]

CursorQuery = Annotated[
    str | None, Query(description="`next_cursor` of the page before; the other parameters stay the same")
]
LimitQuery = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of one page")]
DryRunQuery = Annotated[
    bool, Query(description="Quote credits and price, name what may go wrong, and start nothing")
]

JobIdsQuery = Annotated[
    str | None,
    Query(
        # Not a comma: the gateway puts one between the values of a parameter that is named twice.
        pattern=rf"^{_ONE_JOB}({re.escape(JOB_SEPARATOR)}{_ONE_JOB}){{0,{MOST_JOBS - 1}}}$",
        description=f"Only these jobs, at most {MOST_JOBS}, with dots between; counted as they stand now",
    ),
]

SelectedQuery = Annotated[bool | None, Query(description="Only picked videos, or only others")]
RatedQuery = Annotated[bool | None, Query(description="Only rated videos, or only others")]
MinRatingQuery = Annotated[int | None, Query(ge=1, le=5, description="Only videos rated so high")]
FlagQuery = Annotated[FlagChoice | None, Query(description="Only videos in which this was noticed")]
UpscaledQuery = Annotated[Upscaled | None, Query(description="Only videos whose 4K rendition stands so")]
