"""The command line as people and scripts meet it: one-line errors, exit codes, JSON that parses."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bouclage.cli import main
from bouclage.cli.context import session
from bouclage.store import open_store
from bouclage.web.sample_site import SampleSite

DAY = "2026-09-08"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, parsed."""
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run `bouclage` in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOUCLAGE_FETCH__ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("BOUCLAGE_FETCH__MIN_DELAY_S", "0")
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["bouclage", *arguments])
        session.config_file, session._config = None, None
        capsys.readouterr()
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        else:
            code = 0
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    yield command
    session.config_file, session._config = None, None


@pytest.fixture
def newsroom(run: Run, tmp_path: Path) -> Iterator[Run]:
    """The same, with the bundled sites as its sources, read once."""
    with SampleSite(layer=3) as site:
        (tmp_path / "sources.json").write_text(
            json.dumps([{"id": s.id, "name": s.name, "url": s.url, "kind": s.kind.value} for s in site.sources()])
        )
        assert run("sources", "import", "sources.json", "--json").json["added"] == 23
        assert run("collect", "--all", "--json").code == 0
        yield run


def test_from_init_to_an_edition(newsroom: Run, tmp_path: Path) -> None:
    """Each command of the way prints JSON that says what happened, and the files appear where asked."""
    closed = newsroom("close", "--date", DAY, "--out", "out", "--json")
    again = newsroom("close", "--date", DAY, "--json")

    assert closed.code == 0, closed.err
    assert closed.json["adds_up"] is True
    assert closed.json["counts"] == again.json["counts"]
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"index.html", "mail.eml", "ledger.json"}
    assert len(newsroom("ledger", DAY, "--json").json["entries"]) == closed.json["counts"]["read"]
    assert {entry["fate"] for entry in newsroom("ledger", DAY, "--fate", "held", "--json").json["entries"]} == {"held"}
    assert newsroom("edition", "show", DAY, "--json").json["day"] == DAY
    assert newsroom("edition", "list", "--json").json == [DAY]
    story = newsroom("edition", "show", DAY, "--json").json["sections"][0]["stories"][0]["id"]
    assert newsroom("story", "show", story, "--json").json["id"] == story
    assert "18 médias" in newsroom("edition", "show", DAY).out
    plan = newsroom("send", "--date", DAY, "--dry-run", "--json")
    assert plan.json["recipients"] == 0


def test_every_broken_source_is_named_in_the_list(newsroom: Run) -> None:
    """`sources list` says of each source in trouble what is wrong with it, and of the others that they are in order."""
    rows = {row["id"]: row["error"] for row in newsroom("sources", "list", "--json").json}
    shown = newsroom("sources", "list", "--trouble").out

    assert {key for key, error in rows.items() if error} == {
        "aaretaler", "gazzetta-verbano", "mattino-valle", "voce-valli",
    }  # fmt: skip
    assert all(name in shown for name in ("windows-1252", "cannot be believed", "connection refused", "truncated"))
    assert newsroom("sources", "check", "le-rivage", "--json").json["sources"][0]["new"] == 0


