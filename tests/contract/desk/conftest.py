"""A desk on SQLite, twenty minutes before closing, asked without a network."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from desk_samples import SECRET, Desk, build

from bouclage.records import Role
from bouclage.store import open_store


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    """Give a desk with three stories on the table and a user of each role."""
    with open_store(sqlite_url, wait_s=5) as store:
        yield build(store, secret=SECRET)


@pytest.fixture
def signed_in(desk: Desk) -> Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]:
    """Give a way to visit the desk: `async with signed_in(Role.EDITOR) as browser`."""
    return desk.browser


@pytest.fixture
async def editor(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Give an editor's browser."""
    async with desk.browser(Role.EDITOR) as browser:
        yield browser


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Give an administrator's browser."""
    async with desk.browser(Role.ADMIN) as browser:
        yield browser
