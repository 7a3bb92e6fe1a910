"""The pure rules of the command line."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dailies.cli.answers import Image, Item, Job, Video
from dailies.cli.choosing import choose, parse_choice
from dailies.cli.errors import Unreachable, exit_code
from dailies.cli.lines import LineScreen
from dailies.cli.location import check_address
from dailies.cli.retrying import LONGEST_WAIT_SECONDS, MOST_TRIES, may_help, retry_after_seconds, wait_seconds
from dailies.cli.rows import MOST_ROWS, countdown, items_scene
from dailies.cli.screen import Row, Scene
from dailies.cli.sources import find_sources
from dailies.cli.waiting import next_pause
from dailies.domain.errors import InvalidInput
from dailies.domain.failure import Failure
from dailies.domain.job import fold
from dailies.domain.status import JobStatus, Status

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
JOB = "j0000000000000000000000"


def make_video(item: int, attempt: int, output: int) -> Video:
    name = f"{JOB}-{item:05d}"
    facts = {"width": 720, "height": 1280, "frames": 1, "size": 1, "sha256": "", "url": "", "prompt": ""}
    return Video(video_id=f"{name}-{attempt}-{output}", item_id=name, output=output, **facts)


def make_item(number: int, status: Status, **fields: object) -> Item:
    item = Item(
        item_id=f"{JOB}-{number:05d}",
        number=number,
        prompt="A boat",
        image=Image(name="1.png"),
        status=status,
    )
    return item.model_copy(update=fields)


def make_job(*items: Item) -> Job:
    counts = fold(item.status for item in items)
    return Job(job_id=JOB, title="t", status=JobStatus.RUNNING, created_at=NOW, counts=counts, items=items)


TAKES = [
    make_video(1, 1, 1),
    make_video(1, 1, 2),
    make_video(1, 2, 1),
    make_video(2, 1, 2),
    make_video(10, 1, 1),
]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("all", ["1-1-1", "1-1-2", "1-2-1", "2-1-2", "10-1-1"]),
        ("first", ["1-2-1", "2-1-2", "10-1-1"]),
        ("2-per-item", ["1-1-1", "1-2-1", "2-1-2", "10-1-1"]),
        ("none", []),
    ],
)
def test_given_a_choice_when_choosing_then_the_newest_takes_of_each_item_are_picked(
    choice: str, expected: list[str]
) -> None:
    chosen = choose(TAKES, parse_choice(choice))

    assert [video.video_id.split("-", 1)[1].lstrip("0") for video in chosen] == expected


@pytest.mark.parametrize(
    "text", ["", "some", "0-per-item", "-1-per-item", "100-per-item", "1-per-item\n", "٣-per-item"]
)
def test_given_nonsense_when_choosing_then_it_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_choice(text)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [(503, {}, True), (429, {}, True), (409, {}, False), (409, {"retry-after": "1"}, True), (404, {}, False)],
)
def test_given_an_answer_when_judged_then_only_what_may_change_is_asked_again(
    status: int, headers: dict[str, str], expected: bool
) -> None:
    assert may_help(status, headers) is expected


def test_given_tries_when_waiting_then_each_wait_is_longer_and_bounded() -> None:
    waits = [wait_seconds(tries, None, spread=1.0) or 0.0 for tries in range(1, MOST_TRIES)]

    assert waits == sorted(waits)
    assert max(waits) <= LONGEST_WAIT_SECONDS


def test_given_the_last_try_when_waiting_then_there_is_no_other() -> None:
    assert wait_seconds(MOST_TRIES, 1.0) is None


@pytest.mark.parametrize(("hint", "expected"), [(2.0, 2.0), (LONGEST_WAIT_SECONDS + 1, None)])
def test_given_a_hint_when_waiting_then_it_is_kept_unless_too_long(
    hint: float, expected: float | None
) -> None:
    assert wait_seconds(1, hint) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("7", 7.0),
        ("Sat, 21 Nov 2026 09:30:20 GMT", 20.0),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_given_a_retry_after_when_read_then_seconds_and_dates_are_known(
    text: str | None, expected: float | None
) -> None:
    assert retry_after_seconds(text, NOW) == expected


def test_given_no_change_when_polling_then_it_asks_less_and_less_up_to_a_bound() -> None:
    pause = 0.5
    for _ in range(20):
        pause = next_pause(pause, changed=False)

    assert (math.isclose(pause, 3.0), next_pause(pause, changed=True)) == (True, 0.5)


@pytest.mark.parametrize(
    "address", ["https://api.example", "http://127.0.0.1:80", "http://localhost:1/", "http://[::1]:9"]
)
def test_given_a_usable_address_when_checked_then_it_is_taken(address: str) -> None:
    assert check_address(address) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api.example",
        "ftp://x",
        "http://api.example",
        "http://127.0.0.1.evil.example",
        "https://me:pw@x",
        "https://x/?a=1",
    ],
)
def test_given_an_address_that_is_none_or_unsafe_when_checked_then_it_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        check_address(address)


def test_given_many_items_when_shown_then_what_needs_a_person_is_among_the_rows() -> None:
    items = [make_item(number, Status.SUCCEEDED) for number in range(1, 100)]
    lost = make_item(100, Status.FAILED, failure=Failure(code="policy", detail="No.", advice="Change it."))

    rows = items_scene(make_job(*items, lost)).rows

    assert (len(rows), rows[-1].note) == (MOST_ROWS, "No. Change it.")


def test_given_a_waiting_item_when_shown_then_its_row_knows_until_when() -> None:
    until = NOW + timedelta(seconds=125)

    (row,) = items_scene(make_job(make_item(1, Status.WAITING, retry_at=until))).rows

    assert (row.retry_at, countdown(until, NOW)) == (until, "again in 2:05")


def test_given_a_charged_failure_when_shown_then_the_cost_is_told() -> None:
    failure = Failure(code="x", detail="It broke.", charged=True)

    (row,) = items_scene(make_job(make_item(1, Status.FAILED, failure=failure))).rows

    assert row.note == "It broke. It was charged."


def test_given_terminal_controls_in_a_name_when_shown_then_they_are_gone() -> None:
    item = make_item(1, Status.RUNNING, image=Image(name="\x1b[2Jevil.png"))

    assert "\x1b" not in items_scene(make_job(item)).rows[0].label


def test_given_an_unchanged_row_when_lines_are_written_then_it_is_written_once() -> None:
    written: list[str] = []
    with LineScreen(written.append).scene("Title") as show:
        show(Scene((Row("a", "running", 10),)))
        show(Scene((Row("a", "running", 20),)))
        show(Scene((Row("a", "done", 100),)))

    assert written == ["Title", "  a  running", "  a  done"]


def test_given_a_folder_when_searched_then_images_come_in_natural_order_and_the_rest_is_named(
    tmp_path: Path,
) -> None:
    for name in ("img10.png", "img2.JPG", "notes.md", ".DS_Store"):
        (tmp_path / name).write_bytes(b"x")
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("p")

    found = find_sources([tmp_path], prompts)

    assert [file.name for file in found.files] == ["img2.JPG", "img10.png", "prompts.txt"]
    assert found.left_out == ("notes.md",)


def test_given_images_without_prompts_when_searched_then_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"x")

    with pytest.raises(InvalidInput, match="No prompts"):
        find_sources([tmp_path], None)


def test_given_kinds_of_errors_when_exiting_then_the_codes_differ() -> None:
    assert (exit_code(Unreachable("x")), exit_code(InvalidInput("x"))) == (3, 1)
