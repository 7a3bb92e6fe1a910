"""Bytes by chance: nothing but a refusal may come out, and what is accepted is within the limits."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dailies.domain.errors import SourceRejected
from dailies.domain.prompts import parse_prompts
from dailies.intake.archive import open_archive
from dailies.intake.image import check_image
from tests.intake import makers

SEEDS = [
    makers.zipped([("a.png", b"alpha" * 50), ("b/prompts.csv", b"prompt\na")]),
    makers.stored([("a.png", b"alpha" * 50), ("é.jpg", b"")]),
]
PICTURES = [makers.picture(format_, (64, 64)) for format_ in ("PNG", "JPEG", "WEBP")] + [makers.turned(6)]
edits = st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4)


def edited(seed: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    data = bytearray(seed)
    for position, new in changes:
        at = position % len(data)
        data[at : at + len(new)] = new
    return bytes(data)


def only_refuses(check: Callable[[Path], object], data: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            check(Path(file.name))
        except SourceRejected as refusal:
            assert refusal.failure.detail.isprintable()


def unpack_all(path: Path) -> None:
    with open_archive(path) as archive:
        for member in archive.images:
            target = io.BytesIO()
            assert archive.unpack(member, target) == member.size == len(target.getvalue())


@given(st.binary(max_size=200), st.sampled_from(["p.txt", "p.csv", "p.json"]))
@settings(max_examples=300, deadline=None)
def test_given_any_bytes_when_read_as_prompts_then_only_a_refusal_escapes(data: bytes, name: str) -> None:
    try:
        prompts = parse_prompts(data, name)
    except SourceRejected as refusal:
        assert refusal.failure.detail.isprintable()
    else:
        assert all(prompt.text == prompt.text.strip() != "" for prompt in prompts)


@given(st.text(alphabet='[]{}",:\\ud8 \n0123eNaprompt', max_size=60), st.sampled_from(["p.csv", "p.json"]))
@settings(max_examples=300, deadline=None)
def test_given_any_near_json_when_read_as_prompts_then_only_a_refusal_escapes(text: str, name: str) -> None:
    try:
        parse_prompts(text.encode(), name)
    except SourceRejected as refusal:
        assert refusal.failure.detail.isprintable()


@given(st.sampled_from(SEEDS), edits)
@settings(max_examples=400, deadline=None)
def test_given_a_damaged_archive_when_unpacked_then_only_a_refusal_escapes(
    seed: bytes, changes: list[tuple[int, bytes]]
) -> None:
    only_refuses(unpack_all, edited(seed, changes))


@given(st.sampled_from(PICTURES), edits)
@settings(max_examples=300, deadline=None)
def test_given_a_damaged_picture_when_checked_then_only_a_refusal_escapes(
    seed: bytes, changes: list[tuple[int, bytes]]
) -> None:
    only_refuses(check_image, edited(seed, changes))
