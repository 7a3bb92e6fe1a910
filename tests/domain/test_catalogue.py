"""Names are matched whole, prices are those of the list, and what a provider cannot do is refused by name."""

from decimal import Decimal

import pytest

from dailies.domain.catalogue import (
    capabilities,
    find_model,
    least_credits,
    models,
    quote_credits,
    quote_usd,
)
from dailies.domain.errors import InvalidInput
from dailies.domain.offer import refuse_beyond
from dailies.domain.options import ImageUse, Options, Provider, TakeResolution

VEO = Options(provider=Provider.VEO)
FRAMES = Options(image_use=ImageUse.FRAMES)


def changed(options: Options, **fields: object) -> Options:
    return options.model_copy(update=fields)


def refusal(options: Options) -> list[str | None]:
    with pytest.raises(InvalidInput) as caught:
        refuse_beyond(options)
    assert caught.value.failure.code == "not_offered"
    return [problem.subject for problem in caught.value.problems]


@pytest.mark.parametrize("provider", list(Provider))
def test_given_a_model_of_the_list_when_found_then_it_is_that_very_one(provider: Provider) -> None:
    assert [find_model(provider, model.name) for model in models(provider)] == list(models(provider))


def test_given_a_name_that_begins_another_when_found_then_the_longer_one_is_not_taken() -> None:
    assert find_model(Provider.FLOW, "Veo 3.1 - Lite").name == "Veo 3.1 - Lite"


@pytest.mark.parametrize("name", ["Veo 3.1", "veo 3.1 - fast", "Veo 3.1 - Fas", " Veo 3.1 - Fast", "Fast"])
def test_given_no_whole_name_when_found_then_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        find_model(Provider.FLOW, name)
    assert caught.value.failure.code == "unknown_model"


def test_given_an_unknown_model_when_refused_then_all_names_are_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        find_model(Provider.VEO, "Omni 1.1 Flash")
    advice = caught.value.failure.advice or ""
    assert all(model.name in advice for model in models(Provider.VEO))


def test_given_an_ambiguous_name_when_refused_then_those_that_it_fits_are_told() -> None:
    with pytest.raises(InvalidInput, match=r"fits 2 of them: Veo 3.1 - Lite, Veo 3.1 - Lite \[Lower Pri"):
        find_model(Provider.FLOW, "Lite")


@pytest.mark.parametrize(
    ("model", "duration", "dearest", "cheapest"),
    [
        ("Omni 1.1 Flash", 4, 7, 7),
        ("Omni 1.1 Flash", 6, 10, 10),
        ("Omni 1.1 Flash", 8, 12, 12),
        ("Veo 3.1 - Lite", 8, 10, 5),
        ("Veo 3.1 - Lite", 4, 5, 5),
        ("Veo 3.1 - Lite [Lower Priority]", 8, 0, 0),
        ("Veo 3.1 - Fast", 8, 20, 10),
        ("Veo 3.1 - Fast", 6, 10, 10),
        ("Veo 3.1 - Quality", 8, 100, 100),
    ],
)
def test_given_a_model_when_one_clip_is_quoted_then_the_list_s_price(
    model: str, duration: int, dearest: int, cheapest: int
) -> None:
    one = changed(FRAMES, model=model, duration=duration, outputs=1)
    assert (quote_credits(one, 1), least_credits(one, 1)) == (dearest, cheapest)


def test_given_fourteen_images_and_two_outputs_when_quoted_then_560_credits() -> None:
    assert quote_credits(Options(), 14) == 560


def test_given_fourteen_images_and_two_outputs_when_quoted_at_veo_then_22_dollars_40() -> None:
    assert quote_usd(VEO, 14) == Decimal("22.40")


def test_given_1080p_when_quoted_at_veo_then_its_own_price() -> None:
    assert quote_usd(changed(VEO, resolution=TakeResolution.HD1080), 14) == Decimal("26.88")


def test_given_credits_when_quoted_then_no_money() -> None:
    assert (quote_usd(Options(), 1), quote_credits(VEO, 1)) == (None, 0)


@pytest.mark.parametrize("provider", list(Provider))
def test_given_the_defaults_when_asked_of_any_provider_then_allowed(provider: Provider) -> None:
    refuse_beyond(Options(provider=provider))


def test_given_each_failing_over_to_the_other_when_both_can_then_allowed() -> None:
    refuse_beyond(changed(Options(), failover=Provider.VEO))
    refuse_beyond(changed(VEO, failover=Provider.FLOW))


@pytest.mark.parametrize("provider", list(Provider))
@pytest.mark.parametrize("duration", [4, 6])
def test_given_references_when_shorter_than_8_seconds_then_refused(provider: Provider, duration: int) -> None:
    assert refusal(Options(provider=provider, duration=duration)) == ["duration"]  # type: ignore[arg-type]


@pytest.mark.parametrize("duration", [4, 6, 8])
def test_given_frames_when_of_any_length_then_allowed(duration: int) -> None:
    refuse_beyond(changed(FRAMES, duration=duration, images_per_prompt=2))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (changed(FRAMES, images_per_prompt=3), ["images_per_prompt"]),
        (changed(Options(), audio=False), ["audio"]),
        (changed(Options(), model="Veo 4"), ["model"]),
        (changed(Options(), failover=Provider.FLOW), ["failover"]),
        (changed(VEO, model="Omni 1.1 Flash"), ["model"]),
        (changed(VEO, audio=False, failover=Provider.FLOW), ["audio"]),
        (changed(Options(), model="Omni 1.1 Flash", failover=Provider.VEO), ["model"]),
        (changed(Options(), duration=4, audio=False, model="Veo 4"), ["audio", "duration", "model"]),
        (changed(Options(), outputs=5), ["outputs"]),
        (changed(Options(), images_per_prompt=4), ["images_per_prompt"]),
    ],
)
def test_given_more_than_a_provider_can_when_asked_then_each_thing_is_named(
    options: Options, named: list[str]
) -> None:
    assert refusal(options) == named


def test_given_a_failover_that_cannot_when_refused_then_it_is_named_as_the_one_that_cannot() -> None:
    with pytest.raises(InvalidInput, match=r"^flow cannot leave the sound out"):
        refuse_beyond(changed(VEO, audio=False, failover=Provider.FLOW))


def test_given_several_problems_when_refused_then_the_detail_holds_each() -> None:
    with pytest.raises(InvalidInput) as caught:
        refuse_beyond(changed(Options(), duration=4, audio=False))
    assert all(problem.detail in str(caught.value) for problem in caught.value.problems)


@pytest.mark.parametrize("provider", list(Provider))
def test_given_a_provider_when_its_image_limits_are_asked_then_two_frames_and_three_references(
    provider: Provider,
) -> None:
    can = capabilities(provider)
    assert (can.most_images(ImageUse.FRAMES), can.most_images(ImageUse.REFERENCES)) == (2, 3)


def test_given_the_veo_models_when_read_then_each_has_the_api_s_own_name() -> None:
    assert {model.name: model.provider_id for model in models(Provider.VEO)} == {
        "Veo 3.1 - Lite": "veo-3.1-lite-generate-001",
        "Veo 3.1 - Fast": "veo-3.1-fast-generate-001",
        "Veo 3.1 - Quality": "veo-3.1-generate-001",
    }