def test_subscribers_come_and_go_as_csv(run: Run, tmp_path: Path) -> None:
    """A list with a bad line is refused whole and each bad line named; a good one is imported once; erasure stays."""
    bad = tmp_path / "bad.csv"
    bad.write_text("address,name\nanna@example.org,Anna\nnot an address,Bruno\n", encoding="utf-8")
    good = tmp_path / "good.csv"
    good.write_text("address,name\nanna@example.org,Anna\nnot an address,U\nbruno@example.org,Bruno\n", "utf-8")
    fine = tmp_path / "fine.csv"
    fine.write_text("address,name\nanna@example.org,Anna\nbruno@example.org,Bruno\n", encoding="utf-8")

    refused = run("subscribers", "import", str(bad), "--consent", "at the counter")
    silent = run("subscribers", "import", str(fine))
    taken = run("subscribers", "import", str(fine), "--consent", "at the counter", "--json")
    erased = run("subscribers", "erase", "anna@example.org", "--json")
    again = run("subscribers", "import", str(fine), "--consent", "at the counter", "--json")

    assert (refused.code, silent.code) == (1, 1)
    assert "line 3" in refused.out
    assert taken.json == {"added": 2, "known": 0, "erased": 0, "suppressed": 0}
    assert erased.json == {"lists": 1}
    assert again.json == {"added": 0, "known": 1, "erased": 1, "suppressed": 0}
    assert "bruno@example.org" in run("subscribers", "export").out
    assert [row["address"] for row in run("subscribers", "list", "--json").json] == ["bruno@example.org"]
    assert run("subscribers", "import", str(good), "--consent", "x").code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("close", "--date", "tomorrow"), 2, "must be YYYY-MM-DD"),
        (("close", "--date", "2999-01-01"), 2, "has not come yet"),
        (("close", "--at", "25:99"), 2, "must be HH:MM"),
        (("close", "--edition", "morning"), 2, "no edition is called 'morning'"),
        (("close",), 3, "is held: empty"),
        (("ledger", "2026-01-01"), 1, "there is no edition"),
        (("edition", "show", "2026-01-01"), 1, "there is no edition"),
        (("story", "show", "none"), 1, "there is no story none"),
        (("send",), 1, "no edition evening has been closed yet"),
        (("collect", "--from", "nowhere"), 1, "there is no file or folder nowhere"),
        (("collect", "--source", "nobody"), 1, "nobody"),
        (("sources", "remove", "nobody"), 1, "nobody"),
        (("read", "nowhere.html"), 1, "nowhere.html"),
        (("group", "nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("restore", "nowhere.gz"), 1, "nowhere.gz"),
        (("--config", "nowhere.toml", "doctor"), 2, "nowhere.toml"),
    ],
)
def test_failures_are_one_line_with_a_code(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    """What goes wrong is said in one clear line that names the thing, never in a traceback."""
    ended = run(*arguments)

    assert ended.code == code, ended
    assert words in " ".join(ended.err.split())
    assert ended.err.strip().startswith("bouclage:")
    assert "Traceback" not in ended.err


def test_stages_run_alone_on_files(run: Run, tmp_path: Path) -> None:
    """`read` and `group` work without a store, on a page of a site and on JSON lines."""
    with SampleSite(layer=3) as site:
        url = f"http://le-rivage.localhost:{site.port}/2026/09/08/le-rivage-rollier-mardi.html"
        article = run("read", url, "--json").json
    rows = [
        {"id": "a", "published": "2026-09-08T10:00Z", "outlet": "A", "headline": "Un titre", "text": article["text"]},
        {"id": "b", "published": "2026-09-08T11:00Z", "outlet": "B", "headline": "Un autre", "text": article["text"]},
        {"id": "c", "published": None, "headline": "Das Wetter am Mittwoch", "text": "Es regnet in Bern.", "gold": "w"},
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answers = [json.loads(line) for line in run("group", "rows.jsonl").out.splitlines()]

    assert article["outlet"] == "Le Rivage"
    assert article["lead"]
    assert set(article) == {
        "id", "url", "outlet", "language", "kicker", "headline", "lead", "body", "byline", "dateline", "agency",
        "sign_off", "photo", "published", "updated", "section", "paywalled", "version", "pub_status", "embargoed",
        "text",
    }  # fmt: skip
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert answers[0]["wire_copy"] == answers[1]["wire_copy"] is not None
    assert answers[2]["wire_copy"] is None
    assert run("group", "rows.jsonl", "--score").json["bcubed"]["f1"] == 1.0


def test_settings_tell_where_they_come_from(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`config show` names value and origin of every setting and masks secrets."""
    secret = tmp_path / "password"
    secret.write_text("very secret\n", encoding="ascii")
    monkeypatch.setenv("BOUCLAGE_MAIL__PASSWORD_FILE", str(secret))
    assert run("init", "--language", "de").code == 0
    again = run("init")

    rows = {row["key"]: row for row in run("config", "show", "--json").json}

    assert again.code == 2
    assert rows["mail.password"]["value"] == "…"
    assert rows["mail.password"]["origin"] == "BOUCLAGE_MAIL__PASSWORD_FILE"
    assert rows["editions.evening.language"] == {
        "key": "editions.evening.language", "value": "de", "origin": "bouclage.toml",
    }  # fmt: skip
    assert rows["mail.timeout_s"]["origin"] == "default"


def test_backup_and_restore(newsroom: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup restored elsewhere shows the same edition."""
    newsroom("close", "--date", DAY)
    edition = newsroom("edition", "show", DAY, "--json").json
    assert newsroom("backup", "all.gz").code == 0
    monkeypatch.setenv("BOUCLAGE_STORE__URL", f"sqlite:///{tmp_path}/elsewhere/b.db")

    assert newsroom("restore", "all.gz").code == 0
    assert newsroom("edition", "show", DAY, "--json").json == edition


def test_a_missing_folder_or_a_broken_store_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is no database is one line with its path, and nothing is written over it."""
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("BOUCLAGE_STORE__URL", f"sqlite:///{broken}")

    ended = run("sources", "list")

    assert ended.code == 1
    assert str(broken) in "".join(ended.err.split("\n"))
    assert broken.read_bytes() == b"this is no database" * 100


def test_plain_bad_input_is_one_line(run: Run, tmp_path: Path) -> None:
    """A CSV from a spreadsheet in another encoding, rows without gold, a day before all days: one line each."""
    (tmp_path / "latin.csv").write_bytes("address,name\nanna@example.org,Zoë\n".encode("latin-1"))
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "headline": "x", "text": "y"}\n', encoding="utf-8")
    (tmp_path / "latin.jsonl").write_bytes('{"id": "é"}\n'.encode("latin-1"))

    for arguments in (
        ("subscribers", "import", "latin.csv", "--consent", "x"),
        ("group", "--score", "rows.jsonl"),
        ("group", "latin.jsonl"),
        ("close", "--date", "0001-01-01"),
        ("init", "--time-zone", "Mars/Phobos"),
    ):
        ended = run(*arguments)
        assert ended.code in {1, 2}, arguments
        assert ended.err.startswith("bouclage:")
    assert not (tmp_path / "bouclage.toml").exists()
    assert run("init", "--language", "en").code == 0


def test_the_demo_clears_its_own_folder_alone(run: Run, tmp_path: Path) -> None:
    """A folder that holds somebody's store is refused and left as it is."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "bouclage.db").write_bytes(b"a newsroom's store")

    ended = run("demo", "--out", "var")

    assert ended.code == 1
    assert "not the demo's" in " ".join(ended.err.split())
    assert (tmp_path / "var" / "bouclage.db").read_bytes() == b"a newsroom's store"


def test_doctor_finds_what_is_missing(run: Run, tmp_path: Path) -> None:
    """A fresh newsroom without a mail relay is told so, and exits with 1."""
    with open_store(f"sqlite:///{tmp_path}/x.db"):
        pass
    ended = run("doctor", "--json")

    findings = {row["check"]: row["ok"] for row in json.loads(ended.out)}
    assert ended.code == 1
    assert findings["store"]
    assert findings["closing"]
    assert not findings["address"]


def test_an_editors_word_on_a_story(newsroom: Run) -> None:
    """List, split, show, merge back, and take it back: each says what it did, and the closing obeys."""
    listed = newsroom("story", "list", "--date", DAY, "--json").json
    story = max((one for one in listed if one["series"] is None), key=lambda one: one["reports"])
    shown = newsroom("story", "show", story["id"], "--date", DAY, "--json").json
    gone = shown["members"][-1]["article_id"]

    told = ("--by", "Ada", "--note", "another event", "--date", DAY, "--json")
    split = newsroom("story", "split", story["id"], gone, *told)
    assert split.json["reason"] == "split off by Ada: another event"
    (apart,) = [
        one
        for one in newsroom("story", "list", "--date", DAY, "--json").json
        if one["id"] not in {o["id"] for o in listed}
    ]
    assert apart["reports"] == 1
    assert "split off by Ada" in newsroom("story", "show", apart["id"], "--date", DAY).out

    merged = newsroom("story", "merge", story["id"], apart["id"], "--by", "Bo", "--date", DAY)
    assert "merged into this story by Bo" in merged.out
    assert newsroom("story", "pin", story["id"], "--by", "Bo", "--date", DAY, "--json").json["kind"] == "pin"
    assert [one["kind"] for one in newsroom("story", "rulings", "--json").json] == ["pin", "merge", "split"]
    assert {one["id"] for one in newsroom("story", "list", "--date", DAY, "--json").json} == {
        one["id"] for one in listed
    }
    assert newsroom("story", "withdraw", split.json["id"], "--json").json["id"] == split.json["id"]

    refused = newsroom("story", "split", story["id"], "nowhere", "--date", DAY)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "nowhere" in refused.err
