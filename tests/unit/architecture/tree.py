"""The project's own files, as the architecture tests look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "bouclage"
_NOT_OURS = {".git", ".venv", "__pycache__", "node_modules", "build", "dist"}


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under folders of the project, in order."""
    found = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    return sorted(file for file in found if not _NOT_OURS & set(file.relative_to(ROOT).parts))


def name_of(file: Path) -> str:
    """Return a file's path within the project, for messages."""
    return file.relative_to(ROOT).as_posix()


@cache
def parsed(file: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def shared_files() -> list[Path]:
    """Return every file that a clone would hold: tracked or not ignored; without git, all but builds."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = listed.stdout.decode().split("\0")
        files = [ROOT / name for name in names if name]
    else:
        files = [file for file in ROOT.rglob("*") if not _NOT_OURS & set(file.relative_to(ROOT).parts)]
    return sorted(file for file in files if file.is_file() and not file.is_symlink())


def public_definitions(
    node: ast.AST, prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """Give each public class, function and method with its dotted name; what is inside a function is its own affair."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if child.name.startswith("_"):
                continue
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public_definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.If | ast.Try):
            yield from public_definitions(child, prefix)
