"""The price and what may go wrong are shown before anything is spent."""

from pathlib import Path

import pytest

from tests.cli.conftest import MakeShoot, Terminal


def jobs(terminal: Terminal) -> list[str]:
    return [job["job_id"] for job in terminal.json("jobs")["jobs"]]


def test_given_a_dry_run_when_done_then_price_and_warnings_are_shown_and_no_job_is_left(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat", "A child on a boat"])
    before = jobs(terminal)

    done = terminal.run("run", str(folder), str(prompts), "--dry-run", "--max-credits", "100")

    assert done.exit_code == 0, done.output
    assert "2 items, 4 clips with Veo 3.1 - Fast: 40 to 80 credits" in done.output
    assert "Warning: Item 2: The prompt “A child on a boat” holds “child”" in done.output
    assert jobs(terminal) == before
    assert not terminal.house.crew.was_asked.is_set()


def test_given_a_dry_run_when_read_by_a_program_then_one_document(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat"])
    document = terminal.json("run", str(folder), str(prompts), "--dry-run", "--max-credits", "100")
    assert (document["credits"], document["caps"]) == (
        40,
        [{"of": "job", "account": None, "limit": 100, "left": 100}],
    )


def test_given_a_cap_below_the_price_when_run_dry_then_it_says_so_and_exits_1(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat"])
    done = terminal.run("run", str(folder), str(prompts), "--dry-run", "--max-credits", "19")
    assert (done.exit_code, "costs at least 20 credits and may cost 19" in done.output) == (1, True)


@pytest.mark.parametrize("more", [("--max-credits", "19"), ("--strict",)])
def test_given_what_stands_against_a_job_when_run_then_nothing_starts_and_no_draft_is_left(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path, more: tuple[str, ...]
) -> None:
    folder, prompts = make_shoot(["A child on a boat"])
    before = jobs(terminal)

    done = terminal.run("run", str(folder), str(prompts), "-o", str(tmp_path / "out"), *more)

    assert done.exit_code == 1
    assert jobs(terminal) == before
    assert not terminal.house.crew.was_asked.is_set()


def test_given_warnings_when_strict_then_each_is_named(terminal: Terminal, make_shoot: MakeShoot) -> None:
    folder, prompts = make_shoot(["A child on a boat"])
    done = terminal.run("run", str(folder), str(prompts), "--strict")
    assert "holds “child”" in done.stderr


def test_given_warnings_when_run_then_they_are_shown_and_passed_over(
    terminal: Terminal, make_shoot: MakeShoot, tmp_path: Path
) -> None:
    folder, prompts = make_shoot(["A child on a boat"])
    done = terminal.run("run", str(folder), str(prompts), "-o", str(tmp_path / "out"), "--no-upscale")
    assert done.exit_code == 0, done.output
    assert "Warning: Item 1: The prompt" in done.output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--duration", "4"), "flow keeps reference images at 8 seconds only"),
        (("--model", "Fast"), "flow has no model of the name “Fast”"),
        (("--no-audio",), "flow cannot leave the sound out"),
        (("--provider", "veo"), "not set up"),
    ],
)
def test_given_what_is_not_offered_when_run_then_refused_before_anything_is_sent(
    terminal: Terminal, make_shoot: MakeShoot, more: tuple[str, ...], told: str
) -> None:
    folder, prompts = make_shoot(["A boat"])
    done = terminal.run("run", str(folder), str(prompts), *more)
    assert (done.exit_code, told in done.stderr) == (1, True), done.output


@pytest.mark.parametrize("more", [("--account", "No Such Name"), ("--duration", "5"), ("--model", "a\nb")])
def test_given_what_no_option_can_be_when_run_then_a_usage_error(
    terminal: Terminal, make_shoot: MakeShoot, more: tuple[str, ...]
) -> None:
    folder, prompts = make_shoot(["A boat"])
    assert terminal.run("run", str(folder), str(prompts), *more).exit_code == 2


def test_given_two_frames_a_prompt_when_run_dry_then_the_images_make_groups(
    terminal: Terminal, make_shoot: MakeShoot
) -> None:
    folder, prompts = make_shoot(["A boat", "A tower"])
    prompts.write_text("A boat goes", encoding="utf-8")
    options = ("--image-use", "frames", "--images-per-prompt", "2", "--duration", "4")
    assert terminal.json("run", str(folder), str(prompts), "--dry-run", *options)["item_count"] == 1
