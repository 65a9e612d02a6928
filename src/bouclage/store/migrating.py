"""Bring a store's tables to the form this program knows."""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bouclage.errors import SchemaVersionError, StoreError
from bouclage.store import schema

_SCRIPTS = Path(__file__).parent / "migrations"


def version_of(connection: Connection, path: str) -> str | None:
    """Return the schema version of a store; None = empty. Raise StoreError for somebody else's database."""
    tables = set(inspect(connection).get_table_names())
    if schema.VERSION_TABLE in tables:
        statement = text(f"select version_num from {schema.VERSION_TABLE}")  # noqa: S608 - a constant
        return connection.execute(statement).scalar()
    # A PostgreSQL database is often shared, an SQLite file is not.
    ours = tables if connection.dialect.name == "sqlite" else tables & set(schema.metadata.tables)
    if ours:
        raise StoreError(f"the database has tables that are not ours: {', '.join(sorted(ours)[:3])}", path=path)
    return None


def upgrade(connection: Connection, path: str) -> None:
    """Run the migrations that are missing, inside the transaction of `connection`.

    Raise SchemaVersionError where the store was written by a newer program.
    """
    version = version_of(connection, path)
    if version == schema.VERSION:
        return
    # Loaded here only: it costs a tenth of a second, and an up-to-date store never needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    logging.getLogger("alembic").setLevel(logging.WARNING)  # its INFO lines are of no use to an operator
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise wrong_version(version, path)
    command.upgrade(config, "head")


def wrong_version(version: str | None, path: str) -> SchemaVersionError:
    """Return the error for a store of another version than this program's."""
    if version is None:
        return SchemaVersionError("it is empty; run `bouclage migrate`", path=path)
    if version > schema.VERSION:
        return SchemaVersionError(
            f"its schema is {version}, this program knows up to {schema.VERSION}; update the program", path=path
        )
    return SchemaVersionError(
        f"its schema is {version}, this program needs {schema.VERSION}; run `bouclage migrate`", path=path
    )
