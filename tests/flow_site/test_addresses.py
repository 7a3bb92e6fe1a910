import pytest

from infra.local.flow.addresses import redirect, shown_at
from infra.local.flow.profile import Generation

OLD = "/fx/tools/flow"


@pytest.mark.parametrize(
    ("path", "generation", "expected"),
    [
        ("/", "C", None),
        ("/project/x", "C", None),
        (OLD, "C", (308, "/")),
        (f"{OLD}/project/x", "C", (308, "/project/x")),
        (f"{OLD}/about", "C", (308, "/about")),
        ("/", "A", (302, OLD)),
        ("/project/x", "B", (302, f"{OLD}/project/x")),
        (OLD, "A", None),
        (f"{OLD}/project/x", "B", None),
        (f"{OLD}er", "B", (302, f"{OLD}{OLD}er")),
        ("/", None, None),
        (f"{OLD}/about", None, None),
    ],
)
def test_given_an_address_when_opened_then_the_account_lands_in_its_generation(
    path: str, generation: Generation | None, expected: tuple[int, str] | None
) -> None:
    assert redirect(path, generation) == expected


@pytest.mark.parametrize(
    ("path", "generation", "shown"),
    [("/about", None, "C"), (f"{OLD}/about", None, "B"), (f"{OLD}/about", "A", "A")],
)
def test_given_an_about_page_when_opened_then_the_address_decides_for_strangers(
    path: str, generation: Generation | None, shown: Generation
) -> None:
    assert shown_at(path, generation) == shown
