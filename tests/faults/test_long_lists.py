"""A long list of pages is saved as it is read: what a killed visit has read is not asked for again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bouclage.fetch import Fetcher, FetchSettings
from bouclage.pipeline import collect
from bouclage.records import Document
from bouclage.store import Store, open_store
from bouclage.web.sample_site import SampleSite

NOW = datetime(2026, 9, 8, 14, 25, tzinfo=UTC)


class Dying(Fetcher):
    """A fetcher whose process is gone after so many pages."""

    pages_left = 12
    asked = 0

    async def get(self, source_id: str, url: str, **given: object) -> Document:  # type: ignore[override]
        """Fetch, or stop the world."""
        if given["kind"] == "page":
            if self.pages_left == 0:
                raise asyncio.CancelledError
            self.pages_left -= 1
            self.asked += 1
        return await super().get(source_id, url, **given)  # type: ignore[arg-type]


def _run(store: Store, fetcher: type[Fetcher]) -> Fetcher:
    async def go() -> Fetcher:
        settings = FetchSettings(allow_loopback=True, min_delay_s=0.0)
        async with fetcher(settings, clock=lambda: NOW) as made:
            await collect(store, made, clock=lambda: NOW, everything=True)
            return made

    return asyncio.run(go())


def test_what_was_read_before_the_end_is_kept(tmp_path: Path) -> None:
    """A source with more pages than were read before a kill: the ten saved are stored and not read again."""
    with SampleSite(layer=3) as site, open_store(f"sqlite:///{tmp_path}/b.db") as store:
        with store.begin() as tx:
            tx.sources.add(next(source for source in site.sources() if source.id == "le-rivage"))
        with pytest.raises(asyncio.CancelledError):
            _run(store, Dying)
        with store.read() as tx:
            kept = len(tx.articles.in_window(datetime(2026, 9, 1, tzinfo=UTC), NOW))
        before = site.requests
        _run(store, Fetcher)
        asked = site.requests - before
        with store.read() as tx:
            whole = len(tx.articles.in_window(datetime(2026, 9, 1, tzinfo=UTC), NOW))

    assert kept == 10
    assert whole == 15
    assert asked == 2 + whole - kept  # the feed, robots.txt and the pages not read yet
