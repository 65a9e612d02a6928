"""A site on SQLite with one closed edition, asked without a network."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.builders import CLOSES
from tests.contract.web.town import PUBLIC, Town
from tests.contract.web.web_samples import SECRET, Clock, News, reader_of

from bouclage.config import Config, EditionConfig, MailConfig, SubscribersConfig, WebConfig
from bouclage.deliver.sink import MailSink
from bouclage.records import Edition
from bouclage.store import Store, open_store
from bouclage.web.app import make_app


@pytest.fixture
def clock() -> Clock:
    """Give the site's clock, an hour after closing."""
    return Clock()


@pytest.fixture
def news() -> News:
    """Give what the edition is made of."""
    return News()


@pytest.fixture
def empty(sqlite_url: str) -> Iterator[Store]:
    """Give a store with nothing in it."""
    with open_store(sqlite_url, wait_s=1) as store:
        yield store


@pytest.fixture
def edition(news: News) -> Edition:
    """Give the edition of the day."""
    return news.edition()


@pytest.fixture
def full(empty: Store, news: News, edition: Edition) -> Store:
    """Give a store with the edition of the day."""
    with empty.begin() as tx:
        tx.articles.add(news.articles)
        tx.editions.close(edition, news.ledger(edition))
    return empty


@pytest.fixture
def config() -> Config:
    """Give a configuration with one edition, in French."""
    return Config(editions=(EditionConfig(title="Édition du soir"),))


@pytest.fixture
def secret() -> str:
    """Give what the site signs its links with."""
    return SECRET


@pytest.fixture
def visit(clock: Clock) -> Callable[[Store, Config], httpx.AsyncClient]:
    """Give a way to visit a site of the test's own: `async with visit(store, config) as reader`."""

    return lambda store, config: reader_of(make_app(store, config, secret=SECRET, clock=clock))


@pytest.fixture
def app(full: Store, config: Config, clock: Clock) -> FastAPI:
    """Give the site with its edition."""
    return make_app(full, config, secret=SECRET, clock=clock)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Give a reader of the site with its edition."""
    async with reader_of(app) as reader:
        yield reader


@pytest.fixture
async def first_day(empty: Store, config: Config, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Give a reader of a site that has no edition yet."""
    app = make_app(empty, config, secret=SECRET, clock=clock, next_closing=lambda _: CLOSES + timedelta(days=1))
    async with reader_of(app) as reader:
        yield reader


@pytest.fixture
def town(empty: Store, clock: Clock, tmp_path: Path) -> Iterator[Town]:
    """Give a site whose mail goes to a sink."""
    with MailSink(tmp_path / "mail") as sink:
        config = Config(
            editions=(EditionConfig(title="Édition du soir"),),
            web=WebConfig(public_url=PUBLIC),
            mail=MailConfig(host=sink.host, port=sink.port, from_address="edition@news.example"),
            subscribers=SubscribersConfig(letters_per_hour=30, asks_per_network=10),
        )
        yield Town(make_app(empty, config, secret=SECRET, clock=clock), empty, config, clock, sink)
