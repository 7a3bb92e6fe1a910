"""What a prompts file may hold, and how a refusal names the line."""

import json
import time

import pytest

from dailies.domain.errors import SourceRejected
from dailies.domain.prompts import MAX_PROMPT_CHARACTERS, MAX_PROMPTS, parse_prompts

FAMILY = "👩\u200d👩\u200d👧"


def texts(data: bytes | str, name: str = "prompts.txt") -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [prompt.text for prompt in parse_prompts(raw, name)]


def refusal(data: bytes | str, name: str) -> tuple[str, str]:
    with pytest.raises(SourceRejected) as caught:
        texts(data, name)
    assert caught.value.failure.subject == name
    return caught.value.failure.code, caught.value.failure.detail


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a cat\na dog\n", ["a cat", "a dog"]),
        ("\n\n  a cat \r\n\r\na dog\r", ["a cat", "a dog"]),
        ("a cat\non a mat\n\na dog\n", ["a cat on a mat", "a dog"]),
        ("a cat\n \t\na dog\nin fog\n\n", ["a cat", "a dog in fog"]),
        ("a cat\non a mat\n\n\n", ["a cat", "on a mat"]),
        ("\ufeffa cat", ["a cat"]),
        ("a\tcat", ["a cat"]),
        ("{{7*7}} ${jndi:x} %s\n<script>\n=HYPERLINK(1)", ["{{7*7}} ${jndi:x} %s", "<script>", "=HYPERLINK(1)"]),
        (f"{FAMILY} e\u0301", [f"{FAMILY} e\u0301"]),
    ],
)  # fmt: skip
def test_given_a_text_file_when_read_then_lines_or_paragraphs_are_prompts(
    written: str, read: list[str]
) -> None:
    assert texts(written) == read


def test_given_paragraphs_when_read_then_each_keeps_its_first_line_number() -> None:
    prompts = parse_prompts(b"\na\nb\n\n\nc\n", "p.txt")

    assert [prompt.line for prompt in prompts] == [2, 6]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("columns", [("image", "prompt"), ("prompt", "image")])
def test_given_a_csv_when_read_then_the_header_decides_columns_and_separator(
    mark: str, columns: tuple[str, str]
) -> None:
    cells = {"image": "a.png", "prompt": '"one, two; ""three""\tfour\nfive"'}
    written = f"{mark.join(columns).upper()}\n\n{mark.join(cells[column] for column in columns)}\n"

    (prompt,) = parse_prompts(written.encode(), "x.CSV")

    assert (prompt.image, prompt.text, prompt.line) == ("a.png", 'one, two; "three" four five', 3)


def test_given_a_csv_of_prompts_alone_when_read_then_no_image_is_named() -> None:
    assert [(p.image, p.text) for p in parse_prompts(b"prompt\na cat\n", "p.csv")] == [(None, "a cat")]


def test_given_json_of_both_forms_when_read_then_all_are_prompts() -> None:
    written = json.dumps(
        ["a", {"prompt": "b"}, {"image": "c.png", "prompt": "c"}, {"image": None, "prompt": "d"}]
    )

    prompts = parse_prompts(written.encode(), "p.json")

    assert [(p.line, p.text, p.image) for p in prompts] == [
        (1, "a", None),
        (2, "b", None),
        (3, "c", "c.png"),
        (4, "d", None),
    ]


