"""Whatever goes wrong with the database, one named error and nothing half-written."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy import inspect as tables_of
from sqlalchemy.exc import ProgrammingError
from store_desk_samples import DESK_METHODS
from store_edition_samples import EDITION_METHODS
from store_keeping_samples import KEEPING_METHODS
from store_reader_samples import READER_METHODS
from store_samples import (
    DAY,
    NOON,
    article,
    delivery,
    hours,
    page_state,
    refusal,
    ruling,
    source,
    story,
    subscriber,
    wire_copy,
)
from store_sending_samples import SENDING_METHODS

from bouclage.errors import (
    SchemaVersionError,
    SourceNotFoundError,
    StoreError,
    StoreLockedError,
    StoryNotFoundError,
)
from bouclage.records import SourceState, SubscriberStatus
from bouclage.store import Slot, SlotState, Store, Transaction, open_store
from bouclage.store.location import locate
from bouclage.store.schema import VERSION, VERSION_TABLE, metadata
from bouclage.store.search_index import drop_index

CLAIMED = Slot(edition="evening", day=DAY, state=SlotState.CLAIMED, owner="x", claimed=NOON, changed=NOON)

METHODS: dict[str, Callable[[Transaction], Any]] = {
    "sources.add": lambda tx: tx.sources.add(source()),
    "sources.replace": lambda tx: tx.sources.replace(source()),
    "sources.get": lambda tx: tx.sources.get("a"),
    "sources.some": lambda tx: tx.sources.some(["a"]),
    "sources.find": lambda tx: tx.sources.find("a"),
    "sources.all": lambda tx: tx.sources.all(),
    "sources.remove": lambda tx: tx.sources.remove("a"),
    "sources.state": lambda tx: tx.sources.state("a"),
    "sources.states": lambda tx: tx.sources.states(),
    "sources.save_state": lambda tx: tx.sources.save_state(SourceState(source_id="a")),
    "articles.add": lambda tx: tx.articles.add([article()]),
    "articles.by_ids": lambda tx: tx.articles.by_ids(["a"]),
    "articles.of_items": lambda tx: tx.articles.of_items(["a"]),
    "articles.latest": lambda tx: tx.articles.latest(["a"]),
    "articles.in_window": lambda tx: tx.articles.in_window(NOON, NOON + hours(1)),
    "articles.seen_items": lambda tx: tx.articles.seen_items(["a"]),
    "articles.add_refusals": lambda tx: tx.articles.add_refusals([refusal()], NOON),
    "articles.refusals_in": lambda tx: tx.articles.refusals_in(NOON, NOON + hours(1)),
    "articles.knows": lambda tx: tx.articles.knows("a", {"1": "x"}),
    "articles.mark_read": lambda tx: tx.articles.mark_read("a", {"1": "x"}, NOON),
    "stories.save": lambda tx: tx.stories.save([wire_copy("a")], [story("s", "a")]),
    "stories.remove": lambda tx: tx.stories.remove(["s"]),
    "stories.get": lambda tx: tx.stories.get("s"),
    "stories.by_ids": lambda tx: tx.stories.by_ids(["s"]),
    "stories.active_since": lambda tx: tx.stories.active_since(NOON),
    "stories.of_articles": lambda tx: tx.stories.of_articles(["a"]),
    "stories.threads": lambda tx: tx.stories.threads(["t"]),
    "stories.wire_copies": lambda tx: tx.stories.wire_copies(["a"]),
    "pages.of_items": lambda tx: tx.pages.of_items(["a"]),
    "pages.due": lambda tx: tx.pages.due("a", NOON, 5),
    "pages.save": lambda tx: tx.pages.save([page_state()]),
    "pages.forget": lambda tx: tx.pages.forget("a", NOON),
    "rulings.add": lambda tx: tx.rulings.add(ruling("a")),
    "rulings.get": lambda tx: tx.rulings.get("r"),
    "rulings.of_items": lambda tx: tx.rulings.of_items(["a"]),
    "rulings.latest": lambda tx: tx.rulings.latest(),
    "rulings.remove": lambda tx: tx.rulings.remove("r"),
    "slots.claim": lambda tx: tx.slots.claim("evening", DAY, "x", NOON),
    "slots.reclaim": lambda tx: tx.slots.reclaim(CLAIMED, "y", NOON),
    "slots.done": lambda tx: tx.slots.done("evening", DAY, NOON),
    "slots.hold": lambda tx: tx.slots.hold("evening", DAY, NOON, "thin"),
    "slots.miss": lambda tx: tx.slots.miss("evening", DAY, NOON, "late"),
    "slots.get": lambda tx: tx.slots.get("evening", DAY),
    "slots.list": lambda tx: tx.slots.list(),
    "slots.first_day": lambda tx: tx.slots.first_day("evening"),
    "subscribers.add": lambda tx: tx.subscribers.add(subscriber()),
    "subscribers.replace": lambda tx: tx.subscribers.replace(subscriber()),
    "subscribers.import_many": lambda tx: tx.subscribers.import_many([subscriber()]),
    "subscribers.get": lambda tx: tx.subscribers.get("a"),
    "subscribers.by_id": lambda tx: tx.subscribers.by_id("a"),
    "subscribers.pages": lambda tx: list(tx.subscribers.pages()),
    "subscribers.count": lambda tx: tx.subscribers.count(),
    "subscribers.set_status": lambda tx: tx.subscribers.set_status("a", SubscriberStatus.PENDING, NOON),
    "subscribers.erase": lambda tx: tx.subscribers.erase("a", NOON),
    "subscribers.erased": lambda tx: tx.subscribers.erased("a"),
    "deliveries.plan": lambda tx: tx.deliveries.plan("evening", DAY, [delivery()]),
    "deliveries.mark": lambda tx: tx.deliveries.mark(delivery()),
    "deliveries.counts": lambda tx: tx.deliveries.counts("evening", DAY),
    "deliveries.refused_by": lambda tx: tx.deliveries.refused_by("evening", DAY, 10),
    "deliveries.of_edition": lambda tx: tx.deliveries.of_edition("evening", DAY),
} | DESK_METHODS
METHODS |= EDITION_METHODS | READER_METHODS | SENDING_METHODS | KEEPING_METHODS


def in_transaction(store: Store, act: Callable[[Transaction], Any]) -> None:
    """Run `act` in a transaction of its own."""
    with store.begin() as tx:
        act(tx)


def test_every_method_is_tried_below(store: Store) -> None:
    """A new method of a noun is tried against broken stores too."""
    with store.read() as tx:
        found = {
            f"{noun}.{name}"
            for noun, held in vars(tx).items()
            if noun != "link"
            for name, _ in inspect.getmembers(held, inspect.ismethod)
            if not name.startswith("_")
        }
    assert found == set(METHODS)


def test_every_method_names_a_broken_store(store: Store) -> None:
    """With its tables gone, each method raises a StoreError about the store and nothing else."""

    def without_tables(method: Callable[[Transaction], Any]) -> Callable[[Transaction], Any]:
        def act(tx: Transaction) -> None:
            for table in reversed(metadata.sorted_tables):
                tx.link.connection.execute(text(f"drop table {table.name}"))
            method(tx)

        return act

    for name, method in METHODS.items():
        with pytest.raises(StoreError, match=r"no such table|does not exist") as caught:
            in_transaction(store, without_tables(method))
        assert caught.value.path == store.path, name


def test_every_method_names_a_locked_store(store: Store, open_again: Callable[..., Store]) -> None:
    """While another holds the tables, each method gives up in time with a StoreLockedError."""
    hasty = open_again(wait_s=0.02)
    with store.begin() as holder:
        if store.engine.dialect.name == "postgresql":
            holder.link.connection.execute(text(f"lock table {', '.join(metadata.tables)} in access exclusive mode"))
        for name, method in METHODS.items():
            with pytest.raises(StoreLockedError) as caught:
                in_transaction(hasty, method)
            assert caught.value.path == store.path, name
    in_transaction(hasty, METHODS["articles.add"])


def test_readers_do_not_wait_for_a_writer(store: Store, open_again: Callable[..., Store]) -> None:
    """The web answers, from before the change, while an edition is being saved."""
    hasty = open_again(wait_s=0.02)
    with store.begin() as writer:
        writer.articles.add([article()])
        with hasty.read() as tx:
            assert tx.articles.by_ids([article().id]) == {}
    with hasty.read() as tx:
        assert tx.articles.by_ids([article().id]) == {article().id: article()}


def test_a_read_sees_one_moment(store: Store) -> None:
    """What changes during a read is not half seen."""
    with store.read() as tx:
        assert tx.sources.all() == ()
        with store.begin() as writer:
            writer.sources.add(source())
        assert tx.sources.all() == ()


def test_a_read_cannot_write(store: Store) -> None:
    """A reader's mistake changes nothing, and the connection writes again afterwards."""

    def write_in_read() -> None:
        with store.read() as tx:
            tx.sources.add(source())

    with pytest.raises(StoreError, match="may only be read"):
        write_in_read()
    with store.begin() as tx:
        tx.sources.add(source())


