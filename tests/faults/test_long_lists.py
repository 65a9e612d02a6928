"""A long list of pages is saved as it is read: what a killed visit has read is not asked for again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from bouclage.fetch import Fetcher, FetchSettings
from bouclage.pipeline import collect
from bouclage.records import Document
from bouclage.store import Store, open_store
from bouclage.web.sample_site import SampleSite
from tests.postgresql import chosen

NOW = datetime(2026, 9, 8, 14, 25, tzinfo=UTC)


class Dying(Fetcher):
    """A fetcher whose process is gone after so many pages."""

    pages_left = 12

    async def get(self, source_id: str, url: str, **given: object) -> Document:  # type: ignore[override]
        """Fetch, or stop the world."""
        if given["kind"] == "page":
            if self.pages_left == 0:
                raise asyncio.CancelledError
            self.pages_left -= 1
        return await super().get(source_id, url, **given)  # type: ignore[arg-type]


class Counting(Fetcher):
    """A fetcher that notes its pages: the site's own count may still hold a dead visit's requests."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.pages: list[str] = []

    async def get(self, source_id: str, url: str, **given: object) -> Document:  # type: ignore[override]
        """Note the page, and fetch it."""
        if given["kind"] == "page":
            self.pages.append(url)
        return await super().get(source_id, url, **given)  # type: ignore[arg-type]


FetcherT = TypeVar("FetcherT", bound=Fetcher)


def _run(store: Store, fetcher: type[FetcherT]) -> FetcherT:
    async def go() -> FetcherT:
        settings = FetchSettings(allow_loopback=True, min_delay_s=0.0)
        async with fetcher(settings, clock=lambda: NOW) as made:
            await collect(store, made, clock=lambda: NOW, everything=True)
            return made

    return asyncio.run(go())


def test_what_was_read_before_the_end_is_kept(tmp_path: Path) -> None:
    """A source with more pages than were read before a kill: the ten saved are stored and not read again."""
    with SampleSite(layer=3) as site, open_store(chosen(f"sqlite:///{tmp_path}/b.db")) as store:
        with store.begin() as tx:
            tx.sources.add(next(source for source in site.sources() if source.id == "le-rivage"))
        with pytest.raises(asyncio.CancelledError):
            _run(store, Dying)
        with store.read() as tx:
            kept = len(tx.articles.in_window(datetime(2026, 9, 1, tzinfo=UTC), NOW))
        asked = _run(store, Counting).pages
        with store.read() as tx:
            whole = len(tx.articles.in_window(datetime(2026, 9, 1, tzinfo=UTC), NOW))

    assert kept == 10
    assert whole == 15
    assert len(asked) == len(set(asked)) == whole - kept
