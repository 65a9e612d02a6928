"""Maintain: drop what need not be kept any more, give the space back, and say what was done.

A text is kept for as long as an edition lists its item: every sentence shown can be found again where it stood. It
goes when its source's rights have run out (nothing of it is shown by then), or when no edition ever listed it. Never
touched: editions, ledgers, subscribers, consents, suppressions, rulings, and the audit trail.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bouclage.config import LEAST_DAYS, Config, KeepingConfig
from bouclage.records import Article, PubStatus, in_order
from bouclage.store import AGEING, Place, Store, Transaction, drop_dead_jobs

_BATCH = 2000  # rows dropped in one transaction: a writer waits a moment, not minutes
_PAGES_DAYS = 7  # a page is followed for a day; what is left is of sources that are asked no more
_PHOTOS_DAYS = 7  # of a photo that no edition shows; those of a closed edition stay with it
_PHOTOS = 20_000  # dropped of one source and day: more than it brings in a year
_SAID_DAYS = 7  # found ahead of a closing and dropped by it; what is left is of editions that closed no more
_SESSION_DAYS = 60  # beyond any setting that makes sense
_SHORT = timedelta(days=2)  # attempts to sign in, counts and letters, which nobody asks after

Progress = Callable[[str, int], None]
_Look = Callable[[Place | None], tuple[dict[str, str], Place | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What there is before maintenance, and what would go."""

    rows: Mapping[str, int]  # by table
    over: Mapping[str, int]  # by kind: what is older than it is kept
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintained:
    """What maintenance did."""

    dropped: Mapping[str, int] = field(default_factory=dict)  # rows, by kind
    size_before: int = 0  # bytes
    size_after: int = 0


def look(store: Store, config: Config, *, now: datetime) -> Kept:
    """Say what the store holds and what maintenance would drop; change nothing."""
    over: Counter[str] = Counter()
    with store.read() as tx:
        rows = tx.keeping.rows()
        for kind, before in _ages(config.keeping, now).items():
            over[kind] = tx.keeping.over(kind, before)
    for ids in _texts(store, config, now):
        over["articles"] += len(ids)
    with store.read() as tx:
        over["photos"] += sum(len(keys) for keys in _photos_over(tx, now))
    return Kept(rows=rows, over={kind: count for kind, count in over.items() if count}, size=store.size())


def maintain(
    store: Store,
    config: Config,
    *,
    now: datetime,
    full: bool = False,
    batch: int = _BATCH,
    progress: Progress = lambda _kind, _count: None,
) -> Maintained:
    """Drop what is over, batch by batch, and give the space back. Stopped half-way it has lost nothing: run it again.

    `full` rewrites the store, while writers wait; `batch` rows go in one transaction.
    Raises StoreBusyError while another process is at it.
    """
    dropped: Counter[str] = Counter()

    def count(kind: str, rows: int) -> None:
        if rows:
            dropped[kind] += rows
            progress(kind, dropped[kind])

    with store.exclusive("maintenance"):
        before = store.size()
        with store.begin() as tx:
            tx.keeping.date_readings(now)
        for ids in _texts(store, config, now, batch):
            with store.begin() as tx:
                for kind, rows in tx.keeping.drop_articles(ids).items():
                    count(kind, rows)
        with store.begin() as tx:
            count("photos", sum(tx.photos.drop(keys) for keys in _photos_over(tx, now)))
        for kind, until in _ages(config.keeping, now).items():
            rows = batch
            while rows == batch:
                with store.begin() as tx:
                    rows = tx.keeping.drop(kind, until, most=batch)
                count(kind, rows)
        if config.keeping.jobs_days:
            with store.begin() as tx:
                count("jobs", drop_dead_jobs(tx, now - timedelta(days=config.keeping.jobs_days)))
        store.tidy(full=full)
        done = Maintained(dropped=dict(dropped), size_before=before, size_after=store.size())
        with store.begin() as tx:
            record = {"dropped": dict(dropped), "size_before": done.size_before, "size_after": done.size_after}
            tx.keeping.note(maintenance_day(config, now), now, record)
    return done


def maintenance_day(config: Config, now: datetime) -> date:
    """Return the day that maintenance at `now` is of: the first edition's local one."""
    return now.astimezone(config.edition().zone).date()


