"""The store: one database, opened once a process, used one transaction at a time."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import text

from bouclage.errors import StoreBusyError, StoreError, StoreLockedError
from bouclage.store import locks, migrating, schema
from bouclage.store.alarms import Alarms
from bouclage.store.articles import Articles
from bouclage.store.audit import Audit
from bouclage.store.claims import Claims
from bouclage.store.consents import Consents
from bouclage.store.decisions import Decisions
from bouclage.store.deliveries import Deliveries
from bouclage.store.editions import Editions
from bouclage.store.engines import WRITES, open_engine
from bouclage.store.failures import failures
from bouclage.store.forecasts import Forecasts
from bouclage.store.keeping import Keeping
from bouclage.store.letters import Letters
from bouclage.store.link import Link
from bouclage.store.location import Location, locate
from bouclage.store.pages import Pages
from bouclage.store.photos import Photos
from bouclage.store.rates import Rates
from bouclage.store.returns import Returns
from bouclage.store.rulings import Rulings
from bouclage.store.said import Said
from bouclage.store.search import Search
from bouclage.store.sendings import Sendings
from bouclage.store.sign_ins import SignIns
from bouclage.store.slots import Slots
from bouclage.store.sources import Sources
from bouclage.store.stories import Stories
from bouclage.store.subscribers import Subscribers
from bouclage.store.suppressions import Suppressions
from bouclage.store.tidying import size_of, tidy
from bouclage.store.users import Users
from bouclage.store.webhooks import Webhooks

_MIGRATION_KEY = 4_774_135_129_081  # any number of ours: the advisory lock that migrations take


class Transaction:
    """All nouns, bound to one transaction."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.sources = Sources(link)
        self.search = Search(link)
        self.alarms = Alarms(link)
        self.articles = Articles(link, follow=self.search.follow)
        self.stories = Stories(link)
        self.rulings = Rulings(link)
        self.pages = Pages(link)
        self.photos = Photos(link)
        self.forecasts = Forecasts(link)
        self.said = Said(link)
        self.editions = Editions(link)
        self.slots = Slots(link)
        self.decisions = Decisions(link)
        self.users = Users(link)
        self.sign_ins = SignIns(link)
        self.audit = Audit(link)
        self.webhooks = Webhooks(link)
        self.subscribers = Subscribers(link)
        self.deliveries = Deliveries(link)
        self.sendings = Sendings(link)
        self.claims = Claims(link)
        self.returns = Returns(link)
        self.suppressions = Suppressions(link)
        self.consents = Consents(link)
        self.letters = Letters(link)
        self.rates = Rates(link)
        self.keeping = Keeping(link)


