"""`bouclage group FILE.jsonl|-`: articles → story and wire copy of each, without a store."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bouclage.errors import ReadError
from bouclage.pipeline import group_rows, load_embedder, score_rows


def group(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="JSON lines, or - for standard input.")],
    score: Annotated[bool, typer.Option("--score", help='Compare with the field "gold" instead.')] = False,
    model: Annotated[
        Path | None, typer.Option(help="Folder of a sentence-transformers model; needs bouclage[embeddings].")
    ] = None,
    json_out: Annotated[bool, typer.Option("--json", help="JSON is what it prints in any case.")] = False,
) -> None:
    """Group articles; prints {"id", "story", "wire_copy", "thread"} a line, in the order of the input."""
    rows = _rows(file)
    answers = group_rows(rows, load_embedder(model) if model else None)
    if score and not any(row.get("gold") is not None for row in rows):
        raise ReadError('no row has a field "gold" to compare with', url=file)
    if score:
        sys.stdout.write(json.dumps(score_rows(rows, answers), indent=1) + "\n")
        return
    for answer in answers:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _rows(file: str) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", url=file) from error
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(f"line {number} is not JSON: {error.msg}", url=file) from error
        except RecursionError as error:
            raise ReadError(f"line {number} is nested too deeply", url=file) from error
        if not isinstance(row, dict) or "id" not in row:
            raise ReadError(f'line {number} is not an object with an "id"', url=file)
        rows.append(row)
    return rows
