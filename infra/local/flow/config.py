"""What the site is started with."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class SiteConfig(BaseModel):
    """Every setting of one running site; times are in virtual seconds."""

    model_config = ConfigDict(frozen=True)

    data: Path
    """The folder for uploads and clips."""
    port: int = Field(default=0, ge=0, le=65535)
    clock_factor: float = Field(default=1.0, gt=0)
    """How many virtual seconds pass in a real one."""
    email: str | None = None
    password: str | None = None
    credits: int = Field(default=1000, ge=0)
    admin_token: str | None = None
    generation_seconds: float = Field(default=60.0, ge=0)
    clip_seconds: float | None = Field(default=None, gt=0)
    """Length of every clip whatever was asked for: tests upscale seconds faster than minutes."""
    concurrent: int = Field(default=5, ge=1)
    """Clips that one account may have in work at once; more wait in the queue."""
    session_seconds: float = Field(default=12 * 3600.0, gt=0)
    upload_reply_seconds: float = Field(default=1.5, ge=0)
    upscale_seconds: float = Field(default=20.0, ge=0)
    search_misses: int = Field(default=1, ge=0)
    """Searches that miss a fresh upload before it is found."""
    max_upload_bytes: int = Field(default=20 * 1024 * 1024, ge=1)

    @classmethod
    def from_command_line(cls, arguments: Sequence[str], environ: Mapping[str, str]) -> Self:
        """Read the arguments; the account and the admin token come from the environment, so no list shows them."""
        parser = argparse.ArgumentParser(prog="python -m infra.local.flow", description=__doc__)
        parser.add_argument("--data", type=Path, required=True, help="folder for uploads and clips")
        parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
        parser.add_argument("--clock-factor", type=float, default=1.0, help="virtual seconds in a real one")
        parser.add_argument("--credits", type=int, default=1000, help="credits of the default account")
        parser.add_argument("--clip-seconds", type=float, help="length of every clip, whatever was asked for")
        given = vars(parser.parse_args(arguments))
        return cls(
            **given,
            email=environ.get("FLOW_SITE_EMAIL"),
            password=environ.get("FLOW_SITE_PASSWORD"),
            admin_token=environ.get("FLOW_SITE_ADMIN_TOKEN"),
        )
