"""`bouclage disputes FILE.jsonl|-`: the articles of one story → where they clash, without a store."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bouclage.cli.context import JsonFlag, out, say
from bouclage.cli.statements import article_of, statement_json, when
from bouclage.errors import ReadError
from bouclage.records import Article, Dispute, Statement
from bouclage.statements import disputes as find_disputes


def disputes(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl|-", help="JSON lines, one article each, or - for standard input.")
    ],
    json_out: JsonFlag = False,
) -> None:
    """Print where the articles of one story contradict each other, differ, or leave something unconfirmed.

    Each line: {"id", "text", "language"?, "published"?, "outlet"?, "headline"?}; equal texts count once.
    """
    rows = _rows(file)
    names: dict[str, str] = {}
    articles: list[Article] = []
    zone = None
    for row in rows:
        moment, row_zone = when(row.get("published"), name=str(row["id"]))
        zone = zone or row_zone
        article = article_of(
            row["text"], name=str(row["id"]), moment=moment, language=row.get("language"),
            outlet=str(row.get("outlet") or row["id"]), headline=row.get("headline"),
        )  # fmt: skip
        names[article.id] = str(row["id"])
        articles.append(article)
    found = find_disputes(articles, zone=zone) if zone else ()
    data = [dispute_json(one, names) for one in found]
    say(data, as_json=json_out, human=lambda: _show(found, names))


def dispute_json(one: Dispute, names: dict[str, str]) -> dict[str, Any]:
    """Return a dispute as the contract of `disputes --json` says; articles by the ids that were given."""

    def side(statement: Statement) -> dict[str, Any]:
        return {**statement_json(statement), "article": names[statement.article_id]}

    return {"kind": str(one.kind), "about": one.about, "left": side(one.left), "right": side(one.right)}


def _rows(file: str) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = text.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ReadError(f"is not UTF-8 text: {error.reason} at byte {error.start}", url=file) from error
    except OSError as error:
        raise ReadError(error.strerror or "cannot be read", url=file) from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(f"line {number} is not JSON: {error.msg}", url=file) from error
        if (
            not isinstance(row, dict)
            or "id" not in row
            or not isinstance(row.get("text"), str)
            or not row["text"].strip()
        ):
            raise ReadError(f'line {number} is not an object with "id" and "text"', url=file)
        rows.append(row)
    if not rows:
        raise ReadError("holds no article", url=file)
    return rows


def _show(found: tuple[Dispute, ...], names: dict[str, str]) -> None:
    if not found:
        out.print("No disputes.")
    for one in found:
        out.print(f"{one.kind}: {one.about}", style="bold", markup=False, highlight=False)
        for side in (one.left, one.right):
            who = side.speaker_name or side.speaker or "the report"
            out.print(f"    {who} ({names[side.article_id]}): {side.content}", markup=False, highlight=False)
