"""Whatever is advised in English can be advised in Vietnamese too."""

import ast
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from dailies.domain.mismatches import _ADVICE as OF_MISMATCHES
from dailies.domain.verdicts import VERDICTS, advice_in

ROOT = Path(__file__).parents[2]
FOLDERS = ("dailies/domain", "dailies/services", "dailies/intake", "containers/automation")
LETTERS_OF_VIETNAMESE = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
TRANSLATED = json.loads((files("dailies.domain") / "advice.json").read_text(encoding="utf-8"))["vi"]


def codes_with_advice(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                code = given.get("code")
                if "advice" in given and isinstance(code, ast.Constant):
                    yield str(code.value)


@pytest.mark.parametrize("folder", FOLDERS)
def test_given_a_code_that_comes_with_advice_when_asked_for_in_vietnamese_then_there_are_words(
    folder: str,
) -> None:
    assert [code for code in sorted(set(codes_with_advice(folder))) if not advice_in(code, "vi")] == []


def test_given_the_mismatches_of_a_pairing_when_asked_for_in_vietnamese_then_each_has_words() -> None:
    assert [code for code in OF_MISMATCHES if not advice_in(code, "vi")] == []


def test_given_the_translations_when_read_then_each_is_written_with_its_marks() -> None:
    texts = {**TRANSLATED, **{name: verdict.advice["vi"] for name, verdict in VERDICTS.items()}}
    assert [code for code, text in texts.items() if not LETTERS_OF_VIETNAMESE & set(text.lower())] == []


def test_given_the_translations_when_compared_with_the_verdicts_then_none_stands_twice() -> None:
    assert TRANSLATED.keys() & VERDICTS.keys() == set()
