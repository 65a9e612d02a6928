"""The commands that run the stage alone on files."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bouclage.cli.disputes import disputes
from bouclage.cli.statements import statements
from bouclage.errors import ReadError
from tests.unit.statements.test_statements import TALKS

app = typer.Typer()
app.command()(statements)
app.command()(disputes)


def run(*given: str) -> Any:
    """Run a command; what it raises is raised."""
    result = CliRunner().invoke(app, list(given), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_statements_of_a_file(tmp_path: Path) -> None:
    """Spans of the JSON are offsets into the very text that was given, headline and blank lines included."""
    text = f"Un titre\n\n{TALKS['fr']}\n"
    file = tmp_path / "article.txt"
    file.write_text(text, encoding="utf-8")
    data = json.loads(run("statements", str(file), "--published", "2016-09-07", "--language", "fr", "--json"))
    assert len(data["statements"]) == 3
    for one in data["statements"]:
        assert text[one["start"] : one["end"]] == one["content"]
        assert text[one["speaker_start"] : one["speaker_end"]] == one["speaker"]
    assert [(one["from"], one["to"]) for one in data["timeline"]] == [
        ("2016-09-08", "2016-09-08"),
        ("2016-09-08", "2016-09-09"),
    ]


def test_disputes_of_lines(tmp_path: Path) -> None:
    """Each side of a dispute names its article by the id that was given."""
    at = TALKS["en"].index("According")
    common = {"language": "en", "published": "2016-09-07T12:00:00Z"}
    rows = [
        {"id": "w", "outlet": "W", "text": TALKS["en"][:at], **common},
        {"id": "m", "outlet": "M", "text": TALKS["en"][at:], **common},
    ]
    file = tmp_path / "story.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (one,) = json.loads(run("disputes", str(file), "--json"))
    assert (one["kind"], {one["left"]["article"], one["right"]["article"]}) == ("contradicts", {"w", "m"})


def test_for_people(tmp_path: Path) -> None:
    """Without --json the commands speak: names, contents, dates; and say when there is nothing."""
    file = tmp_path / "article.txt"
    file.write_text(TALKS["en"], encoding="utf-8")
    assert "State Department" in run("statements", str(file), "--published", "2016-09-07")
    file.write_text("It rained.", encoding="utf-8")
    assert "No statements" in run("statements", str(file))
    lines = tmp_path / "story.jsonl"
    lines.write_text('{"id": 1, "text": "It rained."}\n', encoding="utf-8")
    assert "No disputes" in run("disputes", str(lines))


@pytest.mark.parametrize(
    ("command", "content", "options", "message"),
    [
        ("statements", b"", (), "is empty"),
        ("statements", b"\xff\xfe\x00", (), "not UTF-8"),
        ("statements", b"It rained.", ("--published", "soon"), "ISO 8601"),
        ("disputes", b"{", (), "line 1 is not JSON"),
        ("disputes", b"[]", (), "line 1 is not an object"),
        ("disputes", b"\n", (), "holds no article"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, command: str, content: bytes, options: tuple[str, ...], message: str
) -> None:
    """What is wrong with a file is said in one line that names it."""
    file = tmp_path / "in"
    file.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        run(command, str(file), *options)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is no traceback."""
    with pytest.raises(ReadError, match="No such file"):
        run("statements", str(tmp_path / "none"))
