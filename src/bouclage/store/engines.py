"""Open connections that behave alike: UTC, foreign keys held, writers that wait."""

from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from bouclage.store.location import Location

WRITES = "bouclage_writes"  # execution option of a transaction's connection


def open_engine(location: Location, *, wait_s: float) -> Engine:
    """Return an engine for `location` whose locks are waited for `wait_s` seconds. Connects to nothing yet."""
    # A failed statement's values are readers' addresses and other people's texts: they stay out of messages.
    common: dict[str, Any] = {"hide_parameters": True, "pool_timeout": wait_s}
    if location.file is not None:
        engine = create_engine(location.url, connect_args={"timeout": wait_s}, **common)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A server that was restarted meanwhile must not fail the first to ask, hence the ping.
    connect_args = _postgresql_arguments(location.url, wait_s)
    engine = create_engine(location.url, pool_pre_ping=True, connect_args=connect_args, **common)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: a delivery noted as in flight must be on the disk before the server may have the message.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = bool(connection.get_execution_options().get(WRITES, False))
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    # IMMEDIATE: two writers queue here. A reader turned writer half-way could not wait, only fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITES, False):
        # One snapshot for all the reads of a transaction, as SQLite gives it.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _postgresql_arguments(url: URL, wait_s: float) -> dict[str, Any]:
    given = url.query.get("options", "")
    options = [given] if isinstance(given, str) else list(given)
    options += ["-c timezone=UTC", f"-c lock_timeout={max(1, round(wait_s * 1000))}"]
    return {
        "options": " ".join(option for option in options if option),
        "application_name": "bouclage",
        "client_encoding": "utf8",
        "connect_timeout": max(2, round(wait_s)),
        # A host that vanished without a word is noticed within a minute.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
