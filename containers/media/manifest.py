"""What an archive says about its own files: one list, for programs (JSON) and for spreadsheets (CSV)."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

# A spreadsheet runs a cell that starts like this as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class ManifestEntry(BaseModel):
    """One video in the archive."""

    model_config = ConfigDict(frozen=True)

    file: str
    """Its name inside the archive's folder."""
    video_id: str
    prompt: str
    model: str
    width: int
    height: int
    bytes: int
    frames: int
    sha256: str


class Manifest(BaseModel):
    """The archive's list of contents."""

    model_config = ConfigDict(frozen=True)

    job_id: str
    title: str
    created: datetime
    """When the delivery was ordered, UTC: also the date of every file, so that a retry gives the same bytes."""
    files: tuple[ManifestEntry, ...]

    def as_json(self) -> bytes:
        """Write it for programs."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()

    def as_csv(self) -> bytes:
        """Write the files for spreadsheets, with the mark by which they know UTF-8."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(ManifestEntry.model_fields)
        writer.writerows(_row(entry) for entry in self.files)
        return text.getvalue().encode("utf-8-sig")


def _row(entry: ManifestEntry) -> Sequence[str]:
    return [disarm(str(value)) for value in entry.model_dump().values()]


def disarm(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
