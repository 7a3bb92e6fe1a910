"""Byte code for another Python: found, made, and missed where it is not there."""

import sys
from pathlib import Path

import pytest

from infra.bundle import missing_byte_code
from infra.byte_code import compile_with, find_python, is_compiled

THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
UNKNOWN = "3.99"
"""A version that no machine has."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name in ("__init__", "inner/__init__", "inner/module"):
        file = tmp_path / f"package/{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("ANSWER = 42\n")
    return tmp_path / "package"


def test_given_a_package_when_compiled_by_an_interpreter_then_it_has_the_byte_code_of_that_version_alone(
    package: Path,
) -> None:
    assert not is_compiled(package, THIS)
    compile_with(Path(sys.executable), [package])
    assert (is_compiled(package, THIS), is_compiled(package, UNKNOWN)) == (True, False)


def test_given_a_module_that_does_not_compile_when_the_others_do_then_the_package_is_not_compiled(
    package: Path,
) -> None:
    (package / "inner" / "broken.py").write_text("this is no Python\n")
    compile_with(Path(sys.executable), [package])
    assert not is_compiled(package, THIS)


def test_given_no_modules_at_all_when_asked_then_nothing_is_compiled(tmp_path: Path) -> None:
    assert not is_compiled(tmp_path, THIS)


def test_given_this_version_when_looked_for_then_an_interpreter_of_it_is_found(tmp_path: Path) -> None:
    found = find_python(THIS, tmp_path)
    assert found is not None
    assert found.exists()


def test_given_a_version_that_nobody_has_when_looked_for_then_none_is_found(tmp_path: Path) -> None:
    assert find_python(UNKNOWN, tmp_path) is None


def test_given_versions_that_only_pyenv_keeps_when_looked_for_then_a_release_is_found(tmp_path: Path) -> None:
    for name in (f"{UNKNOWN}.0rc1", f"{UNKNOWN}.2", "3.98.1"):
        python = tmp_path / f".pyenv/versions/{name}/bin/python{name.rsplit('.', 1)[0]}"
        python.parent.mkdir(parents=True)
        python.touch()
    assert find_python(UNKNOWN, tmp_path) == tmp_path / f".pyenv/versions/{UNKNOWN}.2/bin/python{UNKNOWN}"


def test_given_a_bundle_without_byte_code_when_asked_then_the_price_and_the_remedy_are_told(
    tmp_path: Path,
) -> None:
    for name in ("dailies", "functions"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    told = missing_byte_code(tmp_path) or ""
    assert "cold start" in told
    assert "install python3.13" in told
