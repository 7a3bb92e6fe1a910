"""Which archives are opened, which are refused, and that no byte goes astray."""

import io
import time
from pathlib import Path

import pytest

from dailies.domain.errors import SourceRejected
from dailies.intake.archive import open_archive
from dailies.intake.limits import IntakeLimits
from tests.intake import makers
from tests.intake.conftest import Sent
from tests.intake.makers import member, stored, zipped

PLAIN = [("a.png", b"alpha"), ("b.png", b"beta")]
GOOD = zipped(PLAIN)
STORED = stored(PLAIN)


def unpack_all(path: Path, limits: IntakeLimits | None = None) -> dict[str, bytes]:
    found = {}
    with open_archive(path, limits or IntakeLimits()) as archive:
        for image in archive.images:
            buffer = io.BytesIO()
            archive.unpack(image, buffer)
            found[image.name] = buffer.getvalue()
    return found


@pytest.mark.parametrize("data", [GOOD, STORED, zipped(PLAIN, comment=b"from my phone")])
def test_given_an_honest_archive_when_unpacked_then_every_byte_is_there(sent: Sent, data: bytes) -> None:
    assert unpack_all(sent(data)) == dict(PLAIN)


def test_given_what_systems_add_when_opened_then_it_is_ignored_quietly(sent: Sent) -> None:
    clutter = [("set/", b""), ("__MACOSX/set/._a.png", b"x"), ("set/.DS_Store", b"x"), ("Thumbs.db", b"x")]

    with open_archive(sent(zipped([*clutter, ("set/a.png", b"alpha")]))) as archive:
        assert [image.name for image in archive.images] == ["set/a.png"]
        assert archive.warnings == ()


def test_given_unknown_files_when_opened_then_they_are_named_and_few(sent: Sent) -> None:
    extra = [(f"{number}.exe", b"x") for number in range(50)]

    with open_archive(sent(zipped([*PLAIN, *extra]))) as archive:
        assert archive.warnings[0].startswith("0.exe: left out")
        assert archive.warnings[-1] == "30 more files were left out."


def test_given_utf8_names_without_the_flag_when_opened_then_they_read_right(sent: Sent) -> None:
    data = makers.renamed(zipped([("cafe.png", b"x")]), b"cafe.png", "caé.png".encode())

    with open_archive(sent(data)) as archive:
        assert archive.images[0].name == "caé.png"
        assert archive.unpack(archive.images[0], io.BytesIO()) == 1


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["x.csv"], "x.csv"),
        (["README.txt", "deep/Prompts.JSON"], "deep/Prompts.JSON"),
        (["notes.md"], None),
    ],
)
def test_given_texts_when_opened_then_the_prompts_file_is_found(
    sent: Sent, names: list[str], chosen: str | None
) -> None:
    with open_archive(sent(zipped([*PLAIN, *((name, b"x") for name in names)]))) as archive:
        assert (archive.prompts and archive.prompts.name) == chosen


def flagged(flag: int) -> bytes:
    return makers.in_directory(GOOD, 8, "<H", flag)


