"""Nothing that opens or names an account at the site is found in anything that the main job leaves behind."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from dailies.services.vault import read_session
from dailies.store import keys
from dailies.store.conditions import exists
from tests.faults.canaries import Canary, Finding, of_session, search
from tests.faults.house import House, Played
from tests.faults.places import (
    Place,
    answers_of,
    logs_of,
    objects_of,
    parameters_of,
    rows_of,
    signatures_in,
)

pytestmark = [pytest.mark.faults, pytest.mark.browser, pytest.mark.ffmpeg]

DECOY = Canary("decoy", "a-value-that-is-planted-to-be-found")


@dataclass(frozen=True)
class Searched:
    """What was searched for, where, and what turned up."""

    kinds: set[str]
    places: list[Place]
    found: set[Finding]

    def of(self, kind: str) -> set[str]:
        """Give the places of one kind of value."""
        return {finding.place for finding in self.found if finding.kind == kind}


def canaries_of(house: House, played: Sequence[Played]) -> Iterator[Canary]:
    """Give what opens or names each account: what it signs in with, and the session that it ended with."""
    for group in played:
        yield Canary("e-mail", group.hired.email)
        yield Canary("password", house.password(group.hired))
        yield from of_session(read_session(house.app, group.hired.name) or {})


def plant(house: House, played: Played) -> None:
    """Put the decoy where a careless line of code would: in a log, a packed trace, and a title that is answered."""
    house.folder.joinpath("decoy.log").write_text(f"signed in as {DECOY.value}\n", encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trace.network", DECOY.value)
    house.app.objects.put("evidence/decoy.zip", packed.getvalue(), content_type="application/zip")
    job = keys.job(played.task.owner, played.task.job_id)
    house.app.store.table.change(job, {"title": DECOY.value}, when=exists())


@pytest.fixture(scope="module")
def searched(house: House, played: Sequence[Played]) -> Searched:
    plant(house, played[0])
    answers = list(answers_of(house, played))
    kept = [*logs_of(house), *parameters_of(house), *objects_of(house), *rows_of(house)]
    secrets = [DECOY, *canaries_of(house, played)]
    # A link in an answer is for whoever asked; kept anywhere else it would open the object for a stranger.
    links = [Canary("presigned link", signature) for signature in signatures_in(answers)]
    found = search([*kept, *answers], secrets) | search(kept, links)
    return Searched({each.kind for each in [*secrets, *links]}, [*kept, *answers], found)


@pytest.mark.parametrize("kind", ["e-mail", "password", "cookie", "local storage", "presigned link"])
def test_given_what_the_job_left_behind_when_searched_then_a_secret_is_nowhere(
    searched: Searched, kind: str
) -> None:
    assert kind in searched.kinds
    assert searched.of(kind) == set()


@pytest.mark.parametrize("place", ["log decoy.log", "object evidence/decoy.zip", "row", "answer /api/jobs"])
def test_given_a_planted_value_when_searched_then_each_kind_of_place_gives_it_up(
    searched: Searched, place: str
) -> None:
    assert any(found.startswith(place) for found in searched.of(DECOY.kind))


@pytest.mark.parametrize(
    "written", [b"mail=ann%40flow.example", b"YW5uQGZsb3cuZXhhbXBsZQ==", b'{"to": "ann@flow.example"}']
)
def test_given_a_value_in_another_writing_when_searched_then_it_is_found(written: bytes) -> None:
    assert search([("log", written)], [Canary("e-mail", "ann@flow.example")]) == {Finding("e-mail", "log")}


@pytest.mark.parametrize(
    "what", ["log", "job parameters", "execution", "object", "row", "answer", "log of the API"]
)
def test_given_the_kinds_of_places_when_searched_then_none_is_empty(searched: Searched, what: str) -> None:
    assert any(place.startswith(what) and content for place, content in searched.places)
