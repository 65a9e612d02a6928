"""Run statements in one transaction: what every noun is given to work with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Delete, Row, Select, Table, Update
from sqlalchemy.dialects import postgresql, sqlite

from bouclage.store.failures import failures
from bouclage.store.prepared import Prepared

T = TypeVar("T")

# Values in one IN list or one INSERT. SQLite allows 32,766 and PostgreSQL 65,535 bound values a statement; the
# widest table has 11 columns.
BATCH = 1000


def batches(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Cut `values` into lists of at most `size`."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


class Link:
    """One transaction's connection. Every failure leaves it as a StoreError about `path`."""

    def __init__(self, connection: Connection, path: str) -> None:
        self.connection = connection
        self.path = path
        self._insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert

    def rows(self, statement: Select[Any]) -> Sequence[Row[Any]]:
        """Return all rows."""
        with failures(self.path):
            return self.connection.execute(statement).all()

    def row(self, statement: Select[Any]) -> Row[Any] | None:
        """Return the first row, if there is one."""
        with failures(self.path):
            return self.connection.execute(statement).first()

    def rows_of(self, statement: Select[Any], column: Column[Any], values: Iterable[object]) -> list[Row[Any]]:
        """Return the rows whose `column` is one of `values`, however many those are."""
        found: list[Row[Any]] = []
        for batch in batches(dict.fromkeys(values)):
            found.extend(self.rows(statement.where(column.in_(batch))))
        return found

    def change(self, statement: Update | Delete) -> int:
        """Run an update or a delete; return how many rows it met."""
        with failures(self.path):
            return self.connection.execute(statement).rowcount

    def change_each(self, change: Prepared, rows: Sequence[dict[str, Any]], **common: Any) -> int:
        """Run a prepared update once for each of `rows`; return how many rows all of them met."""
        if not rows:
            return 0
        with failures(self.path):
            return change.each(self.connection, rows, **common)

    def delete_of(self, table: Table, column: Column[Any], values: Iterable[object]) -> int:
        """Delete the rows whose `column` is one of `values`."""
        return sum(self.change(table.delete().where(column.in_(batch))) for batch in batches(dict.fromkeys(values)))

    def insert_new(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Insert what is not there yet; return the primary keys of the rows that were new."""
        statement = self._insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
        new: list[tuple[Any, ...]] = []
        for batch in batches(rows):
            with failures(self.path):
                new.extend(tuple(row) for row in self.connection.execute(statement, batch))
        return new

    def put(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert, or replace by primary key; of two rows with one key the later stands."""
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key.columns]
        rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
        last = {tuple(row[key] for key in keys): row for row in rows}
        for batch in batches(last.values()):
            with failures(self.path):
                self.connection.execute(statement, batch)