class Store:
    """One database. Threads may share it; a forked child must open its own."""

    def __init__(self, location: Location, *, wait_s: float) -> None:
        self.path = location.path
        self._location = location
        self._wait_s = wait_s
        self.changes = 0  # how many transactions that write ended in this process
        with failures(self.path):
            self.engine = open_engine(location, wait_s=wait_s)

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """Open a transaction that writes: all of it is kept when the block ends, none of it if the block raises.

        On SQLite writers take turns, so do the thinking before and the saving within.
        """
        try:
            with self._transaction(writes=True) as transaction:
                yield transaction
        finally:
            self.changes += 1  # after the end of it: who looks now sees what was kept

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction that only reads, from one snapshot, and holds up nobody."""
        with self._transaction(writes=False) as transaction:
            yield transaction

    @contextmanager
    def exclusive(self, work: str) -> Iterator[None]:
        """Do `work` in this process alone; a process that dies lets go at once.

        Raise StoreBusyError where another process, or another part of this one, is at it.
        """
        if self._location.file is None:
            lock = locks.advisory_lock(self.engine, self.path, work)
        else:
            lock = locks.file_lock(self._location.file, work)
        with lock:
            yield

    def size(self) -> int:
        """Return how many bytes the store takes."""
        with self._transaction(writes=False) as transaction:
            return size_of(transaction.link.connection)

    def tidy(self, *, full: bool = False) -> None:
        """Give free space back and look at the tables anew; `full` rewrites everything, while writers wait."""
        with failures(self.path):
            tidy(self.engine, full=full)

    def version(self) -> str | None:
        """Return the schema version; None = empty."""
        with self._transaction(writes=False) as transaction:
            return migrating.version_of(transaction.link.connection, self.path)

    def migrate(self) -> None:
        """Bring an empty or older store up to date. Raise SchemaVersionError for one of a newer program."""
        with failures(self.path):
            if self._location.file is None:
                with self._transaction(writes=True) as transaction:
                    connection = transaction.link.connection
                    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_KEY})
                    migrating.upgrade(connection, self.path)
                return
            with ExitStack() as stack:
                self._wait_to_migrate(stack)
                self._use_write_ahead_log()
                with self._transaction(writes=True) as transaction:
                    migrating.upgrade(transaction.link.connection, self.path)

    def check(self, *, migrate: bool) -> None:
        """Make sure that the store is of this program's version, bringing it up to date if `migrate`.

        Raise SchemaVersionError where it is not, StoreError where it is no store.
        """
        version = self.version()
        if version == schema.VERSION and (not migrate or self._has_write_ahead_log()):
            return
        if migrate:
            self._check_encoding()
            self.migrate()
        else:
            raise migrating.wrong_version(version, self.path)

    def close(self) -> None:
        """Close all connections; the store can be used again and opens new ones."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Transaction]:
        with failures(self.path), self.engine.connect() as connection:
            connection.execution_options(**{WRITES: writes})
            with connection.begin():
                yield Transaction(Link(connection, self.path))

    def _wait_to_migrate(self, stack: ExitStack) -> None:
        """Wait for another process that migrates the same file: SQLite itself would not wait, it would fail."""
        until = time.monotonic() + self._wait_s
        while True:
            try:
                stack.enter_context(self.exclusive("migration"))
            except StoreBusyError as error:
                if time.monotonic() > until:
                    raise StoreLockedError("another process is migrating it", path=self.path) from error
                time.sleep(0.05)
            else:
                return

    def _use_write_ahead_log(self) -> None:
        """Let readers read while one writes; the file remembers it."""
        with closing(self.engine.raw_connection()) as connection:
            # Before the first table: space that maintenance frees can then be given back without rewriting the file.
            connection.cursor().execute("PRAGMA query_only = OFF").close()
            connection.cursor().execute("PRAGMA auto_vacuum = INCREMENTAL").close()
            connection.cursor().execute("PRAGMA journal_mode = WAL").close()

    def _has_write_ahead_log(self) -> bool:
        if self._location.file is None:
            return True
        with self._transaction(writes=False) as transaction:
            return transaction.link.connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"

    def _check_encoding(self) -> None:
        if self._location.file is None:
            with self._transaction(writes=False) as transaction:
                encoding = transaction.link.connection.execute(text("show server_encoding")).scalar()
            if encoding != "UTF8":
                raise StoreError(f"the database's encoding is {encoding}; it must be UTF8", path=self.path)


def open_store(url: str, *, migrate: bool = True, wait_s: float = 30.0) -> Store:
    """Open the store at `url`: "sqlite:///file" or "postgresql://user@host/name".

    An empty or older store is brought up to date, unless `migrate` is False. Locks are waited for `wait_s` seconds.
    Raise StoreError where there is no store, SchemaVersionError where its version is not this program's.
    """
    location = locate(url)
    if location.file is not None:
        _prepare_file(location.file, create=migrate)
    store = Store(location, wait_s=wait_s)
    try:
        store.check(migrate=migrate)
    except BaseException:
        store.close()
        raise
    return store


def _prepare_file(file: Path, *, create: bool) -> None:
    """Create the file for its owner's eyes alone: it holds subscribers' addresses."""
    try:
        if file.exists():
            return
        if not create:
            raise StoreError("there is no such file", path=str(file))
        file.touch(mode=0o600)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise StoreError(f"the file cannot be opened: {said}", path=str(file)) from error