HOSTILE = [
    pytest.param(b"", "file_empty", id="no byte"),
    pytest.param(b"P", "zip_truncated", id="one byte"),
    pytest.param(zipped([]), "zip_empty", id="no member"),
    pytest.param(zipped([("only/", b"")]), "zip_empty", id="only a folder"),
    pytest.param(zipped([("../../etc/cron.d/x.png", b"x")]), "zip_traversal", id="traversal"),
    pytest.param(zipped([("a/../../b.png", b"x")]), "zip_traversal", id="inner traversal"),
    pytest.param(zipped([("/etc/passwd.png", b"x")]), "zip_traversal", id="absolute"),
    pytest.param(zipped([("C:\\x.png", b"x")]), "zip_traversal", id="drive"),
    pytest.param(zipped([("a\\..\\b.png", b"x")]), "zip_traversal", id="backslash"),
    pytest.param(makers.renamed(GOOD, b"a.png", b"a\0png"), "zip_traversal", id="NUL in a name"),
    pytest.param(makers.renamed(GOOD, b"a.png", b"a\npng"), "zip_traversal", id="line break in a name"),
    pytest.param(zipped([("\u202egnp.exe", b"x")]), "zip_traversal", id="name that reads backwards"),
    pytest.param(zipped([("x" * 1_100 + ".png", b"x")]), "zip_traversal", id="name of 1,100 bytes"),
    pytest.param(zipped([("__MACOSX/../../x", b"x")]), "zip_traversal", id="traversal among clutter"),
    pytest.param(zipped([(member("a.png", 0o120777), b"/etc/passwd")]), "zip_link", id="symlink"),
    pytest.param(zipped([(member("a.png", 0o020666), b"")]), "zip_link", id="device"),
    pytest.param(zipped([(member("a.png", 0o010666), b"")]), "zip_link", id="pipe"),
    pytest.param(flagged(0x1), "zip_encrypted", id="encrypted"),
    pytest.param(flagged(0x41), "zip_encrypted", id="strongly encrypted"),
    pytest.param(zipped(PLAIN, 12), "zip_method", id="bzip2"),
    pytest.param(makers.in_directory(GOOD, 10, "<H", 99), "zip_method", id="unknown method"),
    pytest.param(zipped([("b.zip", GOOD)]), "zip_nested", id="ZIP in a ZIP"),
    pytest.param(zipped([("deep/b.tar.GZ", b"x")]), "zip_nested", id="tar in a ZIP"),
    pytest.param(makers.in_end(GOOD, 4, "<H", 1), "zip_split", id="second disk"),
    pytest.param(makers.in_end(GOOD, 8, "<H", 1), "zip_split", id="members on other disks"),
    pytest.param(b"MZ junk" + GOOD, "zip_prefix", id="junk in front"),
    pytest.param(makers.picture() + GOOD, "zip_prefix", id="a PNG in front"),
    pytest.param(GOOD + b"junk", "zip_truncated", id="junk behind"),
    pytest.param(GOOD[:-1], "zip_truncated", id="end cut"),
    pytest.param(GOOD[:-40], "zip_truncated", id="directory cut"),
    pytest.param(makers.in_end(GOOD, 12, "<L", 0x7FFF_FFFF), "zip_truncated", id="directory of 2 GB"),
    pytest.param(makers.in_end(GOOD, 16, "<L", 0xFFFF_FFFF), "zip_zip64", id="Zip64 offset"),
    pytest.param(makers.in_end(GOOD, 8, "<L", 0xFFFF_FFFF), "zip_zip64", id="Zip64 count"),
    pytest.param(makers.in_directory(GOOD, 24, "<L", 0xFFFF_FFFF), "zip_bomb", id="4 GB declared"),
    pytest.param(makers.in_directory(GOOD, 42, "<L", 0x7FFF_FFFF), "zip_damaged", id="member outside"),
    pytest.param(makers.in_directory(GOOD, 0, "<L", 0), "zip_damaged", id="directory of nothing"),
    pytest.param(zipped([("a.png", b"1"), ("A.PNG", b"2")]), "zip_duplicate", id="names but for case"),
    pytest.param(zipped([("é.png", b"1"), ("e\u0301.png", b"2")]), "zip_duplicate", id="names but for form"),
    pytest.param(zipped([("a.png", b"\0" * 2_000_000)]), "zip_bomb", id="grows a thousand times"),
    pytest.param(zipped([("a.png", b"\0" * 53_000_000)]), "zip_bomb", id="flat bomb"),
    pytest.param(zipped([("p.csv", b"\0" * 22_000_000)]), "zip_bomb", id="bomb of prompts"),
    pytest.param(zipped([("x/prompts.txt", b"a"), ("prompts.csv", b"b")]), "zip_prompts", id="two prompts"),
    pytest.param(zipped([("a.txt", b"a"), ("b.csv", b"b")]), "zip_prompts", id="two texts"),
    pytest.param(makers.overlap_bomb(), "zip_overlap", id="200 members of the same bytes"),
    pytest.param(makers.in_directory(GOOD, 20, "<L", 40), "zip_overlap", id="member into the next"),
    pytest.param(makers.lying_bomb(), "zip_size", id="says 1 KB, holds 20 MB"),
    pytest.param(makers.lying_bomb(declared=30_000_000), "zip_bomb", id="says more than it holds"),
    pytest.param(makers.in_directory(STORED, 16, "<L", 7), "zip_damaged", id="wrong checksum"),
    pytest.param(STORED.replace(b"PK\x03\x04", b"PK\x03\x05"), "zip_damaged", id="no local header"),
    pytest.param(
        zipped([(f"{number}.png", b"") for number in range(10_001)]), "zip_too_many", id="10,001 members"
    ),
    pytest.param(
        makers.in_end(zipped([(f"{n}.png", b"") for n in range(10_001)]), 8, "<L", 0x0001_0001),
        "zip_too_many",
        id="10,001 members that say one",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE)
def test_given_a_hostile_archive_when_unpacked_then_it_is_refused_cheaply(
    sent: Sent, data: bytes, code: str
) -> None:
    path = sent(data)
    started = time.process_time()

    with pytest.raises(SourceRejected) as caught:
        unpack_all(path)

    failure = caught.value.failure
    assert failure.code == code, failure
    assert failure.subject
    assert failure.subject.isprintable()
    assert time.process_time() - started < 1
    assert list(path.parent.iterdir()) == [path]


def test_given_a_lying_member_when_unpacked_then_no_byte_above_its_word_is_written(sent: Sent) -> None:
    target = io.BytesIO()

    with open_archive(sent(makers.lying_bomb())) as archive, pytest.raises(SourceRejected):
        archive.unpack(archive.images[0], target)

    assert len(target.getvalue()) <= 1_000


def test_given_many_fair_members_when_their_sum_is_too_much_then_it_is_refused(sent: Sent) -> None:
    limits = IntakeLimits(unpacked_bytes=8)

    with pytest.raises(SourceRejected) as caught:
        unpack_all(sent(GOOD), limits)

    assert (caught.value.failure.code, caught.value.failure.subject) == ("zip_bomb", "b.png")


def test_given_a_file_above_the_limit_when_opened_then_it_is_not_read(sent: Sent) -> None:
    with pytest.raises(SourceRejected) as caught:
        unpack_all(sent(GOOD), IntakeLimits(archive_bytes=10))

    assert caught.value.failure.code == "zip_too_large"
