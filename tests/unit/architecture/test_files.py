"""The rules of the house that a machine can hold: sizes, names, docstrings, no trace of anybody's machine."""

import ast

import pytest

from tests.unit.architecture.tree import (
    PACKAGE,
    ROOT,
    name_of,
    parsed,
    public_definitions,
    python_files,
    shared_files,
)

LONGEST = 400
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "stuff"}
STAGES = ("read", "wire", "stories", "statements", "edition", "render")
MACHINE_PATHS = [f"/{folder}/" for folder in ("work", "root")]  # in parts, or this file would name them
LOCKS = ("requirements.lock", "requirements-dev.lock")


def test_files_stay_short() -> None:
    """One act or noun a file: who opens one can read it."""
    files = python_files("src/bouclage", "tests", "benchmarks", "sample/builder")
    long = {name_of(file): lines for file in files if (lines := len(file.read_text().splitlines())) >= LONGEST}
    assert files
    assert not long


def test_names_say_what_is_inside() -> None:
    """No file or folder called utils, helpers, manager or common."""
    vague = [
        name_of(file)
        for file in python_files("src/bouclage", "tests", "benchmarks", "sample")
        if VAGUE & {part.removesuffix(".py") for part in file.relative_to(ROOT).parts}
    ]
    assert not vague


def test_everything_public_says_what_it_is_for() -> None:
    """Every module, class, function and method of the package has a docstring."""
    silent = []
    for file in python_files("src/bouclage"):
        tree = parsed(file)
        if tree.body and not ast.get_docstring(tree):
            silent.append(name_of(file))
        silent += [
            f"{name_of(file)}:{node.lineno} {name}"
            for name, node in public_definitions(tree)
            if not ast.get_docstring(node)
        ]
    assert not silent


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_says_what_it_takes_gives_and_never_does(stage: str) -> None:
    """Whoever opens a stage's folder reads its whole contract first; a stage not built yet promises nothing."""
    if [file.name for file in (PACKAGE / stage).glob("*.py")] == ["__init__.py"]:
        pytest.skip(f"{stage} is not built yet")
    words = (ast.get_docstring(parsed(PACKAGE / stage / "__init__.py")) or "").lower()
    assert [word for word in ("takes", "gives", "never") if word not in words] == []


def test_every_folder_of_the_package_says_what_it_is() -> None:
    """The folder's __init__.py has a docstring, wherever it holds code."""
    folders = {file.parent for file in python_files("src/bouclage") if file.name != "__init__.py"}
    silent = [
        name_of(folder)
        for folder in sorted(folders)
        if folder.name != "versions"
        and not ((init := folder / "__init__.py").exists() and ast.get_docstring(parsed(init)))
    ]
    assert not silent


def test_every_test_carries_its_intent() -> None:
    """One sentence of docstring on each test, and on each file of tests."""
    silent = []
    for file in python_files("tests"):
        tree = parsed(file)
        if tree.body and not ast.get_docstring(tree):
            silent.append(name_of(file))
        silent += [
            f"{name_of(file)}:{node.lineno} {node.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name.startswith("test_")
            and not ast.get_docstring(node)
        ]
    assert not silent


def test_no_test_sleeps() -> None:
    """A test that waits by the clock is slow on every machine and wrong on some."""
    sleeping = [
        f"{name_of(file)}:{node.lineno}"
        for file in python_files("tests/unit", "tests/flow")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sleep"
        and not (len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0)
    ]
    assert not sleeping


def test_no_file_names_somebodys_machine() -> None:
    """What one machine calls its folders means nothing on another."""
    naming = []
    for file in shared_files():
        content = file.read_bytes()
        naming += [f"{name_of(file)}: {path}" for path in MACHINE_PATHS if path.encode() in content]
    assert not naming


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_packages_not_addresses(name: str) -> None:
    """Versions and hashes only: an index's address in a lock would bind everybody to it."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert any("==" in line for line in lines)
    assert not [line for line in lines if "://" in line]
