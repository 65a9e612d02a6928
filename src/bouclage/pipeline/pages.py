"""Pages: an entry's page, read for the first time, again within the day, or later because it could not be had."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bouclage import sources as catalogue
from bouclage.errors import FetchError, FetchForbiddenError, FetchGoneError, FetchTooLargeError
from bouclage.fetch import Fetcher
from bouclage.read import article_from_entry, read_page
from bouclage.records import Article, Entry, PageState, Refusal, RefusalReason, Source
from bouclage.store import Store

_OLD = timedelta(days=2)  # an article of before is not read again: it is in no edition to come


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What asking for an entry's page brought."""

    entry: Entry
    outcome: Article | Refusal | None = None  # None = nothing new
    final: bool = True  # else it is tried again at a later visit
    state: PageState | None = None  # None = it is not asked for again


def is_waiting(state: PageState | None, now: datetime) -> bool:
    """Whether a page that could not be had is to be left alone still; after a day of trying, for good."""
    return state is not None and state.failures > 0 and (state.due is None or state.due > now)


async def read_entry(
    fetcher: Fetcher, source: Source, entry: Entry, before: PageState | None, *, seen: datetime, now: datetime
) -> PageRead:
    """Read what an entry leads to: its page, or the feed's own words where it has none or cannot be had."""
    if not source.fetch_pages or entry.url is None:
        return PageRead(entry=entry, outcome=await asyncio.to_thread(article_from_entry, entry, source, seen))
    try:
        page = await fetcher.get(source.id, entry.url, kind="page", granted=source.rights.tdm)
    except FetchError as error:
        return _without_page(entry, source, error, before, seen=seen, now=now)
    outcome = await asyncio.to_thread(read_page, page, source, entry)
    state = catalogue.page_read(None, entry, page, now)
    if isinstance(outcome, Refusal) and entry.headline:
        article = await asyncio.to_thread(article_from_entry, entry, source, seen)
        if isinstance(article, Article):
            return PageRead(entry=entry, outcome=_partial(article, outcome.detail), state=state)
    if isinstance(outcome, Article) and outcome.time < now - _OLD:
        state = replace(state, due=None)
    return PageRead(entry=entry, outcome=outcome, state=state)


async def read_again(
    store: Store, fetcher: Fetcher, source: Source, now: datetime, *, but: frozenset[str] = frozenset()
) -> tuple[PageRead, ...]:
    """Ask for a few pages of the last day again: what was changed in them without a word shows nowhere else."""
    if not source.fetch_pages:
        return ()
    with store.read() as tx:
        due = tx.pages.due(source.id, now, catalogue.SourceSettings().pages_again)
    return tuple(
        await asyncio.gather(
            *(_again(fetcher, source, state, now) for state in due if state.item not in but and state.entry.url)
        )
    )


async def _again(fetcher: Fetcher, source: Source, state: PageState, now: datetime) -> PageRead:
    entry = state.entry
    try:
        page = await fetcher.get(
            source.id, entry.url or "", etag=state.etag, last_modified=state.last_modified, kind="page",
            granted=source.rights.tdm,
        )  # fmt: skip
    except (FetchGoneError, FetchForbiddenError, FetchTooLargeError):
        return PageRead(entry=entry, state=replace(state, due=None))
    except FetchError as error:
        return PageRead(entry=entry, state=catalogue.page_failed(state, entry, error, now), final=False)
    after = catalogue.page_read(state, entry, page, now)
    if page.status == 304:
        return PageRead(entry=entry, state=after)
    outcome = await asyncio.to_thread(read_page, page, source, entry)
    return PageRead(entry=entry, outcome=outcome if isinstance(outcome, Article) else None, state=after)


def _without_page(
    entry: Entry, source: Source, error: FetchError, before: PageState | None, *, seen: datetime, now: datetime
) -> PageRead:
    final = isinstance(error, FetchGoneError | FetchForbiddenError | FetchTooLargeError)
    state = None if final else catalogue.page_failed(before, entry, error, now)
    reserved = isinstance(error, FetchForbiddenError) and error.reserved
    if entry.headline and (reserved or not isinstance(error, FetchForbiddenError | FetchGoneError)):
        # where mining is reserved, what the feed offers of itself is told: headline and excerpt, no text
        article = article_from_entry(replace(entry, body_html=None) if reserved else entry, source, seen)
        if isinstance(article, Article):
            return PageRead(entry=entry, outcome=_partial(article, str(error)), final=final, state=state)
    reason = {FetchForbiddenError: RefusalReason.FORBIDDEN, FetchTooLargeError: RefusalReason.TOO_LARGE}.get(
        type(error), RefusalReason.NOT_FETCHED
    )
    refusal = Refusal(
        item=entry.item,
        source_id=source.id,
        url=entry.url or source.url,
        reason=reason,
        detail=str(error),
        headline=entry.headline,
    )
    return PageRead(entry=entry, outcome=refusal, final=final, state=state)


def _partial(article: Article, why: str) -> Article:
    return replace(article, partial=True, doubts=(*article.doubts, f"excerpt only, its page could not be had: {why}"))
