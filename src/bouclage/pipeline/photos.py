"""Photos: fetch those that a source's rights let us show, so that no reader's browser ever asks a stranger."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bouclage.errors import FetchError
from bouclage.fetch import Fetcher
from bouclage.read import read_picture
from bouclage.records import Article, Edition, Picture, Source
from bouclage.store import Store, Transaction

_MOST = 40  # photos of one source and visit: a feed's length; the rest stay named and linked
_CHUNK = 10  # photos held in memory at once, 10 MB each at most


def photos_wanted(source: Source, articles: Iterable[Article]) -> tuple[str, ...]:
    """Return the addresses of the photos of a source's articles, if its rights allow photos; a bounded number."""
    if not source.rights.photo:
        return ()
    return tuple(dict.fromkeys(article.photo.url for article in articles if article.photo is not None))[:_MOST]


async def fetch_photos(
    store: Store, fetcher: Fetcher, wanted: Mapping[str, tuple[str, ...]], clock: Callable[[], datetime]
) -> int:
    """Fetch the photos wanted of each source that we have no copy of; return how many were kept.

    By the same polite and guarded way as pages. One that cannot be had or read is left out: its story names and
    links it.
    """
    with store.read() as tx:
        have = tx.photos.sizes(url for urls in wanted.values() for url in urls)
    kept = 0
    for source_id, urls in wanted.items():
        missing = [url for url in urls if url not in have]
        for start in range(0, len(missing), _CHUNK):
            some = missing[start : start + _CHUNK]
            got = await asyncio.gather(*(_one(fetcher, source_id, url) for url in some))
            found = {url: picture for url, picture in zip(some, got, strict=True) if picture is not None}
            if found:
                with store.begin() as tx:
                    kept += tx.photos.add(source_id, found, clock())
    return kept


async def _one(fetcher: Fetcher, source_id: str, url: str) -> Picture | None:
    try:
        document = await fetcher.get(source_id, url, kind="photo")
    except FetchError:
        return None
    made = await asyncio.to_thread(read_picture, document)
    return made if isinstance(made, Picture) else None


def with_credits(tx: Transaction, articles: Iterable[Article]) -> Iterator[Article]:
    """Give the articles; where a page names nobody for its photo, the photo's own notes do."""
    known = tuple(articles)
    nameless = {one.photo.url for one in known if one.photo is not None and not one.photo.credit}
    named = tx.photos.credits(nameless)
    for one in known:
        credit = named.get(one.photo.url) if one.photo is not None and not one.photo.credit else None
        yield replace(one, photo=replace(one.photo, credit=credit)) if one.photo is not None and credit else one


def photos_of(tx: Transaction, edition: Edition) -> dict[str, tuple[int, int]]:
    """Return width and height of the photos of an edition that may be shown now and that we have, by address.

    `edition` is as it may be shown. Rights are asked again: a source may take back at any time what it allowed.
    """
    sources = {
        report.source_id
        for story in edition.stories
        if story.photo is not None
        for report in story.reports
        if report.outlet == story.photo_outlet and report.source_id
    }
    if not sources:
        return {}
    allowed = {source.id for source in tx.sources.some(sources) if source.rights.photo}
    urls = {
        story.photo.url
        for story in edition.stories
        if story.photo is not None
        and any(report.outlet == story.photo_outlet and report.source_id in allowed for report in story.reports)
    }
    return tx.photos.sizes(urls)
