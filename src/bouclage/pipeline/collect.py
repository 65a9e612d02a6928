"""Collect: due sources → documents → articles, saved source by source.

What a visit brought is saved in one transaction with the source's state, a long list also every few pages before: a
killed process loses a few pages at most, and none is stored twice, since ids are content hashes and read entries are
remembered.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bouclage import sources as catalogue
from bouclage.errors import FetchError
from bouclage.fetch import Fetcher
from bouclage.pipeline.pages import PageRead, is_waiting, read_again, read_entry
from bouclage.pipeline.photos import fetch_photos, photos_wanted
from bouclage.pipeline.versions import followed
from bouclage.read import Listing, read_source
from bouclage.records import (
    Article,
    Entry,
    PageState,
    PubStatus,
    Refusal,
    RefusalReason,
    Source,
    SourceKind,
    SourceState,
    digest,
)
from bouclage.store import Store, Transaction

_CHUNK = 10  # pages read between two savings of one source
_PAGES_KEPT = timedelta(days=2)  # a page is followed for a day; what is known of it is kept a while longer
_PARALLEL = 40  # sources visited at once; the fetcher's own bounds are per host


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit to a source brought."""

    source: Source
    state: SourceState
    articles: tuple[Article, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    read: tuple[tuple[str, str], ...] = ()  # (guid, fingerprint) of entries read, not to be read again
    pages: tuple[PageState, ...] = ()  # what was learnt of pages
    new: int = 0  # articles not in the store before
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What a collection brought."""

    visits: tuple[Visit, ...]

    @property
    def new(self) -> int:
        """How many articles (versions) were new."""
        return sum(visit.new for visit in self.visits)

    @property
    def failed(self) -> tuple[Visit, ...]:
        """Visits that failed or found something wrong with the source."""
        return tuple(visit for visit in self.visits if visit.state.error)


def due_sources(tx: Transaction, now: datetime) -> tuple[Source, ...]:
    """Return the sources that a collection at `now` would visit, the longest overdue first."""
    known = [source for source in tx.sources.all() if source.kind is not SourceKind.FOLDER]
    return catalogue.due(known, tx.sources.states(), now)


async def collect(
    store: Store,
    fetcher: Fetcher,
    *,
    clock: Callable[[], datetime],
    only: frozenset[str] | None = None,
    everything: bool = False,
    progress: Callable[[Visit], None] = lambda _visit: None,
) -> Collected:
    """Visit the sources that are due (`everything`: all), read what is new and save it.

    Raises StoreError if the store fails; a failing source is a Visit with an error, never an exception.
    """
    with store.read() as tx:
        known = tx.sources.all() if only is None else tx.sources.some(only)
        states = tx.sources.states(only)
    chosen = [source for source in known if source.kind is not SourceKind.FOLDER]
    if not everything:
        chosen = list(catalogue.due(chosen, states, clock()))
    visits, wanted = [], {}
    async for visit in _visits(store, fetcher, chosen, states, clock):
        wanted[visit.source.id] = photos_wanted(visit.source, visit.articles)
        saved = _save(store, visit, clock())
        visits.append(saved)
        progress(saved)
    # when all texts are safe: a slow picture must not keep an article out of tonight's edition
    await fetch_photos(store, fetcher, wanted, clock)
    return Collected(visits=tuple(sorted(visits, key=lambda visit: visit.source.id)))


async def _visits(
    store: Store,
    fetcher: Fetcher,
    chosen: Iterable[Source],
    states: dict[str, SourceState],
    clock: Callable[[], datetime],
) -> AsyncIterator[Visit]:
    gate = asyncio.Semaphore(_PARALLEL)

    async def one(source: Source) -> Visit:
        async with gate:
            return await _visit(store, fetcher, source, states.get(source.id), clock)

    tasks = [asyncio.create_task(one(source)) for source in chosen]
    try:
        for task in asyncio.as_completed(tasks):
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _visit(
    store: Store, fetcher: Fetcher, source: Source, state: SourceState | None, clock: Callable[[], datetime]
) -> Visit:
    state = state or SourceState(source_id=source.id)
    url = catalogue.current_url(source, state)
    kind = "page" if source.kind is SourceKind.PAGES else "feed"
    try:
        document = await fetcher.get(source.id, url, etag=state.etag, last_modified=state.last_modified, kind=kind)  # type: ignore[arg-type]
    except FetchError as error:
        return Visit(source=source, state=catalogue.after_failure(source, state, error, clock()))
    now = clock()
    if document.status == 304:
        kept = catalogue.after_success(source, state, document, now, complaint=state.error)
        visit = Visit(source=source, state=kept, unchanged=True)
        return _with(visit, await read_again(store, fetcher, source, now))
    listing = await asyncio.to_thread(read_source, document, source)
    entries = _entries(listing, source)
    fingerprints = {entry.guid: _fingerprint(entry) for entry in entries}
    with store.read() as tx:
        known = tx.articles.knows(source.id, fingerprints)
        states = tx.pages.of_items(entry.item for entry in entries if entry.guid not in known)
    fresh = [entry for entry in entries if entry.guid not in known and not is_waiting(states.get(entry.item), now)]
    read: list[PageRead] = []
    early = 0
    for start in range(0, len(fresh), _CHUNK):
        chunk = await asyncio.gather(
            *(
                read_entry(fetcher, source, entry, states.get(entry.item), seen=document.fetched, now=now)
                for entry in fresh[start : start + _CHUNK]
            )
        )
        if len(fresh) > _CHUNK:  # a long list is saved as it is read: a kill costs a few pages, not all of them
            early += _save_read(store, source, chunk, fingerprints=fingerprints, now=now)
        read += chunk
    complaint = listing.complaint
    if complaint is None and not entries and not listing.articles:
        complaint = "nothing could be read: no items found"
    after = catalogue.after_success(
        source, state, document, now, catalogue.hints_of(document.body), complaint=complaint
    )
    visit = Visit(
        source=source,
        state=after,
        articles=listing.articles,
        refusals=listing.refusals,
        read=tuple((one.entry.guid, fingerprints[one.entry.guid]) for one in read if one.final),
        new=early,
    )
    again = await read_again(store, fetcher, source, now, but=frozenset(entry.item for entry in fresh))
    return _with(visit, (*read, *again))


def _with(visit: Visit, read: Iterable[PageRead]) -> Visit:
    """Return the visit with what was read of pages, and empty articles among them refused."""
    pages = tuple(read)
    articles, empty = _canceled_without_text(
        [*visit.articles, *(one.outcome for one in pages if isinstance(one.outcome, Article))]
    )
    refusals = [*visit.refusals, *(one.outcome for one in pages if isinstance(one.outcome, Refusal)), *empty]
    states = tuple(one.state for one in pages if one.state is not None)
    return replace(visit, articles=tuple(articles), refusals=tuple(refusals), pages=states)


def _entries(listing: Listing, source: Source) -> tuple[Entry, ...]:
    """Return a listing's entries; a front page's links are entries that know their address alone."""
    links = (Entry(source_id=source.id, guid=link, url=link, headline=None) for link in listing.links)
    by_guid = {entry.guid: entry for entry in (*listing.entries, *links)}
    return tuple(by_guid.values())


def _fingerprint(entry: Entry) -> str:
    """Return a hash of all that the feed says of the entry: when it changes, the page is read again."""
    return digest(
        entry.url, entry.headline, entry.lead, entry.body_html, str(entry.published), str(entry.updated), kind="entry"
    )


def _canceled_without_text(articles: list[Article]) -> tuple[list[Article], list[Refusal]]:
    """Let kill notices through as they are; they need no text to be obeyed."""
    kept = [
        article
        for article in articles
        if article.headline or article.body or article.pub_status is not PubStatus.USABLE
    ]
    empty = [
        Refusal(
            item=article.item,
            source_id=article.source_id,
            url=article.url,
            reason=RefusalReason.EMPTY,
            detail="neither headline nor text",
        )
        for article in articles
        if article not in kept
    ]
    return kept, empty


def _save(store: Store, visit: Visit, now: datetime) -> Visit:
    """Keep what a visit brought; the visit that is handed on no longer carries it, so that thousands cost no memory."""
    with store.begin() as tx:
        new = tx.articles.add(followed(tx, visit.articles))
        tx.articles.add_refusals(visit.refusals, now)
        tx.articles.mark_read(visit.source.id, dict(visit.read), now)
        tx.pages.save(visit.pages)
        tx.pages.forget(visit.source.id, now - _PAGES_KEPT)
        tx.sources.save_state(visit.state)
    return replace(visit, new=visit.new + len(new), articles=(), read=(), pages=())


def _save_read(
    store: Store, source: Source, read: Iterable[PageRead], *, fingerprints: dict[str, str], now: datetime
) -> int:
    """Save a few entries of a long list before the visit is over; return how many articles were new."""
    pages = list(read)
    articles, _ = _canceled_without_text([one.outcome for one in pages if isinstance(one.outcome, Article)])
    with store.begin() as tx:
        new = tx.articles.add(followed(tx, articles))
        tx.articles.add_refusals([one.outcome for one in pages if isinstance(one.outcome, Refusal)], now)
        final = {one.entry.guid: fingerprints[one.entry.guid] for one in pages if one.final}
        tx.articles.mark_read(source.id, final, now)
        tx.pages.save(one.state for one in pages if one.state is not None)
    return len(new)
