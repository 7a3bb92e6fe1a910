"""The tokens of a person, by API, in a file that is the person's alone."""

import os
import tempfile
from pathlib import Path

from pydantic import BaseModel, ValidationError

from dailies.cli.tokens import Tokens


class _Content(BaseModel):
    tokens: dict[str, Tokens] = {}


class Wallet:
    """Keeps tokens; without a file only for this process."""

    def __init__(self, file: Path | None = None) -> None:
        """Take the file; it is made, for its owner's eyes only, when something is kept."""
        self._file = file
        self._held: dict[str, Tokens] = {}

    def get(self, api: str) -> Tokens | None:
        """Give what is kept for an API."""
        return self._read().get(api)

    def keep(self, api: str, tokens: Tokens) -> None:
        """Keep tokens in place of what was kept."""
        self._write({**self._read(), api: tokens})

    def forget(self, api: str) -> None:
        """Keep nothing for an API."""
        self._write({name: tokens for name, tokens in self._read().items() if name != api})

    def _read(self) -> dict[str, Tokens]:
        if self._file is None:
            return self._held
        try:
            return _Content.model_validate_json(self._file.read_bytes()).tokens
        except (FileNotFoundError, ValidationError):
            return {}

    def _write(self, held: dict[str, Tokens]) -> None:
        self._held = held
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=self._file.parent)  # made with mode 0600
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(_Content(tokens=held).model_dump_json())
            Path(name).replace(self._file)
        finally:
            Path(name).unlink(missing_ok=True)
