"""Hold a piece of work for one process alone; the hold dies with the process, even by kill -9."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bouclage.errors import StoreBusyError, StoreError
from bouclage.records import digest
from bouclage.store.engines import WRITES
from bouclage.store.failures import failures

_HOLDER = text(
    "select a.backend_start from pg_locks l join pg_stat_activity a on a.pid = l.pid"
    " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
    " and l.database = (select oid from pg_database where datname = current_database())"
    " and ((l.classid::bigint << 32) | l.objid::bigint) = :key"
)


@contextmanager
def file_lock(database: Path, work: str) -> Iterator[None]:
    """Hold `work` by a lock on a file beside the SQLite database. Raise StoreBusyError where it is held."""
    slug = re.sub(r"[^a-z0-9]+", "-", work.casefold()).strip("-")[:40]
    path = Path(f"{database}.lock-{slug}-{digest(work, kind='lock')[:6]}")
    try:
        handle = _locked(path)
        if handle is None:
            raise StoreBusyError(work, path=str(database), since=_changed(path))
        os.utime(handle)
    except OSError as error:
        raise StoreError(f"no lock can be put beside the database: {error.strerror}", path=str(path)) from error
    try:
        yield
    finally:
        # Removed while still held; `_locked` sees that a file it waited on has gone.
        path.unlink(missing_ok=True)
        os.close(handle)


def _locked(path: Path) -> int | None:
    """Return an open, locked file, or None where somebody else has the lock."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise
        os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except FileNotFoundError:
        return None


@contextmanager
def advisory_lock(engine: Engine, path: str, work: str) -> Iterator[None]:
    """Hold `work` by a PostgreSQL session lock on a connection of its own. Raise StoreBusyError where it is held.

    Needs a real session: behind PgBouncer, session pooling.
    """
    unsigned = int(digest(work, kind="lock")[:16], 16)
    key = unsigned - 2**64 if unsigned >= 2**63 else unsigned
    with failures(path):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{WRITES: True})
        connection.detach()  # closed for good in the end: a pooled connection would carry the lock on
    try:
        with failures(path):
            if not _try_lock(connection, key):
                since = connection.execute(_HOLDER, {"key": key}).scalar()
                raise StoreBusyError(work, path=path, since=since)
        try:
            yield
        except BaseException:
            with suppress(StoreError):  # what went wrong in the work is the thing to tell
                _unlock(connection, path, key)
            raise
        # Where this fails the hold was lost on the way, and the work may have been done twice: let it be known.
        _unlock(connection, path, key)
    finally:
        connection.close()


def _try_lock(connection: Connection, key: int) -> bool:
    return bool(connection.execute(text("select pg_try_advisory_lock(:key)"), {"key": key}).scalar())


def _unlock(connection: Connection, path: str, key: int) -> None:
    """Let go now: the server notices a closed connection only a moment later."""
    with failures(path):
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": key})
