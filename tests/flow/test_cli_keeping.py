"""`bouclage maintain` and `bouclage edition archive`, as people and scripts meet them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bouclage.store import open_store
from tests.builders import an_article
from tests.flow.test_cli import Run
from tests.flow.test_cli import run as run  # noqa: PLC0414 - the fixture


def test_maintain_says_what_there_is_and_what_it_dropped(run: Run, tmp_path: Path) -> None:
    """A dry run drops nothing and tells the same figures that the run then drops."""
    assert run("migrate").code == 0
    old = datetime.now(UTC) - timedelta(days=300)
    with open_store(f"sqlite:///{tmp_path}/var/bouclage.db") as store, store.begin() as tx:
        tx.articles.add([an_article("Jamais imprimé", published=old, seen=old)])

    dry = run("maintain", "--dry-run", "--json").json
    assert dry["done"] is None
    assert dry["there_was"]["rows"]["articles"] == 1
    assert dry["there_was"]["over"] == {"articles": 1}

    done = run("maintain", "--json").json["done"]
    assert done["dropped"] == {"articles": 1}
    assert run("maintain").out.splitlines()[-2:-1] == ["Dropped: nothing."]


def test_an_empty_archive_says_so(run: Run, tmp_path: Path) -> None:
    """With nothing closed the folder has its list and its explanation, and the command says so."""
    told = run("edition", "archive", str(tmp_path / "kept"), "--json").json

    assert (told["written"], told["unchanged"]) == (0, 0)
    assert (tmp_path / "kept" / "README.txt").exists()
    assert (tmp_path / "kept" / "evening" / "index.html").exists()