def test_odd_keys_find_nothing(store: Store) -> None:
    """An id from a web address may hold anything; it is not found, and the store is not to blame."""
    for key in ("", "\0", "\ud800", "é" * 5000, "'; drop table stories"):
        with store.read() as tx:
            with pytest.raises(StoryNotFoundError):
                tx.stories.get(key)
            with pytest.raises(SourceNotFoundError):
                tx.sources.get(key)
            assert tx.articles.by_ids([key]) == {}
            assert tx.subscribers.get(key, key) is None


def test_a_value_no_database_holds(store: Store) -> None:
    """What JSON cannot say is refused alike everywhere, before anything is written."""
    with pytest.raises(StoreError):
        in_transaction(store, lambda tx: tx.sources.add(source(weight=float("nan"))))
    with store.read() as tx:
        assert tx.sources.all() == ()


@pytest.mark.parametrize("migrate", [True, False])
def test_a_store_of_a_newer_program_is_left_alone(url: str, open_again: Callable[..., Store], *, migrate: bool) -> None:
    """A program too old for the store says so and does not touch it."""
    with open_again().begin() as tx:
        tx.link.connection.execute(text(f"update {VERSION_TABLE} set version_num = '9999'"))
    with pytest.raises(SchemaVersionError, match=r"9999.*update the program"):
        open_store(url, migrate=migrate)


