"""What opens an account at the site."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class Credentials(BaseModel):
    """An account that signs in on the site's own form."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(min_length=3)
    password: SecretStr
