"""Photos on their way: fetched from sources that allow it, kept with the edition that shows them, dropped else."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bouclage.config import Config, EditionConfig
from bouclage.engine import Engine
from bouclage.fetch import FetchSettings
from bouclage.pipeline import Closing, close_edition, maintain, photos_of
from bouclage.records import Photo, Picture, Rights, Source
from bouclage.schedule import window
from bouclage.store import Store, open_store, schema
from bouclage.web.sample_photos import drawn
from bouclage.web.sample_site import SampleSite
from tests.builders import an_article

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with open_store(f"sqlite:///{tmp_path}/photos.db") as store:
        yield store


def _held(store: Store) -> dict[str, int]:
    with store.read() as tx:
        rows = tx.link.connection.execute(schema.photos.select()).all()
    return {source: sum(row.source_id == source for row in rows) for source in {row.source_id for row in rows}}


def test_photos_come_where_rights_allow_and_stay_with_their_edition(store: Store) -> None:
    """Of the bundled outlets those that allow photos are asked, and no other; a week later the shown ones are left."""
    settings = EditionConfig()
    config = Config(editions=(settings,), fetch=FetchSettings(allow_loopback=True, min_delay_s=0.0))
    engine = Engine(store=store, config=config, secret="s" * 32, clock=lambda: NOW)
    with SampleSite(layer=3) as site:
        sources = site.sources()
        with store.begin() as tx:
            for source in sources:
                tx.sources.add(source)
        asyncio.run(engine.collect(everything=True))
        asked = site.requests
        asyncio.run(engine.collect(everything=True))
        assert _held(store)
    allowed = {source.id for source in sources if source.rights.photo}
    before = _held(store)
    assert set(before) <= allowed
    assert sum(before.values()) > 10
    assert drawn.cache_info().currsize >= sum(before.values())
    assert site.requests - asked < asked, "what is there is not fetched again"

    opens, closes = window(NOW.date(), settings.closing_time, settings.zone)
    edition = engine.close(Closing(edition=settings, day=NOW.date(), opens=opens, closes=closes))
    with store.read() as tx:
        shown = photos_of(tx, edition)
    assert len(shown) >= 3
    assert set(shown.values()) == {(800, 450)}

    maintain(store, config, now=NOW + timedelta(days=30))
    assert sum(_held(store).values()) == len(shown)
    with store.read() as tx:
        assert photos_of(tx, edition) == shown


def test_a_photo_nobody_is_named_for_has_the_name_in_its_file(store: Store) -> None:
    """The page's own credit stands; where it gives none, the photo's notes do, in the edition that closes."""
    config = Config(editions=(EditionConfig(),))
    named = Picture(width=640, height=360, body=b"\xff\xd8", credit="Anna Rey / Keystone")
    settings = config.editions[0]
    opens, closes = window(NOW.date(), settings.closing_time, settings.zone)
    articles = [
        replace(
            an_article("Le pont de Rivemont ferme lundi", source="a", published=NOW - timedelta(hours=3), seen=NOW),
            photo=Photo(url="https://a.example/1.jpg"),
        ),
        replace(
            an_article("Ein Nachtzug nach Neapel", source="a", published=NOW - timedelta(hours=2), seen=NOW),
            photo=Photo(url="https://a.example/2.jpg", credit="Reto Moser"),
        ),
    ]
    with store.begin() as tx:
        tx.sources.add(Source(id="a", name="A", url="https://a.example/", rights=Rights(photo=True)))
        tx.articles.add(articles)
        tx.photos.add("a", {"https://a.example/1.jpg": named, "https://a.example/2.jpg": named}, NOW)
    closing = Closing(edition=settings, day=NOW.date(), opens=opens, closes=closes)
    edition = close_edition(store, config, closing, now=NOW, even_if_thin=True)
    named_for = {story.photo.url: story.photo.credit for story in edition.stories if story.photo}
    assert named_for == {"https://a.example/1.jpg": "Anna Rey / Keystone", "https://a.example/2.jpg": "Reto Moser"}
