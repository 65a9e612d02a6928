"""The whole store to a file and back, onto either database."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import select
from store_desk_samples import fill_desk
from store_edition_samples import FORECAST, PICTURE
from tests.builders import an_edition, an_edition_story
from tests.contract import store_reader_samples as reader_sample
from tests.contract import store_samples as sample

from bouclage.errors import StoreError
from bouclage.records import StoryStatements
from bouclage.store import Store, dump, load_dump, open_store, schema


def _fill(store: Store) -> None:
    with store.begin() as tx:
        tx.sources.add(sample.source())
        articles = [sample.article(str(number)) for number in range(700)]
        tx.articles.add(articles)
        tx.articles.add_refusals([sample.refusal()], articles[0].seen)
        tx.stories.save([sample.wire_copy(articles[0].id, articles[1].id)], [sample.story("s1", articles[0].id)])
        tx.photos.add("a", {"https://a.example/1.jpg": PICTURE}, articles[0].seen)
        tx.forecasts.save("here", FORECAST)
        tx.said.save("evening", sample.DAY, {"key": StoryStatements()})
        tx.pages.save([sample.page_state()])
        tx.rulings.add(sample.ruling(articles[0].item))
        tx.editions.close(an_edition(an_edition_story()), sample.ledger(sample.entry("item")))
        tx.subscribers.add(sample.subscriber())
        tx.deliveries.plan("evening", sample.DAY, [sample.delivery()])
        tx.slots.claim("evening", sample.DAY, "me", articles[0].seen)
        tx.consents.add([reader_sample.consent()])
        tx.suppressions.add(reader_sample.suppression("bob@example.org"))
        tx.letters.add(reader_sample.letter())
        reader_sample.take(tx)
        fill_desk(tx)
        tx.keeping.note(sample.DAY, sample.NOON, {"dropped": {"pages": 3}})


def _rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as tx:
        return {
            table.name: sorted((tuple(row) for row in tx.link.connection.execute(select(table))), key=repr)
            for table in schema.metadata.sorted_tables
        }


def test_a_backup_restores_to_the_same_rows_on_any_database(store: Store, tmp_path: Path) -> None:
    """What is dumped from SQLite or PostgreSQL is loaded row for row into an empty store, times and all."""
    _fill(store)
    file = tmp_path / "backup.gz"

    written = dump(store, file)
    with open_store(f"sqlite:///{tmp_path}/restored.db") as restored:
        read = load_dump(restored, file)

        assert _rows(restored) == _rows(store)
    assert written == read > 700


def test_sqlite_moves_to_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    """A newsroom that grows takes its data along: dump from SQLite, load into PostgreSQL."""
    file = tmp_path / "backup.gz"
    with open_store(f"sqlite:///{tmp_path}/small.db") as small, open_store(postgresql_url) as large:
        _fill(small)
        dump(small, file)
        load_dump(large, file)

        assert _rows(large) == _rows(small)


def test_a_backup_is_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    """It holds readers' addresses: nobody else on the machine may read it."""
    file = tmp_path / "backup.gz"
    dump(store, file)

    assert file.stat().st_mode & 0o077 == 0


def test_a_full_store_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    """A backup is restored into an empty store only; the one that holds something stays as it was."""
    _fill(store)
    file = tmp_path / "backup.gz"
    dump(store, file)
    before = _rows(store)

    with pytest.raises(StoreError, match="empty store"):
        load_dump(store, file)

    assert _rows(store) == before


@pytest.mark.parametrize("damage", ["cut", "other", "not-gzip"])
def test_a_damaged_backup_is_refused_whole(store: Store, tmp_path: Path, damage: str) -> None:
    """A file cut off, of another format, or no archive at all, leaves the store empty and says which file it was."""
    file = tmp_path / "backup.gz"
    with open_store(f"sqlite:///{tmp_path}/source.db") as source:
        _fill(source)
        dump(source, file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif damage == "other":
        file.write_bytes(gzip.compress(b'{"format": "something else"}\n'))
    else:
        file.write_bytes(b"not an archive")

    with pytest.raises(StoreError, match=r"backup\.gz"):
        load_dump(store, file)

    assert not any(_rows(store).values())