def test_an_empty_store_is_not_migrated_unasked(url: str) -> None:
    """With migrate=False nothing is created, not even the file."""
    with pytest.raises(StoreError, match=r"no such file|run `bouclage migrate`"):
        open_store(url, migrate=False)
    with open_store(url) as store:
        assert store.version() == VERSION
    with open_store(url, migrate=False) as store:
        store.migrate()
        assert store.version() == VERSION


def test_a_failed_migration_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails at its last step leaves the database as it was."""

    def fail(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if f"INSERT INTO {VERSION_TABLE}" in statement:
            connection.exec_driver_sql("select broken")

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(StoreError, match="broken"):
            open_store(url)
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    with open_store(url) as store:
        assert store.version() == VERSION
        in_transaction(store, METHODS["articles.add"])


def test_a_full_disk_keeps_nothing_of_a_batch(sqlite_url: str) -> None:
    """When SQLite runs out of room the batch is undone, and goes in once there is room again."""
    many = [article(str(number), lead="x" * 500) for number in range(500)]

    def fill(tx: Transaction) -> None:
        pages = tx.link.connection.exec_driver_sql("pragma page_count").scalar()
        tx.link.connection.exec_driver_sql(f"pragma max_page_count = {pages + 4}")
        tx.articles.add([article("before")])
        tx.articles.add(many)

    with open_store(sqlite_url) as store:
        with pytest.raises(StoreError, match="disk is full"):
            in_transaction(store, fill)
        store.close()  # the limit goes with its connection
        with store.read() as tx:
            assert tx.articles.by_ids([article("before").id, many[0].id]) == {}
        in_transaction(store, lambda tx: tx.articles.add(many))


def test_a_full_disk_at_first_start(sqlite_url: str) -> None:
    """A store that could not be made is made at the next start."""

    def limit(connection: Any, _record: Any) -> None:
        connection.execute("pragma max_page_count = 6")

    event.listen(Engine, "connect", limit)
    try:
        with pytest.raises(StoreError, match="disk is full"):
            open_store(sqlite_url)
    finally:
        event.remove(Engine, "connect", limit)
    with open_store(sqlite_url) as store:
        assert store.version() == VERSION


def test_files_that_are_no_store(tmp_path: Path) -> None:
    """A missing folder, a folder, a text file and another program's database are each refused untouched."""
    (tmp_path / "text").write_text("not a database, and long enough to be looked at" * 50)
    (tmp_path / "folder").mkdir()
    foreign = tmp_path / "foreign"
    with open_store(f"sqlite:///{foreign}") as store, store.begin() as tx:
        tx.link.connection.execute(text(f"drop table {VERSION_TABLE}"))
    before = (tmp_path / "text").read_bytes()
    for name, said in {
        "missing/store.db": "No such file or directory",
        "folder": "cannot be opened",
        "text": "not a database",
        "foreign": "tables that are not ours",
    }.items():
        with pytest.raises(StoreError, match=said) as caught:
            open_store(f"sqlite:///{tmp_path}/{name}")
        assert caught.value.path == f"{tmp_path}/{name}"
    assert (tmp_path / "text").read_bytes() == before
    assert not (tmp_path / "missing").exists()


