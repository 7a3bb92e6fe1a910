"""Known vulnerabilities of everything that is locked: `python -m infra.checks.audit`, pip-audit's options behind it."""

import enum
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dailies.domain.exits import Exit

LOCKS = Path(__file__).resolve().parents[1] / "locks"
_OPTIONS = ("--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off")
_SECONDS = 600
_ADVICE = (
    "pip-audit asks https://pypi.org about each package, which must be reachable;"
    " `make audit ARGS='-s osv'` asks https://api.osv.dev, and `--osv-url URL` any service like it"
)


class Outcome(enum.Enum):
    """How the audit of one lock ended."""

    CLEAN = Exit.SETTLED
    FOUND = 1
    NOT_AUDITED = Exit.UNAVAILABLE


@dataclass(frozen=True)
class Audit:
    """What became of one lock."""

    lock: Path
    outcome: Outcome
    told: str
    """The vulnerabilities as a table, or why nobody could look."""


def audit(lock: Path, *, options: Sequence[str] = ()) -> Audit:
    """Look one lock up; each by itself, as pip-audit takes no two versions of one package."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", *_OPTIONS, "-r", str(lock), *options],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return Audit(lock, Outcome.NOT_AUDITED, f"no answer within {_SECONDS} s")
    return judge(lock, done.returncode, done.stdout, done.stderr)


def judge(lock: Path, code: int, table: str, errors: str) -> Audit:
    """Tell findings from failures: pip-audit ends with 1 after both, and prints a table of findings alone."""
    if code == 0:
        return Audit(lock, Outcome.CLEAN, "")
    if table.strip():
        return Audit(lock, Outcome.FOUND, table.rstrip())
    # The last line is what went wrong, a traceback before it or not.
    last = next(iter(reversed(errors.strip().splitlines())), f"pip-audit ended with {code}")
    return Audit(lock, Outcome.NOT_AUDITED, last)


def audit_all(locks: Iterable[Path], look: Callable[[Path], Audit]) -> Iterator[Audit]:
    """Look locks up one after the other, until one cannot be: the next could not either."""
    for lock in locks:
        done = look(lock)
        yield done
        if done.outcome is Outcome.NOT_AUDITED:
            return


def report(audits: Iterable[Audit]) -> int:
    """Say how each lock stands; gives 0 where nothing is known, 1 where something is, 69 where nobody could look."""
    code = int(Exit.SETTLED)
    for done in audits:
        sys.stdout.write(f"{done.lock.name}: {done.outcome.name.lower().replace('_', ' ')}\n")
        if done.told:
            sys.stdout.write(f"{done.told}\n")
        if done.outcome is Outcome.NOT_AUDITED:
            sys.stdout.write(f"{_ADVICE}\n")
        code = max(code, int(done.outcome.value))
    return code


if __name__ == "__main__":
    every = sorted(LOCKS.glob("*.txt"))
    raise SystemExit(report(audit_all(every, partial(audit, options=sys.argv[1:]))))
