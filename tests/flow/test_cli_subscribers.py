"""Lists of readers in and out, by command: whole or not at all, with the proof of consent."""

import csv
import io
import json
from pathlib import Path

from tests.flow.test_cli import Run, run

__all__ = ["run"]  # the fixture

HEAD = "address,name,language,time_zone,hour,sections,news,mail_format,frequency,week_day,status,consent,consent_at\n"
ANNA = (
    "anna@example.org,Anna,de,Europe/Berlin,07:15,sport culture,own_first,text,weekly,2,confirmed,fair,"
    "2026-01-02T10:00:00+00:00\n"
)


def test_a_list_comes_back_as_it_went_out(run: Run, tmp_path: Path) -> None:
    """Wishes and consent survive export and import into another list, byte for byte."""
    file = tmp_path / "readers.csv"
    file.write_text(HEAD + ANNA + "bruno@example.org,,,,,,,,,,,card,\n", encoding="utf-8")
    assert run("subscribers", "import", str(file), "--json").json["added"] == 2
    first = run("subscribers", "export").out
    rows = {row["address"]: row for row in csv.DictReader(io.StringIO(first))}
    assert rows["anna@example.org"]["sections"] == "sport culture"
    assert rows["anna@example.org"]["consent_at"] == "2026-01-02T10:00:00Z"
    assert rows["bruno@example.org"]["consent_where"] == "import readers.csv, line 3"
    for address in rows:
        run("subscribers", "erase", address, "--allow-import")
    assert run("subscribers", "list", "--json").json == []
    again = tmp_path / "again.csv"
    again.write_text(first, encoding="utf-8")
    assert run("subscribers", "import", str(again), "--json").json["added"] == 2
    assert run("subscribers", "export").out == first


def test_bad_lines_are_told_by_number_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    """Every kind of bad line is named with its number; the good ones among them are not taken either."""
    bad = (
        "anna@example.org,,,,,,,,,,,card,\n"
        "no address,,,,,,,,,,,card,\n"
        "b@example.org,,,,,,,,,,,,\n"
        "c@example.org,,,Mars/Olympus,,,,,,,,card,\n"
        "d@example.org,,,,25:00,,,,,,,card,\n"
        "e@example.org,,,,,,some,,,,,card,\n"
        "f@example.org,,,,,,,,,9,,card,\n"
        "g@example.org,,,,,,,,,,perhaps,card,\n"
        "h@example.org,,,,,,,,,,,card,2026-01-02T10:00\n"
        '"i@example.org","A\x07nna",,,,,,,,,,card,\n'
        "j@example.org,short\n"
    )
    file = tmp_path / "bad.csv"
    file.write_text(HEAD + bad, encoding="utf-8")
    told = run("subscribers", "import", str(file))
    assert told.code == 1
    assert "10 of 11 lines cannot be used; nothing imported" in told.err
    for number in range(3, 13):
        assert f"line {number}:" in told.out
    assert "line 2:" not in told.out
    assert run("subscribers", "list", "--json").json == []


def test_an_unknown_column_is_told_before_anything_else(run: Run, tmp_path: Path) -> None:
    """A column we would silently ignore is a wish silently lost."""
    file = tmp_path / "odd.csv"
    file.write_text("address,consent,sectoins\na@example.org,card,sport\n", encoding="utf-8")
    told = run("subscribers", "import", str(file))
    assert told.code == 1
    assert "no column is called 'sectoins'" in told.err


def test_suppressed_and_forgotten_are_left_out_and_counted(run: Run, tmp_path: Path) -> None:
    """Neither comes back by an old list, and the newsroom is told; lifted, an address may be imported again."""
    file = tmp_path / "old.csv"
    names = ("address", "anna@example.org", "bruno@example.org", "clara@example.org", "Anna@example.org")
    file.write_text("\n".join(names) + "\n", encoding="utf-8")
    run("subscribers", "suppress", "anna@example.org", "--why", "asked by telephone")
    run("subscribers", "erase", "bruno@example.org")
    counts = run("subscribers", "import", str(file), "--consent", "card", "--json").json
    assert counts == {"added": 1, "known": 1, "erased": 1, "suppressed": 1}
    assert [one["address"] for one in run("subscribers", "suppressed", "--json").json] == ["anna@example.org"]
    assert run("subscribers", "lift", "ANNA@example.org", "--json").json == {"lifted": True}
    assert run("subscribers", "import", str(file), "--consent", "card", "--json").json["added"] == 1


def test_what_is_kept_of_a_reader_can_be_printed(run: Run, tmp_path: Path) -> None:
    """One JSON document with the list, the wishes and the consent; after erasing it holds nothing."""
    file = tmp_path / "readers.csv"
    file.write_text(HEAD + ANNA, encoding="utf-8")
    run("subscribers", "import", str(file))
    kept = json.loads(run("subscribers", "data", "anna@example.org").out)
    assert kept["lists"][0]["hour"] == "07:15"
    assert kept["consents"][0]["words"] == "fair"
    run("subscribers", "erase", "anna@example.org")
    kept = json.loads(run("subscribers", "data", "anna@example.org").out)
    assert (kept["lists"], kept["consents"], kept["asked_to_be_forgotten"]) == ([], [], True)
