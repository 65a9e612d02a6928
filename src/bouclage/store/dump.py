"""The whole store as one portable file: gzip-compressed JSON lines, from one snapshot, for either database."""

import gzip
import json
from base64 import b64decode
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, Table, insert, select

from bouclage.errors import StoreError
from bouclage.records import to_plain
from bouclage.store import schema
from bouclage.store.columns import UtcTime
from bouclage.store.link import batches
from bouclage.store.store import Store

_FORMAT = "bouclage-dump-1"


def dump(store: Store, file: Path) -> int:
    """Write every row to `file` and return how many; the file appears whole or not at all. Raises StoreError."""
    part = file.with_name(file.name + ".part")
    rows = 0
    try:
        part.touch(mode=0o600)  # it holds readers' addresses
        with store.read() as tx, gzip.open(part, "wt", encoding="utf-8") as out:
            out.write(json.dumps({"format": _FORMAT, "schema": schema.VERSION}) + "\n")
            for table in schema.metadata.sorted_tables:
                for row in tx.link.connection.execute(select(table)).mappings():
                    values = {name: to_plain(value) for name, value in row.items()}
                    out.write(json.dumps([table.name, values], ensure_ascii=False) + "\n")
                    rows += 1
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"the backup cannot be written: {error.strerror}", path=str(file)) from error
    return rows


def load_dump(store: Store, file: Path) -> int:
    """Fill an empty store from `file` in one transaction and return how many rows. Raises StoreError."""
    tables = {table.name: table for table in schema.metadata.sorted_tables}
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines, store.begin() as tx:
            head = json.loads(next(lines, "{}"))
            if not isinstance(head, dict) or head.get("format") != _FORMAT:
                raise StoreError("not a backup", path=str(file))
            if head.get("schema") != schema.VERSION:
                raise StoreError(_other_version(str(head.get("schema"))), path=str(file))
            if any(tx.link.connection.execute(select(table).limit(1)).first() for table in tables.values()):
                raise StoreError("a backup is restored into an empty store only", path=store.path)
            rows = 0
            for batch in batches(json.loads(line) for line in lines):
                rows += len(batch)
                _insert(tx.link.connection, tables, batch)
            return rows
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(f"the backup cannot be read: {error}", path=str(file)) from error


def _other_version(version: str) -> str:
    if version > schema.VERSION:
        return f"a backup of schema {version}, this program knows up to {schema.VERSION}: update the program"
    return (
        f"a backup of schema {version}, this program has {schema.VERSION}: restore it with the program of that version,"
        " then run `bouclage migrate` with this one"
    )


def _insert(connection: Connection, tables: dict[str, Table], batch: list[Any]) -> None:
    by_table: dict[str, list[dict[str, Any]]] = {}
    for name, values in batch:
        by_table.setdefault(name, []).append(_typed(tables[name], values))
    for name, rows in by_table.items():
        connection.execute(insert(tables[name]), rows)


def _typed(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    typed = dict(values)
    for column in table.columns:
        value = values.get(column.name)
        if value is not None and isinstance(column.type, UtcTime):
            typed[column.name] = datetime.fromisoformat(value)
        elif value is not None and isinstance(column.type, Date):
            typed[column.name] = date.fromisoformat(value)
        elif value is not None and isinstance(column.type, LargeBinary):
            typed[column.name] = b64decode(value, validate=True)
    return typed
