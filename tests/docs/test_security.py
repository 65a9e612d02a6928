"""What SECURITY.md promises: each line of the threat model names a test that there is, each guard a place too."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "SECURITY.md"
GUARDS = ROOT / "docs" / "design" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _rows(page: Path) -> list[list[str]]:
    """Return the cells of each row of the page's tables, heads left out."""
    lines = page.read_text(encoding="utf-8").splitlines()
    rows = []
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("|") and before.startswith("|") and not set(line) <= set("|-: "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def _tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def _exists(path: str, name: str) -> bool:
    return (ROOT / path).is_file() and name in _tests(ROOT / path)


@pytest.mark.parametrize("page", [MODEL, GUARDS], ids=lambda page: page.name)
def test_every_claim_names_a_test_that_there_is(page: Path) -> None:
    """No row of a table of guards without a test, and no test named that is gone."""
    rows = _rows(page)
    assert len(rows) > 5
    for row in rows:
        named = NAMED.findall(row[-1])
        assert named, f"no test is named for: {row[0]}"
        assert all(_exists(path, name) for path, name in named), row[-1]


def test_every_guard_stands_where_it_is_said_to() -> None:
    """The file that a row names is there."""
    for row in _rows(GUARDS):
        for place in re.findall(r"`([\w/]+(?:\.py)?)`", row[1]):
            assert (ROOT / "src" / "bouclage" / place).exists(), place
