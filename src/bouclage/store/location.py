"""Understand a store's address, and say it without its password."""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bouclage.errors import StoreError

_SECRETS = frozenset({"password", "sslpassword", "passfile", "sslkey"})


@dataclass(frozen=True, slots=True)
class Location:
    """Where a store is."""

    url: URL
    path: str  # for people and errors: the file, or the address without its password
    file: Path | None  # SQLite's file; None = PostgreSQL


def locate(url: str) -> Location:
    """Return the place that `url` names. Raise StoreError where no store can be there."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError) as error:
        said = "not a database address; use sqlite:///file or postgresql://user@host/name"
        raise StoreError(said, path=re.sub(r"//.*@", "//***@", url)) from error
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend in ("postgresql", "postgres"):
        if find_spec("psycopg") is None:
            raise StoreError('PostgreSQL needs its driver: pip install "bouclage[postgresql]"', path="postgresql")
        masked = {key: "***" if key in _SECRETS else value for key, value in parsed.query.items()}
        shown = parsed.set(drivername="postgresql", query=masked).render_as_string(hide_password=True)
        return Location(parsed.set(drivername="postgresql+psycopg"), shown, None)
    raise StoreError(
        f"{backend} is not supported; use sqlite:///file or postgresql://user@host/name",
        path=parsed.set(query={}).render_as_string(hide_password=True),
    )


def _sqlite(parsed: URL) -> Location:
    name = parsed.database
    if not name or name == ":memory:" or name.startswith("file:") or parsed.host:
        said = "a store needs a file: sqlite:///name for one here, sqlite:////folder/name for one elsewhere"
        raise StoreError(said, path=str(parsed))
    return Location(parsed.set(drivername="sqlite+pysqlite"), name, Path(name))
