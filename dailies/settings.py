"""All settings of functions and containers, read from the environment once per entry point."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.ids import ACCOUNT_PATTERN, AccountName, Owner
from dailies.domain.retry import RetryPolicy

_PREFIX = "DAILIES_"


class Settings(BaseModel):
    """What differs between places; every field is the variable `DAILIES_<NAME>`."""

    model_config = ConfigDict(frozen=True)

    table: str
    bucket: str
    state_machine: str = ""
    automation_queue: str = ""
    media_queue: str = ""
    automation_job: str = ""
    media_job: str = ""
    signing_secret: str = ""
    """Secrets Manager id of the key that signs cursors."""
    flow_url: str = "https://flow.google.com"
    flow_account: AccountName = Field(default=AccountName("default"), pattern=ACCOUNT_PATTERN)
    """The account that is always there."""
    flow_secret: str = ""
    """Secrets Manager id of {"<account>": {"email", "password"}}; empty: only persons sign in."""
    flow_resource: str = ""
    """What the names of the consumable resources that hold each account's one browser begin with."""
    session_key: str = ""
    """Id or alias of the KMS key that saved sessions are encrypted under; empty: none is kept."""
    flow_contexts: int = Field(default=4, ge=1, le=5)
    """Items at once in one browser: the site allows an account 5 generations."""
    veo_project: str = Field(default="", pattern=r"^([a-z][a-z0-9-]{4,28}[a-z0-9])?$")
    """The Google Cloud project that the Veo API bills; empty: there is no second provider."""
    veo_location: str = Field(default="us-central1", pattern=r"^[a-z0-9-]{1,40}$")
    veo_bucket: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])?$")
    """The Cloud Storage bucket that Veo writes into."""
    veo_url: str = Field(default="", pattern=r"^(https?://[A-Za-z0-9.:-]+)?$")
    """The root of an imitation of Google's endpoints; empty: Google's own."""
    veo_secret: str = ""
    """Secrets Manager id of a service account's key (JSON); empty only for an imitation on loopback."""
    daily_credits: int = Field(default=0, ge=0)
    """The most credits of all accounts in a day (UTC); 0 for no limit."""
    batch_items: int = Field(default=20, ge=1, le=200)
    """Items that one browser run works through."""
    media_batch_items: int = Field(default=4, ge=1, le=50)
    """Videos that one FFmpeg run works through: a Fargate start costs half an 8 s encode."""
    s3_endpoint: str | None = None
    storage_secret: str = ""
    """Secrets Manager id of {"access_key_id", "secret_access_key"} for that store; empty: our own role signs."""
    intake_queue: str = ""
    """The queue that we tell of arrived files where the store announces none; empty: it does."""
    public_s3_endpoint: str | None = None
    """The address that presigned links name, where it differs from the one we use ourselves."""
    presign_post: bool = True
    """False where the store has no POST policies (Cloudflare R2)."""
    retry_wait_seconds: float = Field(default=180, ge=0)
    retry_attempts: int = Field(default=5, ge=1, le=20)
    retry_jitter: float = Field(default=0.2, ge=0, le=0.9)
    log_level: str = "INFO"
    clock_factor: float = Field(default=1.0, ge=1.0)
    """How much faster than real time the generating site lives; above 1 only against a stand-in."""
    most_waiting_tasks: int = 100
    """Tasks that may be open at once for one owner; above it a start is refused."""
    crash_at: str = ""
    """Name of the crash point at which this process kills itself; for the fault tests only."""
    crash_once: str = ""
    """A file that records that the crash happened, so that the next attempt lives."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Build from the environment; an empty variable counts as unset."""
        fields = {
            name: environment[_PREFIX + name.upper()]
            for name in cls.model_fields
            if environment.get(_PREFIX + name.upper())
        }
        return cls.model_validate(fields)

    @property
    def retry(self) -> RetryPolicy:
        """How the site's high demand is waited out."""
        return RetryPolicy(
            wait_seconds=self.retry_wait_seconds, attempts=self.retry_attempts, jitter=self.retry_jitter
        )


class BatchRun(BaseModel):
    """Which batch of which task a container was started for: `DAILIES_OWNER`, `_JOB`, `_TASK`, …."""

    model_config = ConfigDict(frozen=True)

    owner: Owner
    job: str
    task: str
    batch: int
    round: int
    account: AccountName | None = None
    """The site account to work with; None where the work needs none."""
    correlation: str | None = None
    """Id of the request that began the task: found in the log of every place that worked on it."""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Build from a container's environment, or from the environment that a Batch event repeats."""
        return cls.model_validate(
            {name: environment.get(_PREFIX + name.upper()) for name in cls.model_fields}
        )

    def environment(self) -> dict[str, str]:
        """Give the variables that `read` reads."""
        fields = self.model_dump(exclude_none=True)
        return {_PREFIX + name.upper(): str(value) for name, value in fields.items()}
