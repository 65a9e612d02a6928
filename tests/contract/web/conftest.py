"""A site on SQLite with one closed edition, asked without a network."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from tests.builders import CLOSES, an_article, an_edition, an_edition_story

from bouclage.config import Config, EditionConfig
from bouclage.records import Article, Edition, Fate, Ledger, LedgerEntry
from bouclage.store import Store, open_store
from bouclage.web.app import make_app

SECRET = "a secret that is long enough"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = CLOSES + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class News:
    """What the edition is made of."""

    bridge: Article = field(
        default_factory=lambda: an_article(
            "Un pont est rouvert", source="le-rivage", body=["Le pont du Mont est rouvert depuis mardi matin."]
        )
    )
    bridge_too: Article = field(
        default_factory=lambda: an_article(
            "Le pont rouvre enfin", source="la-plaine", body=["Les voitures passent de nouveau sur le pont."]
        )
    )
    alone: Article = field(
        default_factory=lambda: an_article(
            "La fontaine <script>alert(1)</script> coule", source="le-val", body=["L’eau est revenue à la fontaine."]
        )
    )

    @property
    def articles(self) -> tuple[Article, ...]:
        return (self.bridge, self.bridge_too, self.alone)

    def edition(self, **given: object) -> Edition:
        shared = an_edition_story(
            self.bridge,
            self.bridge_too,
            summary=[
                "Le pont du Mont est rouvert depuis mardi matin.",
                "Les voitures passent de nouveau sur le pont.",
            ],
        )
        single = an_edition_story(self.alone, summary=["L’eau est revenue à la fontaine."])
        return an_edition(shared, single, **given)

    def ledger(self, edition: Edition) -> Ledger:
        entries = tuple(
            LedgerEntry(
                item=one.item,
                source_id=one.source_id,
                outlet=one.outlet,
                url=one.url,
                headline=one.headline,
                fate=Fate.PRINTED,
                reason="printed",
            )
            for one in self.articles
        )
        return Ledger(name=edition.name, day=edition.day, entries=entries)


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


Visit = Callable[..., httpx.AsyncClient]


@pytest.fixture
def secret() -> str:
    """Give what the site signs its links with."""
    return SECRET


@pytest.fixture
def visit(clock: Clock) -> Visit:
    """Give a way to visit a site of the test's own: `async with visit(store, config) as reader`."""

    def visit(store: Store, config: Config, **given: object) -> httpx.AsyncClient:
        return reader_of(make_app(store, config, secret=SECRET, clock=clock, **given))

    return visit


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


def reader_of(app: FastAPI) -> httpx.AsyncClient:
    """Return a client that asks the app itself; what fails unexpectedly is answered, not raised."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://site.test")
