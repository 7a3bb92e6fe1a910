"""Log lines: what is on them, and what never is."""

import ast
import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.ids import ItemId, JobId, VideoId
from dailies.domain.units import Rendition
from dailies.telemetry.context import bind, bound, bound_ids, correlation
from dailies.telemetry.fields import FIELDS, IDS, write_line
from dailies.telemetry.logs import lead, new_logger
from dailies.telemetry.redaction import MOST_CHARACTERS, redact
from dailies.telemetry.subjects import ids_of
from tests.store.makers import make_item, make_job, new_owner

ROOT = Path(__file__).resolve().parents[2]
METHODS = {"debug", "info", "warning", "error", "exception"}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the product's own loggers write, as a container has them."""
    product, stream = logging.getLogger("dailies"), io.StringIO()
    for name in ("handlers", "propagate", "level"):
        monkeypatch.setattr(product, name, getattr(product, name))
    made = new_logger("test-lines")
    monkeypatch.setattr(made.registered_handler, "stream", stream)
    lead(made, "INFO")
    yield stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_given_work_on_an_item_when_something_deep_logs_then_the_line_carries_every_id(
    written: io.StringIO,
) -> None:
    ids = {"correlation_id": "r1", "job_id": "j1", "task_id": "j1-generate-1", "item_id": "j1-00001"}
    with bound(**ids, attempt=2, account="crew"):
        logging.getLogger("dailies").info("deep", extra={"code": "high_demand"})
    (line,) = lines(written)
    assert {name: line[name] for name in line if name in IDS} == {**ids, "attempt": 2, "account": "crew"}
    assert (line["message"], line["code"], line["level"], line["service"]) == (
        "deep",
        "high_demand",
        "INFO",
        "test-lines",
    )


def test_given_fields_that_are_not_allowed_when_logged_then_they_stay_out(written: io.StringIO) -> None:
    secret = {"prompt": "canary", "url": "canary", "token": "canary", "email": "canary"}
    logging.getLogger("dailies").info("x", extra=secret)
    assert "canary" not in written.getvalue()


def test_given_a_newline_in_a_message_when_logged_then_it_forges_no_second_line(written: io.StringIO) -> None:
    logging.getLogger("dailies").info('x\n{"level": "ERROR"}')
    assert [line["level"] for line in lines(written)] == ["INFO"]


def test_given_an_error_with_a_link_in_it_when_logged_then_the_key_is_not(written: io.StringIO) -> None:
    error = RuntimeError("GET https://bucket.example/a.mp4?X-Amz-Signature=canary&X-Amz-Date=1 failed")
    logging.getLogger("dailies").error("crashed", exc_info=error)
    (line,) = lines(written)
    assert ("canary" in json.dumps(line), line["exception_name"]) == (False, "RuntimeError")
    assert "https://bucket.example/a.mp4?…" in line["exception"]


@pytest.mark.parametrize(
    "text",
    [
        "see https://host/p?token=canary",
        "see https://host/p#canary",
        "see https://user:canary@host/p",
        "Authorization: Bearer canary.x-y",
        "eyJhbGciOi.eyJzdWIcanary.c2ln",
        "X-Amz-Security-Token=canary&x",
        "refresh_token=canary",
        "from canary@example.com",
        "[type=string_type, input_value={'prompt': 'canary'}, input_type=dict]",
    ],
)
def test_given_a_secret_in_a_text_when_redacted_then_it_is_gone(text: str) -> None:
    assert "canary" not in redact(text)


@given(st.text(max_size=40))
def test_given_any_text_without_a_secret_when_logged_then_it_is_one_line_that_reads_back(text: str) -> None:
    line = write_line({"message": text})
    assert ("\n" in line, isinstance(json.loads(line)["message"], str)) == (False, True)


def test_given_an_endless_text_when_redacted_then_it_is_cut() -> None:
    assert len(redact("a" * 100_000)) == MOST_CHARACTERS


def test_given_two_items_at_once_when_each_logs_then_neither_has_the_others_id() -> None:
    async def work(item: str) -> str:
        with bound(item_id=item):
            await asyncio.sleep(0)
            return await asyncio.to_thread(lambda: str(bound_ids()["item_id"]))

    async def both() -> list[str]:
        return list(await asyncio.gather(work("a"), work("b")))

    assert asyncio.run(both()) == ["a", "b"]


def test_given_ids_learned_on_the_way_when_the_work_ends_then_they_are_forgotten() -> None:
    bind(job_id="nobody asked")
    with bound(job_id="j1"):
        bind(correlation_id="r1", task_id=None)
        inside = (correlation(), dict(bound_ids()))
    assert (inside, correlation(), dict(bound_ids())) == (
        ("r1", {"job_id": "j1", "correlation_id": "r1"}),
        None,
        {},
    )


def test_given_a_unit_when_worked_on_then_its_lines_name_its_job_item_and_take() -> None:
    job = make_job(new_owner())
    item = make_item(job, 7)
    rendition = Rendition(
        owner=job.owner,
        job_id=job.job_id,
        video_id=VideoId(f"{item.item_id}-1-1"),
        updated_at=item.updated_at,
    )
    named = {"job_id": job.job_id, "task_id": None, "attempt": 0, "item_id": item.item_id}
    assert ids_of(rendition) == {**named, "video_id": rendition.video_id}
    assert ids_of(item)["item_id"] == ItemId(f"{JobId(job.job_id)}-00007")


CONTAINER = """
import logging, os, threading
from dailies.domain.exits import Exit
from dailies.services.app import logger
from dailies.services.container import run_container

def work_on(app, work):
    beating = threading.Thread(target=lambda: logger.info("from a thread"))
    beating.start()
    beating.join()
    logging.getLogger("botocore").warning("from a library")
    return Exit.SETTLED

raise SystemExit(run_container(os.environ, work_on))
"""


def test_given_a_container_when_anything_in_it_logs_then_each_line_says_whose_work_it_is() -> None:
    ids = {"job_id": "j1", "task_id": "j1-generate-1", "batch": 2, "round": 1, "account": "crew"}
    run = {"OWNER": "o", "JOB": "j1", "TASK": "j1-generate-1", "BATCH": "2", "ROUND": "1", "ACCOUNT": "crew"}
    place = {"CORRELATION": "r1", "TABLE": "t", "BUCKET": "b"}
    done = subprocess.run(
        [sys.executable, "-c", CONTAINER],
        env={"PATH": "/usr/bin", **{f"DAILIES_{name}": text for name, text in {**run, **place}.items()}},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["message"] for line in told] == ["from a thread", "from a library", "container ends"]
    for line in told:
        assert {name: line[name] for name in line if name in IDS} == {**ids, "correlation_id": "r1"}


def test_given_the_programs_when_read_then_no_field_that_they_log_is_dropped() -> None:
    named = {name for path in _sources() for name in _logged(ast.parse(path.read_text()))}
    assert len(named) > 10
    assert named <= set(FIELDS)


def _sources() -> Iterator[Path]:
    for folder in ("dailies", "functions", "containers"):
        yield from (ROOT / folder).rglob("*.py")


def _logged(tree: ast.AST) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in METHODS:
            continue
        for keyword in (each for each in call.keywords if each.arg == "extra"):
            if isinstance(keyword.value, ast.Dict):
                yield from (str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant))
