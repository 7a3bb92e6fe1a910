"""What the front door must be told: its own port, what is behind it, and every limit it keeps."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, SecretStr


class SigningKeys(BaseModel):
    """The credentials that presigned URLs are signed with; given, signatures are checked and not only read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    access_key_id: str
    secret_access_key: SecretStr


class PoolConfig(BaseModel):
    """The user pool behind the door, and the user whose stage this is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    """The pool, as its tokens name it."""
    client_id: str
    """The pool's client for people."""
    user: str
    password: SecretStr


class FrontDoorConfig(BaseModel):
    """The front door's settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: PositiveInt
    """The port that browsers name, in Host and Origin."""
    emulator_url: str = Field(pattern=r"^http://[^/]+$")
    api_host: str
    """The Host by which the emulator finds the API: `<id>.execute-api.localhost:<port>`."""
    buckets: frozenset[str]
    signing_keys: SigningKeys | None = None
    pool: PoolConfig

    api_body_limit_bytes: PositiveInt = 10_000_000
    object_limit_bytes: PositiveInt = 6_000_000_000
    connect_seconds: PositiveFloat = 5.0
    api_seconds: PositiveFloat = 35.0  # the gateway itself gives up at 30
    object_seconds: PositiveFloat = 300.0  # of silence: the emulator loads an object before its first byte
    connections: PositiveInt = 100
