"""The second net under a job: processes that carry its mark, should its init have been killed itself.

A process carries the mark when its environment has the job's id or its working folder is the job's.
"""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

ROUNDS = 50
_PAUSE_SECONDS = 0.02


async def kill_leftovers(job_id: str, folder: Path) -> int:
    """Kill every process of the job that is still there; give how many kills that took."""
    kills = 0
    for _ in range(ROUNDS):
        found = await asyncio.to_thread(_marked, f"AWS_BATCH_JOB_ID={job_id}".encode(), folder)
        if not found:
            break
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        kills += len(found)
        await asyncio.sleep(_PAUSE_SECONDS)
    return kills


def _marked(mark: bytes, folder: Path) -> list[int]:
    folder = folder.resolve()
    return [int(each.name) for each in Path("/proc").glob("[0-9]*") if _is_marked(each, mark, folder)]


def _is_marked(process: Path, mark: bytes, folder: Path) -> bool:
    # A process that ends while we look, or that belongs to someone else, is none of ours.
    with suppress(OSError):
        if mark in (process / "environ").read_bytes().split(b"\0"):
            return True
    with suppress(OSError):
        return (process / "cwd").readlink().is_relative_to(folder)
    return False
