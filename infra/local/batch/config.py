"""What the Batch endpoint must be told: where it may write, what jobs see, and every limit it keeps."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveFloat, PositiveInt


class BatchConfig(BaseModel):
    """The endpoint's settings; `work_folder` is its own: leftovers in it are removed at the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    work_folder: Path
    log_folder: Path
    python: Path
    """The interpreter that a job's `python` means."""
    path: str = "/usr/local/bin:/usr/bin:/bin"
    language: str = "C.UTF-8"
    base_environment: Mapping[str, str] = Field(default_factory=dict)
    """What every job gets besides its definition's environment: endpoints, credentials, PYTHONPATH."""
    job_environment_file: Path | None = None
    """A JSON object of strings added to each attempt's environment, read when the attempt starts."""

    pools_file: Path | None = None
    """Where consumable resources are remembered; None forgets them with the process."""

    slots: Mapping[str, PositiveInt] = Field(default_factory=dict)
    """Jobs that may run at once, by queue name."""
    default_slots: PositiveInt = 1

    region: str = "us-east-1"
    account: str = "000000000000"

    grace_seconds: NonNegativeFloat = 5.0
    shortest_timeout_seconds: PositiveInt = 60  # AWS refuses less; tests need less
    waiting_jobs_limit: PositiveInt = 10_000
    finished_jobs_kept: PositiveInt = 10_000
    finished_hours_kept: PositiveFloat = 24.0
    log_limit_bytes: PositiveInt = 20_000_000
    all_logs_limit_bytes: PositiveInt = 1_000_000_000

    event_tries: PositiveInt = 6
    event_first_wait_seconds: PositiveFloat = 0.5
    event_timeout_seconds: PositiveFloat = 30.0
    events_at_once: PositiveInt = 4
