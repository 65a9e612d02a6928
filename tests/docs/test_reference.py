"""The reference pages are what the code says."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from bouclage.cli import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_page_is_stale(generate: ModuleType) -> None:
    """Whoever changes a command, setting, record, table or error runs `python docs/generate.py`."""
    assert generate.stale() == []


def test_every_command_is_documented(generate: ModuleType) -> None:
    """Each command has its own heading on the page of commands, and the page has no other."""
    root: Any = typer.main.get_command(app)
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("## bouclage ") for line in page.splitlines() if line.startswith("## ")]

    assert headings == [name for name, _ in generate.walk(root)]
    assert len(headings) > 20


def test_a_stale_a_missing_and_a_foreign_page_are_named(generate: ModuleType, tmp_path: Path) -> None:
    """The check sees a changed letter, a page that was never written, and one that nothing makes."""
    for name, make in generate.PAGES.items():
        (tmp_path / name).write_text(make(), encoding="utf-8")
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    (tmp_path / "errors.md").unlink()
    (tmp_path / "more.md").write_text("", encoding="utf-8")

    assert generate.stale(tmp_path) == ["cli.md", "errors.md", "more.md"]


def test_the_check_fails_with_one_line_a_page(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check exits 1 and says what to run; writing makes it pass; anything else is wrong use."""
    monkeypatch.setattr(generate.stale, "__defaults__", (tmp_path,))
    monkeypatch.setattr(generate, "FOLDER", tmp_path)

    assert generate.main(["--check"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == len(generate.PAGES)
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert generate.main(["--chekc"]) == 2


def test_comments_beside_settings_are_their_meaning(generate: ModuleType) -> None:
    """What stands beside a setting in the code stands beside it on the page, also where it spans several lines."""
    page = generate.config_page()

    assert '| `closes` | `"16:30"` | local time, HH:MM | `BOUCLAGE_EDITIONS__NAME__CLOSES` |' in page
    assert "made and kept beside the database when not given; a secret" in page
