"""Photos on their way: fetched from sources that allow it, kept with the edition that shows them, dropped else."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bouclage.config import Config, EditionConfig
from bouclage.engine import Engine
from bouclage.fetch import FetchSettings
from bouclage.pipeline import Closing, maintain, photos_of
from bouclage.schedule import window
from bouclage.store import Store, open_store, schema
from bouclage.web.sample_photos import drawn
from bouclage.web.sample_site import SampleSite

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
