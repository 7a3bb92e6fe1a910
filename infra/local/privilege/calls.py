"""The calls that were written down, read back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

FOLDER_VARIABLE = "STAGE_CALLS_FOLDER"
RECORDER = Path(__file__).with_name("recorder")


class Call(BaseModel):
    """One call: who asked which service for what, and what its parameters name."""

    model_config = ConfigDict(frozen=True)

    principal: str
    """A function's name, or the queue that a container came from."""
    service: str
    """As IAM calls it."""
    operation: str
    signed: bool = False
    """A link or form was signed for it; who has it makes the call with the signer's rights."""
    names: Mapping[str, Any] = Field(default_factory=dict)


def recording(folder: Path, path: str = "") -> dict[str, str]:
    """Give the variables that make a Python process write its calls down; `path` is the PYTHONPATH it has anyway."""
    found = f"{RECORDER}:{path}" if path else str(RECORDER)
    return {FOLDER_VARIABLE: str(folder), "PYTHONPATH": found}


def read_calls(folder: Path) -> Iterator[Call]:
    """Read the calls of all processes."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            yield Call.model_validate_json(line)
