"""The audit of the locks: findings, failures, and pip-audit itself against a vulnerability service of our own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from infra.checks.audit import LOCKS, Audit, Outcome, audit, audit_all, judge, report

LOCK = Path("any.txt")


@pytest.mark.parametrize(
    ("code", "table", "errors", "outcome"),
    [
        (0, "", "No known vulnerabilities found", Outcome.CLEAN),
        (1, "Name Version ID\nurllib3 1.0 X", "Found 1 known vulnerability", Outcome.FOUND),
        (1, "", "ERROR:pip_audit._cli:six: Dependency not found on PyPI", Outcome.NOT_AUDITED),
        (2, "", "", Outcome.NOT_AUDITED),
    ],
)
def test_given_an_end_of_pip_audit_when_judged_then_findings_are_no_failures_and_failures_no_findings(
    code: int, table: str, errors: str, outcome: Outcome
) -> None:
    assert judge(LOCK, code, table, errors).outcome is outcome


def test_given_a_traceback_when_judged_then_only_what_went_wrong_is_told() -> None:
    done = judge(LOCK, 1, "", "Traceback (most recent call last):\n  File x\nConnectionError: refused\n")
    assert done.told == "ConnectionError: refused"


def test_given_a_lock_that_nobody_could_look_up_when_all_are_audited_then_the_rest_is_not_asked_for() -> None:
    done = audit_all(
        [Path("a"), Path("b"), Path("c")], lambda lock: judge(lock, int(lock.name == "b"), "", "x")
    )
    assert [each.lock.name for each in done] == ["a", "b"]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([Outcome.CLEAN, Outcome.CLEAN], 0),
        ([Outcome.FOUND, Outcome.CLEAN], 1),
        ([Outcome.FOUND, Outcome.NOT_AUDITED], 69),
    ],
)
def test_given_outcomes_when_reported_then_the_worst_decides_and_each_lock_is_named(
    outcomes: list[Outcome], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    audits = [Audit(Path(f"{number}.txt"), each, "why") for number, each in enumerate(outcomes)]
    assert report(audits) == code
    told = capsys.readouterr().out
    assert all(each.lock.name in told for each in audits)
    assert ("must be reachable" in told) == (code == 69)


def test_given_the_locks_when_listed_then_all_that_is_installed_anywhere_is_among_them() -> None:
    names = {lock.stem for lock in LOCKS.glob("*.txt")}
    assert {"house", "functions", "automation", "media", "emulator", "uv"} <= names


class _Known(BaseHTTPRequestHandler):
    """Knows of one hole, in `six`, in the words of OSV."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        version = asked["version"]
        fixed = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}
        affected = {"package": asked["package"], "ranges": [fixed], "versions": [version]}
        hole = {"id": "PYSEC-2099-1", "summary": "", "details": "", "aliases": [], "affected": [affected]}
        answer = json.dumps({"vulns": [hole]} if asked["package"]["name"] == "six" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Known)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/query"
    server.shutdown()
    thread.join()
    server.server_close()


def test_given_a_hole_that_a_service_knows_when_audited_by_pip_audit_then_it_is_found_by_name(
    service: str, tmp_path: Path
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"six==1.17.0 --hash=sha256:{'0' * 64}\n")
    done = audit(lock, options=["-s", "osv", "--osv-url", service])
    assert (done.outcome, "PYSEC-2099-1" in done.told) == (Outcome.FOUND, True)
