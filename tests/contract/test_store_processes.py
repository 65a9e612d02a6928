"""Several processes at one store, and the migrations."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from store_samples import DAY, article

import bouclage.store
from bouclage.errors import StoreBusyError
from bouclage.store import SlotState, Store, open_store
from bouclage.store.schema import VERSION, VERSION_TABLE, metadata

CLAIM = """
import sys
from datetime import UTC, date, datetime, timedelta
from bouclage.store import open_store
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    won = 0
    for number in range(20):
        with store.begin() as tx:
            day = date(2026, 9, 8) + timedelta(days=number)
            won += tx.slots.claim("evening", day, sys.argv[2], datetime(2026, 9, 8, tzinfo=UTC))
    print(won, flush=True)
"""

HOLD = """
import sys
from bouclage.store import open_store
with open_store(sys.argv[1]) as store, store.exclusive("send evening"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def process(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `script` in a process of its own, which is gone afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def said(child: subprocess.Popen[str]) -> str:
    """Return the next line of a process."""
    assert child.stdout is not None
    return child.stdout.readline().strip()


def tell(child: subprocess.Popen[str]) -> None:
    """Let a waiting process go on."""
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_two_processes_claim_each_slot_once(url: str) -> None:
    """Two processes that open an empty store at once and race for twenty slots share them without overlap."""
    with process(CLAIM, url, "one") as one, process(CLAIM, url, "two") as two:
        assert (said(one), said(two)) == ("ready", "ready")
        tell(one)
        tell(two)
        won = {"one": int(said(one)), "two": int(said(two))}
    assert sum(won.values()) == 20
    with open_store(url) as store, store.read() as tx:
        slots = tx.slots.list("evening")
        assert [slot.day for slot in slots] == [DAY + timedelta(days=number) for number in range(20)]
        owners = [slot.owner for slot in slots]
        assert {owner: owners.count(owner) for owner in won} == won
        assert {slot.state for slot in slots} == {SlotState.CLAIMED}


def test_work_is_released_when_its_process_is_killed(url: str, store: Store) -> None:
    """Exclusive work is refused while its holder lives and free as soon as the holder was killed outright."""
    with process(HOLD, url) as holder:
        assert said(holder) == "held"
        with pytest.raises(StoreBusyError) as caught, store.exclusive("send evening"):
            pass
        assert (caught.value.work, caught.value.path) == ("send evening", store.path)
        assert caught.value.since is not None
        with store.exclusive("send noon"):
            pass
        holder.kill()
        holder.wait()
        # PostgreSQL sees the closed connection a moment after the death of the process.
        gave_up = threading.Timer(10, lambda: None)
        gave_up.start()
        entered = False
        while not entered and gave_up.is_alive():
            try:
                with store.exclusive("send evening"):
                    entered = True
            except StoreBusyError:
                continue
        gave_up.cancel()
        assert entered


def test_work_is_exclusive_within_a_process(store: Store, url: str) -> None:
    """Neither the same store nor another one of this process gets in, until the first is out."""
    with store.exclusive("close evening"), open_store(url) as other:
        for again in (store, other):
            with pytest.raises(StoreBusyError), again.exclusive("close evening"):
                pass
    with store.exclusive("close evening"):
        pass


def test_work_that_fails_is_released(store: Store) -> None:
    """The work's own error comes out as it is, and the work can be done again at once."""
    with pytest.raises(ZeroDivisionError), store.exclusive("close evening"):
        _ = 1 / 0
    with store.exclusive("close evening"):
        pass


def test_lock_files_do_not_pile_up(sqlite_url: str, tmp_path: Path) -> None:
    """Work of any name has a lock file beside the database while it lasts, and none after."""
    with open_store(sqlite_url) as store:
        for work in ("send evening 2026-09-08", "../../é\n" + "x" * 300):
            with store.exclusive(work):
                assert len(list(tmp_path.glob("store.db.lock-*"))) == 1
        assert list(tmp_path.glob("*.lock-*")) == []


def test_two_writers_wait_for_each_other(store: Store) -> None:
    """A second writer waits for the first instead of failing, and both are kept."""
    started = threading.Event()

    def write() -> None:
        started.set()
        with store.begin() as tx:
            tx.articles.add([article("2")])

    other = threading.Thread(target=write)
    with store.begin() as tx:
        tx.articles.add([article("1")])
        other.start()
        started.wait()
    other.join()
    with store.read() as tx:
        assert len(tx.articles.by_ids([article("1").id, article("2").id])) == 2


def test_the_migrations_make_the_schema(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """From empty, the migrations give exactly the tables that the queries are written for."""
    with store.engine.connect() as connection:

        def ours(name: str | None, kind: str, _parents: object) -> bool:
            # the search index is each database's own: its test asks it questions instead
            return not (kind == "table" and name is not None and name.startswith("search_fts"))

        opts = {"version_table": VERSION_TABLE, "include_name": ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_the_version_is_that_of_the_newest_migration() -> None:
    """The version kept in the schema is the head of the one line of migrations."""
    config = Config()
    config.set_main_option("script_location", str(Path(bouclage.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_migrating_is_silent(url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """An operator who starts the program sees nothing of its migrations."""
    caplog.set_level(logging.INFO)
    with open_store(url):
        pass
    assert [record for record in caplog.records if record.name.startswith("alembic")] == []
    assert capfd.readouterr() == ("", "")


def test_a_store_is_for_its_owner_alone(sqlite_url: str, tmp_path: Path) -> None:
    """The file holds subscribers' addresses: other users of the machine cannot read it or its log."""
    with open_store(sqlite_url) as store, store.begin() as tx:
        tx.articles.add([article()])
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["store.db", "store.db-wal", "store.db-shm"], 0o600)


def test_sqlite_keeps_what_it_said_it_kept(sqlite_url: str) -> None:
    """A delivery noted as in flight is on the disk: write-ahead log, synchronous FULL, foreign keys held."""
    with open_store(sqlite_url) as store, store.begin() as tx:
        run = tx.link.connection.exec_driver_sql
        asked = [run(f"pragma {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert asked == ["wal", 2, 1]
