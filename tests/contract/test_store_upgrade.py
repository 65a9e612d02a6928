"""Upgrading: a store written by an older program holds the same after `migrate`, and its newsroom goes on."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import MetaData, create_engine, text
from tests.builders import an_article

from bouclage.config import Config
from bouclage.errors import SchemaVersionError, StoreError
from bouclage.pipeline import Closing, close_edition, maintain, withdrawn_items
from bouclage.records import (
    DeliveryState,
    Edition,
    EditionStatus,
    Fate,
    SourceState,
    from_plain,
    item_id,
)
from bouclage.schedule import window
from bouclage.store import Store, load_dump, migrating, open_store
from bouclage.store.columns import Json, UtcTime
from bouclage.store.location import locate
from bouclage.store.schema import VERSION, metadata

STORES = Path(__file__).parents[1] / "data" / "stores"
OLDER = sorted(STORES.glob("*.jsonl.gz"))
DAYS = [date(2026, 10, day) for day in (23, 22, 21)]


def _rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        next(lines)
        yield from (json.loads(line) for line in lines)


def _as_it_was(url: str, file: Path) -> None:
    """Make the store that the older program had: its own migrations, its own rows."""
    engine = create_engine(locate(url).url)
    with engine.begin() as connection:
        config = AlembicConfig(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrating._SCRIPTS))
        config.set_main_option("path_separator", "os")
        command.upgrade(config, file.name.split(".")[0])
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        then = MetaData()
        then.reflect(connection, only=lambda name, _: name in metadata.tables)
        for name, values in _rows(file):
            typed = {key: _typed(name, key, value) for key, value in values.items()}
            connection.execute(then.tables[name].insert(), typed)
    engine.dispose()


def _typed(table: str, column: str, value: Any) -> Any:
    """Return a value of a backup as its column holds it."""
    kind = metadata.tables[table].c[column].type
    if value is None:
        return None
    if isinstance(kind, Json):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if column == "day" else value


@pytest.fixture(params=OLDER, ids=lambda file: file.name.split(".")[0])
def old(request: pytest.FixtureRequest, url: str) -> tuple[str, Path]:
    """Give the address of a store as an older program left it, and the backup it wrote."""
    _as_it_was(url, request.param)
    return url, request.param


def test_there_is_a_store_of_an_older_program() -> None:
    """Without one the tests below would try nothing."""
    assert OLDER


def test_what_an_older_program_wrote_is_all_there(old: tuple[str, Path]) -> None:
    """Editions, ledgers, withdrawals, readers and deliveries read as they were written."""
    url, file = old
    editions = [row["record"] for table, row in _rows(file) if table == "editions"]
    with open_store(url) as store:
        assert store.version() == VERSION
        with store.begin() as tx:
            assert tx.search.check() > 0
        _is_all_there(store, editions)


def _is_all_there(store: Store, editions: list[Any]) -> None:
    with store.read() as tx:
        assert list(tx.editions.days("evening")) == DAYS
        for plain in editions:
            assert tx.editions.get("evening", date.fromisoformat(plain["day"])) == from_plain(Edition, plain)
        assert [len(tx.editions.ledger("evening", day).entries) for day in DAYS] == [3, 3, 3]
        gone = item_id("le-rivage", "Le pont ferme le 22 octobre")
        assert withdrawn_items(tx, [gone, "other"]) == {gone}
        assert [tx.deliveries.counts("evening", day)[DeliveryState.ACCEPTED] for day in DAYS] == [2, 2, 2]
        assert tx.subscribers.count() == 2


def test_the_newsroom_goes_on(old: tuple[str, Path]) -> None:
    """The next edition closes on what was stored, prints nothing twice, and maintenance keeps what is shown."""
    url, _ = old
    with open_store(url) as store:
        closed = _next_edition(store)
        assert closed.status is EditionStatus.CLOSED
        assert [story.headline.text for story in closed.stories] == ["Une nouvelle du 24"]
        maintain(store, Config(), now=datetime(2028, 1, 1, tzinfo=UTC))
        with store.read() as tx:
            ledgers = [tx.editions.ledger("evening", day) for day in DAYS]
            shown = {one.article_id for ledger in ledgers for one in ledger.entries if one.fate is Fate.PRINTED}
            assert set(tx.articles.by_ids(str(key) for key in shown)) == shown


def _next_edition(store: Store) -> Edition:
    moment = datetime(2026, 10, 24, 9, tzinfo=UTC)
    with store.begin() as tx:
        tx.articles.add([an_article("Une nouvelle du 24", published=moment, seen=moment)])
        tx.sources.save_state(SourceState(source_id="le-rivage", last_read=moment, last_success=moment))
    edition = Config().edition()
    day = date(2026, 10, 24)
    opens, closes = window(day, edition.closing_time, edition.zone)
    return close_edition(store, Config(), Closing(edition=edition, day=day, opens=opens, closes=closes), now=closes)


def test_an_older_store_is_not_migrated_unasked(old: tuple[str, Path]) -> None:
    """Where migrating is not allowed the refusal names both versions and the command."""
    url, file = old
    with pytest.raises(SchemaVersionError, match=rf"{file.name[:4]}.*{VERSION}.*bouclage migrate"):
        open_store(url, migrate=False)


def test_a_downgrade_is_refused(old: tuple[str, Path]) -> None:
    """An older program that meets a newer store leaves it alone and says that the program is to be updated."""
    url, _ = old
    with open_store(url) as store, store.begin() as tx:
        tx.link.connection.execute(text("update bouclage_schema set version_num = '9999'"))
    for migrate in (True, False):
        with pytest.raises(SchemaVersionError, match=rf"9999.*{VERSION}.*update the program"):
            open_store(url, migrate=migrate)


@pytest.mark.parametrize("file", OLDER, ids=lambda file: file.name.split(".")[0])
def test_a_backup_of_an_older_program_says_how_it_comes_in(file: Path, store: Store) -> None:
    """Its refusal names its version and the way: restore with that program, then migrate."""
    with pytest.raises(StoreError, match=rf"schema {file.name[:4]}.*that version.*bouclage migrate"):
        load_dump(store, file)
