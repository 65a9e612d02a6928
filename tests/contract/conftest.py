"""A store on SQLite and one on a real PostgreSQL; every test that asks for `store` runs on both."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bouclage.store import Store, open_store

OpenAgain = Callable[..., Store]


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
