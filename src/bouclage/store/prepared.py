"""Prepared: a change put into words once, for what is done to a hundred rows at a time, many times a second."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Update

_Place = tuple[str, Callable[[Any], Any] | None]  # a value's name, and what turns it into what the driver takes


class Prepared:
    """An update with named places for values; runs on any connection of either database.

    SQLAlchemy compiles it, once a dialect, and says how each column's values are given to the driver; from then on
    only that is done. Its own way looks every value up anew, and takes three times as long as SQLite needs.
    """

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._known: dict[str, tuple[str, tuple[_Place, ...], dict[str, Any]]] = {}

    def each(self, connection: Connection, rows: Sequence[dict[str, Any]], **common: Any) -> int:
        """Run it once for each of `rows`, with the values `common` to all; return how many rows all of them met."""
        dialect = connection.dialect
        known = self._known.get(dialect.name)
        if known is None:
            known = self._known[dialect.name] = self._put(dialect)
        words, places, constant = known
        constant = constant | common
        fixed = {name: _turned(constant[name], turn) for name, turn in places if name in constant}
        own = [place for place in places if place[0] not in fixed]
        given: list[Any] = [
            fixed | {name: row[name] if turn is None else turn(row[name]) for name, turn in own} for row in rows
        ]
        if dialect.positional:
            order = [name for name, _ in places]
            given = [tuple([row[name] for name in order]) for row in given]
        return connection.exec_driver_sql(words, given).rowcount

    def _put(self, dialect: Dialect) -> tuple[str, tuple[_Place, ...], dict[str, Any]]:
        compiled: Any = self._statement.compile(dialect=dialect)
        kinds = {name: one.type for one, name in compiled.bind_names.items()}
        names = compiled.positiontup if dialect.positional else list(kinds)
        places = tuple((name, kinds[name].dialect_impl(dialect).bind_processor(dialect)) for name in names)
        return str(compiled), places, {name: value for name, value in compiled.params.items() if value is not None}


def _turned(value: Any, turn: Callable[[Any], Any] | None) -> Any:
    return value if turn is None else turn(value)
