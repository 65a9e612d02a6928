"""The pages written by hand speak of what there is."""

import ast
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from bouclage.cli import app
from bouclage.config import Config, config_rows

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
ROOT_PAGES = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")]
WRITTEN = [
    page for page in (*PAGES, *ROOT_PAGES) if page.parent.name != "reference" or page.name == "mail-checklist.md"
]
FILES = {"py", "md", "toml", "db", "html", "json", "eml", "txt", "csv", "gz"}  # `mail.eml` is no setting


def names(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [*PAGES, *ROOT_PAGES], ids=names)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """A link to a file finds it, and a link to a heading finds that too."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)

    assert broken == []


@pytest.mark.parametrize("page", WRITTEN, ids=names)
def test_every_command_named_exists(page: Path) -> None:
    """`bouclage …` in code is a command of the program, with options that it has."""
    wrong = [line for line in _commands(page) if not _is_command(line)]

    assert wrong == []


@pytest.mark.parametrize("page", WRITTEN, ids=names)
def test_every_make_target_named_exists(page: Path) -> None:
    """`make …` in code is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = {word for code in _code(page) for word in re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", code)}

    assert named <= targets


@pytest.mark.parametrize("page", WRITTEN, ids=names)
def test_every_setting_named_exists(page: Path) -> None:
    """`section.setting` and BOUCLAGE_… in code are settings of the program."""
    known = {re.sub(r"^editions\.[a-z]+", "editions.NAME", key) for key, _, _ in config_rows(Config())}
    code = "\n".join(_code(page))
    sections = "store|mail|publisher|web|fetch|making"
    named = set(re.findall(rf"(?<![\w./@-])((?:(?:{sections})|editions\.NAME)\.[a-z_]+)(?![\w./(])", code))
    for variable in re.findall(r"BOUCLAGE_([A-Z_]+__[A-Z_]+)", code):
        named.add(variable.lower().replace("__", ".").removesuffix("_file"))

    assert {name for name in named if name.rpartition(".")[2] not in FILES} <= known


@pytest.mark.parametrize("page", WRITTEN, ids=names)
def test_every_test_and_file_named_exists(page: Path) -> None:
    """A page that names a test or a file as its proof names one that is there."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|src|docs|sample|benchmarks)/[\w./-]+)(?:::(\w+))?`", text))

    assert {f"{file}::{test}" for file, test in named if not _is_there(ROOT / file, test)} == set()


def test_every_dependency_is_explained() -> None:
    """Each package of pyproject.toml has its line, and no line is left of one that went."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs/design/dependencies.md").read_text(encoding="utf-8")
    run, _, develop = page.partition("## To develop")

    for part, wanted in ((run, project["dependencies"]), (develop, project["optional-dependencies"]["dev"])):
        named = set(re.findall(r"^\| ([\w.-]+) \| .*\d{4}-\d\d", part, re.MULTILINE))
        assert named == {re.split(r"[\[<>=;~! ]", requirement)[0] for requirement in wanted}


@pytest.mark.parametrize("page", [*PAGES, *ROOT_PAGES], ids=names)
def test_no_page_speaks_of_a_machine(page: Path) -> None:
    """Paths of somebody's machine are of no use to anybody else."""
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"(?<![\w.])/(?:work|root|home|tmp|Users)/\S*", text) == []


@cache
def _anchors(file: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as web forges make them."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def _code(page: Path) -> list[str]:
    """Return the lines of code of a page: of its blocks, and its inline spans."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [line for block in blocks for line in block.splitlines()] + spans


def _commands(page: Path) -> list[str]:
    found = []
    for code in _code(page):
        for part in re.split(r"&&|\||;", code.split(" #")[0]):
            if match := re.search(r"(?:^|[\s/])bouclage ([a-z].*)$", part):
                found.append(match[1].split(" > ")[0].strip())
    return found


def _is_command(line: str) -> bool:
    command: Any = typer.main.get_command(app)
    words = shlex.split(line)
    while words and hasattr(command, "commands"):
        if words[0] not in command.commands:
            return False
        command = command.commands[words.pop(0)]
    if hasattr(command, "commands"):
        return False
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return all(word.split("=")[0] in options for word in words if word.startswith("--"))


def _is_there(file: Path, test: str) -> bool:
    if not file.exists():
        return False
    return not test or any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == test
        for node in ast.parse(file.read_text(encoding="utf-8")).body
    )
