import pytest

from infra.local.flow.prices import Plan, load_prices, price_of_clip
from infra.local.flow.profile import Settings
from infra.local.flow.submissions import Click, drop_references


@pytest.mark.parametrize(
    ("plan", "model", "resolution", "seconds", "price"),
    [
        ("pro", "Veo 3.1 - Lite", "720p", 8, 10),
        ("ultra", "Veo 3.1 - Lite", "720p", 8, 5),
        ("pro", "Veo 3.1 - Fast", "720p", 8, 20),
        ("ultra", "Veo 3.1 - Fast", "720p", 4, 10),
        ("pro", "Veo 3.1 - Fast", "720p", 4, None),
        ("pro", "Veo 3.1 - Quality", "720p", 8, 100),
        ("pro", "Omni 1.1 Flash", "720p", 10, 15),
        ("pro", "Omni 1.1 Flash", "360p", 4, 4),
        ("pro", "Veo 3.1 - Lite [Lower Priority]", "720p", 8, None),
        ("ultra", "Veo 3.1 - Lite [Lower Priority]", "720p", 8, 0),
        ("pro", "Veo 9", "720p", 8, None),
    ],
)
def test_given_a_model_when_priced_then_the_list_of_its_plan_holds(
    plan: Plan, model: str, resolution: str, seconds: int, price: int | None
) -> None:
    assert price_of_clip(load_prices(), plan, model, resolution, seconds, image=False) == price


@pytest.mark.parametrize(
    ("seconds", "submode", "prompt", "dropped"),
    [
        (4, "ingredients", "cat.png run", True),
        (6, "ingredients", "cat.png run", True),
        (8, "ingredients", "run", False),
        (4, "frames", "run", False),
    ],
)
def test_given_references_when_the_clip_is_too_short_for_them_then_their_names_become_the_prompt(
    seconds: int, submode: str, prompt: str, dropped: bool
) -> None:
    settings = Settings.model_validate({"mode": "video", "submode": submode, "seconds": seconds})
    assert drop_references(Click(prompt="run", settings=settings), ["cat.png"]) == (prompt, dropped)
