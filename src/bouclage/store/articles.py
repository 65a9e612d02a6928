"""Keep articles in all their versions, what was refused, and what need not be read again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from bouclage.records import Article, Refusal, digest, from_plain, in_order, item_id, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_ARTICLES = schema.articles
_REFUSALS = schema.refusals
_READINGS = schema.readings

_MOST = 2**63 - 1  # a wire file may give any number as its version; the column holds 64 bits


class Articles:
    """The articles of one transaction."""

    def __init__(self, link: Link, *, follow: Callable[[list[Article]], None] | None = None) -> None:
        self._link = link
        self._follow = follow  # hears of every new version, in the same transaction

    def add(self, articles: Iterable[Article]) -> tuple[str, ...]:
        """Store what is new and return its ids; an article already stored stays as it was first seen."""
        given = list(articles)
        new = tuple(key for (key,) in self._link.insert_new(_ARTICLES, map(_row, given)))
        if new and self._follow is not None:
            ids = set(new)
            self._follow([article for article in given if article.id in ids])
        return new

    def by_ids(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the articles that are stored, by id, in the order asked for."""
        wanted = list(ids)
        rows = self._link.rows_of(select(_ARTICLES.c.id, _ARTICLES.c.record), _ARTICLES.c.id, wanted)
        found = {row.id: _article(row.record) for row in rows}
        return {key: found[key] for key in wanted if key in found}

    def of_items(self, items: Iterable[str]) -> dict[str, tuple[Article, ...]]:
        """Return every version of the items, oldest first: by version, then by when it was seen."""
        versions: dict[str, list[Article]] = {}
        for row in self._link.rows_of(select(_ARTICLES.c.record), _ARTICLES.c.item, items):
            article = _article(row.record)
            versions.setdefault(article.item, []).append(article)
        return {item: tuple(sorted(found, key=_by_version)) for item, found in versions.items()}

    def latest(self, items: Iterable[str]) -> dict[str, Article]:
        """Return the newest version of each item, whatever order the versions came in."""
        return {item: in_order(versions)[-1] for item, versions in self.of_items(items).items()}

    def in_window(self, after: datetime, until: datetime) -> tuple[Article, ...]:
        """Return all that was published, or first seen, after `after` and up to `until`, oldest first.

        All versions: a version seen today of an item of last week is news of today.
        """
        times = (_ARTICLES.c.time, _ARTICLES.c.seen)
        within = or_(*(and_(column > after, column <= until) for column in times))
        statement = select(_ARTICLES.c.record).where(within).order_by(_ARTICLES.c.time, _ARTICLES.c.id)
        return tuple(_article(row.record) for row in self._link.rows(statement))

    def seen_items(self, items: Iterable[str]) -> set[str]:
        """Return those of `items` of which any version is stored."""
        return {row.item for row in self._link.rows_of(select(_ARTICLES.c.item), _ARTICLES.c.item, set(items))}

    def add_refusals(self, refusals: Iterable[Refusal], seen: datetime) -> int:
        """Keep refusals, one an item and reason, as first seen; return how many were new."""
        rows = (
            {
                "key": digest(refusal.item, refusal.reason, kind="refusal"),
                "seen": seen,
                "record": to_plain(refusal),
            }
            for refusal in refusals
        )
        return len(self._link.insert_new(_REFUSALS, rows))

    def refusals_in(self, after: datetime, until: datetime) -> tuple[Refusal, ...]:
        """Return what was first refused after `after` and up to `until`, oldest first."""
        within = and_(_REFUSALS.c.seen > after, _REFUSALS.c.seen <= until)
        statement = select(_REFUSALS.c.record).where(within).order_by(_REFUSALS.c.seen, _REFUSALS.c.key)
        return tuple(from_plain(Refusal, row.record) for row in self._link.rows(statement))

    def knows(self, source_id: str, entries: Mapping[str, str]) -> set[str]:
        """Return the guids of `entries` (guid to fingerprint) that were read with this very fingerprint."""
        guids = {item_id(source_id, guid): guid for guid in entries}
        rows = self._link.rows_of(select(_READINGS), _READINGS.c.item, guids)
        return {guids[row.item] for row in rows if row.fingerprint == entries[guids[row.item]]}

    def mark_read(self, source_id: str, entries: Mapping[str, str], now: datetime) -> None:
        """Remember that these entries (guid to fingerprint) were read, so that their pages rest."""
        self._link.put(
            _READINGS,
            ({"item": item_id(source_id, guid), "fingerprint": mark, "seen": now} for guid, mark in entries.items()),
        )


def _row(article: Article) -> dict[str, Any]:
    record = to_plain(article)
    del record["text"]  # made again from headline, lead and body; it would double the size of the table
    return {
        "id": article.id,
        "item": article.item,
        "source_id": article.source_id,
        "version": max(-_MOST, min(article.version, _MOST)),
        "time": article.time,
        "seen": article.seen,
        "record": record,
    }


def _article(plain: dict[str, Any]) -> Article:
    return from_plain(Article, plain)


def _by_version(article: Article) -> tuple[int, datetime, str]:
    return (article.version, article.seen, article.id)