def test_a_damaged_file(sqlite_url: str, tmp_path: Path) -> None:
    """A file with pages overwritten raises a StoreError where they are read."""
    with open_store(sqlite_url) as store:
        in_transaction(store, lambda tx: tx.articles.add(article(str(number)) for number in range(200)))
    file = tmp_path / "store.db"
    data = file.read_bytes()
    file.write_bytes(data[: 4096 * 2] + b"\xff" * (len(data) - 4096 * 2))

    def read_all() -> None:
        with open_store(sqlite_url, migrate=False) as store, store.read() as tx:
            tx.articles.in_window(NOON - hours(1), NOON)

    with pytest.raises(StoreError, match="damaged"):
        read_all()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://me:secret@host/db", "postgresql://me:secret@[::/x",
     "postgresql://me:secret@127.0.0.1:1/db", "postgresql://127.0.0.1:1/db?user=me&password=secret"],
)  # fmt: skip
def test_addresses_where_no_store_is(url: str) -> None:
    """An address that cannot be a store, or answers nothing, is told without its password."""
    with pytest.raises(StoreError) as caught:
        open_store(url, wait_s=1)
    assert "secret" not in str(caught.value)


def test_a_database_that_cannot_hold_every_letter(postgresql_server: str) -> None:
    """A PostgreSQL database of another encoding than UTF-8 is refused at the start."""
    server = locate(postgresql_server).url
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        made = "create database bouclage_latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'"
        try:
            connection.execute(text(made))
        except ProgrammingError as error:
            pytest.skip(f"this PostgreSQL user makes no databases: {error.orig}")
        try:
            with pytest.raises(StoreError, match="LATIN1"):
                open_store(server.set(database="bouclage_latin").render_as_string(hide_password=False))
        finally:
            connection.execute(text("drop database bouclage_latin with (force)"))
    engine.dispose()


def test_a_server_that_goes_away(postgresql_url: str) -> None:
    """A connection cut in the middle undoes its transaction; the next one finds a fresh connection."""

    def cut(tx: Transaction) -> None:
        tx.articles.add([article()])
        pid = tx.link.connection.exec_driver_sql("select pg_backend_pid()").scalar()
        with store.begin() as other:
            other.link.connection.exec_driver_sql(f"select pg_terminate_backend({pid}, 5000)")
        tx.articles.add([article("2")])

    with open_store(postgresql_url) as store:
        with pytest.raises(StoreError, match="terminating connection"):
            in_transaction(store, cut)
        with store.read() as tx:
            assert tx.articles.by_ids([article().id]) == {}


def test_tables_a_neighbour_has(postgresql_url: str) -> None:
    """A PostgreSQL database may be shared with other programs, as long as their tables have other names."""
    with open_store(postgresql_url) as store, store.begin() as tx:
        tx.link.connection.execute(text("create table neighbour (id int)"))
        drop_index(tx.link.connection)
        for table in (*reversed(metadata.sorted_tables), VERSION_TABLE):
            tx.link.connection.execute(text(f"drop table {table}"))
    with open_store(postgresql_url) as store, store.read() as tx:
        assert "neighbour" in tables_of(tx.link.connection).get_table_names()
