"""Name what went wrong in the database, alike for SQLite and PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bouclage.errors import StoreError, StoreLockedError

try:
    from psycopg import Error as PostgresqlError
except ImportError:  # PostgreSQL is an extra: pip install "bouclage[postgresql]"

    class PostgresqlError(Exception):  # type: ignore[no-redef]
        """Stands in where there is no PostgreSQL driver, and is never raised."""


_LOCKED = "another process held the store for too long"
_FULL = "the disk is full; nothing was written"

_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened: it or its folder is missing, or not ours to enter",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_READONLY: "the store may only be read",
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "the disk failed while reading or writing",
}
_SQLITE_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

_POSTGRESQL = {
    "25006": "the store may only be read",
    "28000": "the database refuses this user",
    "28P01": "the database refuses this user or password",
    "3D000": "there is no such database",
    "53100": _FULL,
    "53300": "the database takes no more connections",
}
# lock not available, deadlock, serialisation failure, statement timeout
_POSTGRESQL_LOCKED = frozenset({"55P03", "40P01", "40001", "57014"})


@contextmanager
def failures(path: str) -> Iterator[None]:
    """Raise what the database raises as a StoreError about `path`, in one line without data or passwords."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, PostgresqlError) as error:
        raise _named(error, path) from error


def _named(error: Exception, path: str) -> StoreError:
    if isinstance(error, PoolTimeoutError):
        return StoreLockedError("no connection came free in time", path=path)
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary result code
        if code in _SQLITE_LOCKED:
            return StoreLockedError(_LOCKED, path=path)
        return StoreError(_SQLITE.get(code, str(cause)), path=path)
    if isinstance(cause, PostgresqlError):
        if cause.sqlstate in _POSTGRESQL_LOCKED:
            return StoreLockedError(_LOCKED, path=path)
        said = cause.diag.message_primary or str(cause).strip().partition("\n")[0] or "the connection was lost"
        return StoreError(_POSTGRESQL.get(cause.sqlstate or "", said), path=path)
    # What is left never reached the database: a value of a kind it cannot hold.
    return StoreError(str(cause).partition("\n")[0], path=path)
