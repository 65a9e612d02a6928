"""Give space back and keep the planner's figures fresh, in each database's own way; outside of any transaction."""

from typing import Any

from sqlalchemy import Connection, Engine, text

from bouclage.store import schema
from bouclage.store.engines import WRITES

_PAGES = 2000  # freed in one step, 8 MB: a writer waits so long and no longer
_SIZE = text(
    "select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c"
    " where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'"
)


def size_of(connection: Connection) -> int:
    """Return the bytes that the store's tables and indexes take, free space within included."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(connection.execute(_SIZE).scalar_one())


def tidy(engine: Engine, *, full: bool) -> None:
    """Give free space back and look at the tables anew; `full` rewrites the file, while writers wait."""
    if engine.dialect.name == "sqlite":
        _tidy_sqlite(engine, full=full)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{WRITES: True}) as connection:
        for table in [*schema.metadata.tables, "search_fts"]:
            connection.exec_driver_sql(f"VACUUM ({'FULL, ' if full else ''}ANALYZE) {table}")


def _tidy_sqlite(engine: Engine, *, full: bool) -> None:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA query_only = OFF")
        if full:
            cursor.execute("PRAGMA auto_vacuum = INCREMENTAL")  # files of older versions have none
            cursor.execute("VACUUM")
        else:
            free = _number(cursor, "PRAGMA freelist_count")
            while free and _number(cursor, "PRAGMA auto_vacuum") == 2:
                cursor.execute(f"PRAGMA incremental_vacuum({_PAGES})").fetchall()
                left = _number(cursor, "PRAGMA freelist_count")
                if left >= free:
                    break
                free = left
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("PRAGMA optimize = 0x10002").fetchall()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.close()
    finally:
        raw.close()


def _number(cursor: Any, pragma: str) -> int:
    return int(cursor.execute(pragma).fetchone()[0])
