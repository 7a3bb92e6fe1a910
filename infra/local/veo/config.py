"""What the imitation is started with."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class VeoConfig(BaseModel):
    """Every setting of one running imitation; times are in virtual seconds."""

    model_config = ConfigDict(frozen=True)

    data: Path
    """The folder for pictures and clips."""
    port: int = Field(default=0, ge=0, le=65535)
    clock_factor: float = Field(default=1.0, gt=0)
    """How many virtual seconds pass in a real one."""
    project: str = "dailies-stage"
    location: str = "us-central1"
    bucket: str = "dailies-stage-takes"
    generation_seconds: float = Field(default=60.0, ge=0)
    clip_seconds: float | None = Field(default=None, gt=0)
    """Length of every clip whatever was asked for."""

    @classmethod
    def from_command_line(cls, arguments: Sequence[str]) -> Self:
        """Read the arguments."""
        parser = argparse.ArgumentParser(prog="python -m infra.local.veo", description=__doc__)
        parser.add_argument("--data", type=Path, required=True, help="folder for pictures and clips")
        parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
        parser.add_argument("--clock-factor", type=float, default=1.0, help="virtual seconds in a real one")
        parser.add_argument("--clip-seconds", type=float, help="length of every clip, whatever was asked for")
        return cls(**vars(parser.parse_args(arguments)))