def is_due(store: Store, config: Config, now: datetime) -> bool:
    """Say whether today's maintenance is still to be done; it is made up whenever a process comes back."""
    hour = config.keeping.hour
    if hour < 0 or now.astimezone(config.edition().zone).hour < hour:
        return False
    with store.read() as tx:
        return not tx.keeping.ran(maintenance_day(config, now))


def _photos_over(tx: Transaction, now: datetime) -> Iterator[tuple[str, ...]]:
    """Give the photos that may not be shown any more, by source, whatever edition shows them.

    A photo's right runs from its report's publication, which is no later than the day it was fetched.
    """
    sources = tx.photos.sources()
    rights = {source.id: source.rights for source in tx.sources.some(sources)}
    for key in sources:
        own = rights.get(key)
        if own is None or not own.photo:
            yield tx.photos.older(key, now, most=_PHOTOS)
        elif own.expires_days is not None:
            yield tx.photos.older(key, now - timedelta(days=own.expires_days + 1), most=_PHOTOS)


def _ages(keeping: KeepingConfig, now: datetime) -> dict[str, datetime | date]:
    """Return by kind from when on rows are kept; kinds kept for good are left out."""
    days = {
        "refusals": keeping.refusals_days,
        "pages": _PAGES_DAYS,
        "photos": _PHOTOS_DAYS,
        "readings": keeping.readings_days,
        "deliveries": keeping.deliveries_days,
        "returns": keeping.deliveries_days,
        "webhook_calls": keeping.calls_days,
        "sessions": _SESSION_DAYS,
    }
    ages: dict[str, datetime | date] = {kind: now - timedelta(days=kept) for kind, kept in days.items() if kept}
    ages |= dict.fromkeys(("attempts", "rates"), now - _SHORT)
    ages["letters"] = now - timedelta(days=LEAST_DAYS)
    ages["said"] = (now - timedelta(days=_SAID_DAYS)).astimezone(UTC).date()
    if "deliveries" in ages:
        ages["deliveries"] = (now - timedelta(days=keeping.deliveries_days)).astimezone(UTC).date()
    unknown = ages.keys() - AGEING.keys()
    if unknown:
        raise ValueError(f"nothing is known of {sorted(unknown)}")
    return ages


def _texts(store: Store, config: Config, now: datetime, most: int = _BATCH) -> Iterator[set[str]]:
    """Give the articles to drop, some at a time: those whose rights ran out, then those that no edition lists."""
    with store.read() as tx:
        rights = {source.id: source.rights.expires_days for source in tx.sources.all()}
    by_days: dict[int, set[str]] = {}
    for source_id, days in rights.items():
        if days is not None:
            by_days.setdefault(max(days, LEAST_DAYS), set()).add(source_id)
    for days, sources in sorted(by_days.items()):
        before = now - timedelta(days=days)
        for batch in _in_batches(sources):
            yield from _walk(store, _expired(store, batch, before, most), tombstones=True)
    if config.keeping.unprinted_days:
        before = now - timedelta(days=config.keeping.unprinted_days)
        yield from _walk(store, _unprinted(store, before, most), tombstones=False)


def _in_batches(sources: set[str]) -> Iterator[list[str]]:
    ordered = sorted(sources)
    yield from (ordered[start : start + 500] for start in range(0, len(ordered), 500))


def _expired(store: Store, sources: list[str], before: datetime, most: int) -> _Look:
    def some(after: Place | None) -> tuple[dict[str, str], Place | None]:
        with store.read() as tx:
            return tx.keeping.of_sources(sources, before, after, most=most)

    return some


def _unprinted(store: Store, before: datetime, most: int) -> _Look:
    def some(after: Place | None) -> tuple[dict[str, str], Place | None]:
        with store.read() as tx:
            return tx.keeping.unprinted(before, after, most=most)

    return some


def _walk(store: Store, look: _Look, *, tombstones: bool) -> Iterator[set[str]]:
    place: Place | None = None
    while True:
        found, place = look(place)
        ids = set(found)
        if tombstones and found:
            with store.read() as tx:
                for versions in tx.articles.of_items(found.values()).values():
                    ids -= _tombstone(versions)
        if ids:
            yield ids
        if place is None:
            return


def _tombstone(versions: tuple[Article, ...]) -> set[str]:
    """Return the notice by which an item is withdrawn, if it is: without it the item would be shown again."""
    last = in_order(versions)[-1]
    return set() if last.pub_status is PubStatus.USABLE else {last.id}
