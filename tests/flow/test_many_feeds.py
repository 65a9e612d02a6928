"""Many feeds in one collection; unchanged ones cost nothing."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bouclage.fetch import Fetcher, FetchSettings
from bouclage.pipeline import Collected, collect
from bouclage.store import Store, open_store
from tests.flow.many_feeds import ITEMS, ManyFeeds
from tests.postgresql import chosen

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
COUNT = 60  # benchmarks/collecting.py does the same with 2,000


def _collect(store: Store, feeds: ManyFeeds) -> Collected:
    async def go() -> Collected:
        settings = FetchSettings(allow_loopback=True, hosts=feeds.hosts)
        async with Fetcher(settings, clock=lambda: NOW) as fetcher:
            return await collect(store, fetcher, clock=lambda: NOW, everything=True)

    return asyncio.run(go())


def test_sixty_feeds_and_then_nothing_new(tmp_path: Path) -> None:
    """All feeds are read in one collection; at the next, each answers 304: nothing is parsed, stored or in trouble."""
    with ManyFeeds(COUNT) as feeds, open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as store:
        with store.begin() as tx:
            for source in feeds.sources():
                tx.sources.add(source)
        first = _collect(store, feeds)
        assert (len(first.visits), first.new, first.failed) == (COUNT, COUNT * ITEMS, ())
        again = _collect(store, feeds)

    assert feeds.answers == {200: COUNT, 304: COUNT}
    assert (again.new, again.failed) == (0, ())
    assert all(visit.unchanged and not visit.articles and not visit.read for visit in again.visits)
