"""What tiles say and which are ours, as pure functions of data."""

import pytest

from containers.automation.sites.flow.outputs import (
    later_tiles,
    numbers_of,
    outcomes_of,
    own_tiles,
    progress_of,
)
from containers.automation.sites.flow.pack import load_pack
from containers.automation.sites.flow.tiles import Tile, TileState, TileTexts, read_tile
from dailies.domain.errors import SiteFailure

PACK = load_pack("flow-c")
PENDING = Tile(state=TileState.PENDING, percent=40)
FINISHED = Tile(state=TileState.FINISHED, percent=100)
FAILED = Tile(state=TileState.FAILED, percent=100, message="Audio Generation Failed", disclaimed=True)
PROMPT = "A dog runs."


def test_given_new_tiles_when_counted_then_only_those_before_the_old_are_ours() -> None:
    assert own_tiles([PENDING, FINISHED, FAILED], before=1, outputs=2) == (PENDING, FINISHED)


def test_given_more_new_tiles_than_ordered_when_counted_then_nobody_guesses() -> None:
    with pytest.raises(SiteFailure) as caught:
        own_tiles([PENDING, FINISHED, FAILED], before=0, outputs=2)
    assert (caught.value.failure.code, caught.value.failure.charged) == ("unexpected_tiles", None)


def test_given_a_tile_of_another_prompt_when_counted_then_nobody_guesses() -> None:
    with pytest.raises(SiteFailure) as caught:
        later_tiles([Tile(state=TileState.PENDING, foreign=True)], before=0)
    assert (caught.value.failure.code, caught.value.failure.charged) == ("unexpected_tiles", None)


def test_given_an_old_tile_of_another_prompt_when_counted_then_it_is_no_matter() -> None:
    old = Tile(state=TileState.FINISHED, foreign=True)
    assert later_tiles([FINISHED, old], before=1) == (FINISHED,)


@pytest.mark.parametrize(
    ("count", "outputs", "numbers"),
    [(2, 2, (1, 2)), (1, 2, (1,)), (0, 2, ()), (3, 2, (3, 1, 2)), (4, 2, (4, 3, 1, 2)), (2, 1, (2, 1))],
)
def test_given_tiles_that_a_person_added_when_numbered_then_ours_keep_their_numbers(
    count: int, outputs: int, numbers: tuple[int, ...]
) -> None:
    assert numbers_of(count, outputs) == numbers


def test_given_more_tiles_than_a_submission_can_have_when_told_then_four_are() -> None:
    told = outcomes_of([FINISHED] * 6, 2, PACK)
    assert [outcome.output for outcome in told] == [1, 2, 3, 4]


def test_given_one_output_without_a_tile_when_folded_then_it_counts_as_nothing() -> None:
    assert progress_of([PENDING], 2).percent == 20


def test_given_a_blank_tile_between_two_states_when_folded_then_progress_does_not_fall() -> None:
    assert progress_of([Tile(state=TileState.BLANK)], 1, reached=40).percent == 40


def test_given_a_mixed_end_when_told_then_each_output_keeps_its_number() -> None:
    told = [(o.output, o.finished) for o in outcomes_of([FAILED, FINISHED], 2, PACK)]
    assert told == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (TileTexts(), TileState.BLANK),
        (TileTexts(percent="0%"), TileState.PENDING),
        (TileTexts(pending=True, percent="12%", thumbnail=True), TileState.PENDING),
        (TileTexts(pending=True, said=("scheduled and is waiting in the queue",)), TileState.QUEUED),
        (
            TileTexts(pending=True, said=("wartet wegen hoher Nachfrage in der Warteschlange",)),
            TileState.QUEUED,
        ),
        (TileTexts(thumbnail=True), TileState.FINISHED),
        (TileTexts(failed=True, title="Failed"), TileState.FAILED),
    ],
)
def test_given_the_texts_of_a_tile_when_read_then_its_state_is_known(
    texts: TileTexts, state: TileState
) -> None:
    assert read_tile(texts, PACK, PROMPT).state is state


@pytest.mark.parametrize(
    ("said", "message", "disclaimed"),
    [
        (("Failed", "Audio Generation Failed"), "Audio Generation Failed", False),
        (("Falha", "Oops", "Você não recebeu cobrança por esta geração."), "Oops", True),
        (("Failed", "You have not been charged for this generation."), "Failed", True),
        ((), "", False),
    ],
)
def test_given_unknown_class_names_when_read_then_the_places_of_the_texts_tell(
    *, said: tuple[str, ...], message: str, disclaimed: bool
) -> None:
    tile = read_tile(TileTexts(failed=True, said=said), PACK, PROMPT)
    assert (tile.message, tile.disclaimed) == (message, disclaimed)


@pytest.mark.parametrize(("percent", "read"), [("", 0), ("n/a", 0), ("999%", 100), ("42 %", 42)])
def test_given_an_odd_percentage_when_read_then_it_stays_in_bounds(percent: str, read: int) -> None:
    assert read_tile(TileTexts(percent=percent), PACK, PROMPT).percent == read


def test_given_a_percentage_without_its_element_when_read_then_a_whole_text_is_taken() -> None:
    texts = TileTexts(pending=True, said=("in 99% of all cases", "37%"))
    assert read_tile(texts, PACK, PROMPT).percent == 37


@pytest.mark.parametrize(
    ("shown", "foreign"),
    [(None, False), ("", False), ("A  dog\nruns.", False), ("A dog…", False), ("A cat runs.", True)],
)
def test_given_the_prompt_on_a_tile_when_compared_then_only_another_one_is_foreign(
    *, shown: str | None, foreign: bool
) -> None:
    assert read_tile(TileTexts(pending=True, prompt=shown), PACK, PROMPT).foreign is foreign