@pytest.mark.parametrize(
    ("name", "written", "code", "told"),
    [
        ("p.txt", b"", "prompts_empty", "no prompt"),
        ("p.txt", b" \n\t\n\x0b", "prompts_empty", "no prompt"),
        ("p.txt", b"a cat\ncaf\xe9", "prompts_encoding", "Line 2: byte 0xE9"),
        ("p.txt", "a cat".encode("utf-16"), "prompts_encoding", "UTF-16"),
        ("p.txt", "a cat".encode("utf-16-be"), "prompts_encoding", "UTF-16"),
        ("p.txt", b"fine\nnul\0here", "prompt_characters", "Line 2: hidden character U+0000"),
        ("p.txt", b"fine\n\x1b[31mred", "prompt_characters", "Line 2: hidden character U+001B"),
        ("p.txt", "one\ntwo\n\u202egnp", "prompt_characters", "Line 3: hidden character U+202E"),
        ("p.txt", "a\u200bcat", "prompt_characters", "U+200B"),
        ("p.txt", "a\u2028cat", "prompt_characters", "U+2028"),
        ("p.txt", "ok\n" + "é" * (MAX_PROMPT_CHARACTERS + 1), "prompt_too_long", "Line 2: 2001 characters"),
        ("p.txt", "a\n" * (MAX_PROMPTS + 1), "prompts_too_many", "Line 10001"),
        ("p.txt", b"\n" * 300_000, "prompts_too_large", "lines"),
        ("p.txt", b"a" * (20 * 1024**2 + 1), "prompts_too_large", "20 MB"),
        ("p.csv", b"", "prompts_header", "Line 1"),
        ("p.csv", b"number,text\n1,a", "prompts_header", "number, text"),
        ("p.csv", b"prompt,prompt\na,b", "prompts_header", "Line 1"),
        ("p.csv", b"image,prompt\na.png", "prompts_malformed", "Line 2: 1 columns"),
        ("p.csv", b"image,prompt\na.png,one, two", "prompts_malformed", "Line 2: 3 columns"),
        ("p.csv", b'image,prompt\na.png,"open', "prompts_malformed", "Line 2"),
        ("p.csv", b"image,prompt\na.png,a\nb.png, ", "prompt_empty", "Line 3"),
        ("p.csv", b"image,prompt\na.png,a\nb.png,b\nA.PNG,c", "prompts_duplicate_image", "Line 4 names the image"),
        ("p.csv", "image,prompt\n\u202egnp.exe,a", "prompt_characters", "Line 2"),
        ("p.csv", b"image,prompt\n" + b"a" * 130 + b",a", "prompt_image_name", "Line 2"),
        ("p.csv", b"prompt\n" + b"a" * 200_000, "prompts_malformed", "Line 2: longer"),
        ("p.json", b"", "prompts_malformed", "JSON"),
        ("p.json", b'["a"', "prompts_malformed", "line 1"),
        ("p.json", b'{"prompt": "a"}', "prompts_malformed", "not a list"),
        ("p.json", b'"a"', "prompts_malformed", "not a list"),
        ("p.json", b"[]", "prompts_empty", "no prompt"),
        ("p.json", b'["a", 5]', "prompts_malformed", "Entry 2"),
        ("p.json", b'["a", null]', "prompts_malformed", "Entry 2"),
        ("p.json", b'[{"prompt": "a", "owner": "b"}]', "prompts_malformed", "Entry 1"),
        ("p.json", b'[{"prompt": "a", "image": 1}]', "prompts_malformed", "Entry 1"),
        ("p.json", b'[{"prompt": "a", "prompt": "b"}]', "prompts_malformed", "same key twice"),
        ("p.json", b"[NaN]", "prompts_malformed", "NaN is not JSON"),
        ("p.json", b"[-Infinity]", "prompts_malformed", "-Infinity is not JSON"),
        ("p.json", b"[1e999]", "prompts_malformed", "too large"),
        ("p.json", b"[" + b"1" * 5_000 + b"]", "prompts_malformed", "too long"),
        ("p.json", b"[" * 100_000, "prompts_malformed", "too deeply"),
        ("p.json", b'{"a":' * 100_000, "prompts_malformed", "too deeply"),
        ("p.json", rb'["\ud800"]', "prompts_malformed", "half a character"),
        ("p.json", rb'["a\u0000b"]', "prompt_characters", "U+0000"),
        ("p.json", rb'["ok", "\u202e"]', "prompt_characters", "Line 2"),
        ("p.json", b'[""]', "prompt_empty", "Line 1"),
        ("p.json", b"[" + b"{}," * 20_000 + b"{}]", "prompts_malformed", "too many"),
    ],
)  # fmt: skip
def test_given_a_bad_prompts_file_when_read_then_it_is_refused_by_code_and_line(
    name: str, written: bytes | str, code: str, told: str
) -> None:
    found, detail = refusal(written, name)

    assert (found, told in detail) == (code, True), detail
    assert len(detail) < 300


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("p.csv", b"," * 8_000_000, id="a header of commas"),
        pytest.param("p.csv", b"prompt\n" + b"," * 8_000_000, id="a row of commas"),
        pytest.param("p.csv", b'prompt\n"' + b"\n" * 190_000, id="a cell of lines"),
        pytest.param("p.txt", b"a" + b" " * 8_000_000 + b"b", id="a line of spaces"),
        pytest.param("p.txt", b"a\x0b" * 4_000_000, id="a line of controls"),
        pytest.param("p.json", b"[" + b"[]," * 2_600_000 + b"[]]", id="a list of lists"),
        pytest.param("p.json", b"[" + b"1," * 4_000_000 + b"1]", id="a list of numbers"),
        pytest.param("p.json", b'["a' + rb"\ud83d\ude00" * 600_000 + b'"]', id="a text of escapes"),
    ],
)
def test_given_a_prompts_file_built_to_be_slow_when_read_then_it_is_refused_cheaply(
    name: str, written: bytes
) -> None:
    started = time.process_time()

    refusal(written, name)

    assert time.process_time() - started < 1


def test_given_ten_thousand_prompts_when_read_then_all_are_taken() -> None:
    assert len(texts("a\n" * MAX_PROMPTS)) == MAX_PROMPTS


def test_given_a_json_emoji_written_as_escapes_when_read_then_it_is_whole() -> None:
    assert texts(rb'["\ud83d\ude00"]', "p.json") == ["😀"]
