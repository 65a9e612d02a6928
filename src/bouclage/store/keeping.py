"""Drop what need not be kept, a batch at a time, so that no writer waits long. What is kept is for others to say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, func, literal_column, or_, select, tuple_

from bouclage.records import CallState
from bouclage.store import schema
from bouclage.store.link import Link

_ARTICLES = schema.articles
_DOCUMENTS = schema.search_documents
_MAINTENANCE = schema.maintenance

#: which rows of a table are over, and by which column they age
AGEING: Mapping[str, tuple[Table, str, Any]] = {
    "refusals": (schema.refusals, "seen", None),
    "pages": (schema.pages, "first", None),
    "said": (schema.said, "day", None),
    "photos": (schema.photos, "seen", ~schema.photos.c.printed),
    "readings": (schema.readings, "seen", None),
    "deliveries": (schema.deliveries, "day", schema.deliveries.c.next_try.is_(None)),
    "returns": (schema.returns, "received", None),
    "webhook_calls": (schema.webhook_calls, "changed", schema.webhook_calls.c.state != CallState.WAITING.value),
    "sessions": (schema.sessions, "began", None),
    "attempts": (schema.attempts, "at", None),
    "letters": (schema.letters, "asked", None),
    "rates": (schema.rates, "until", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a look through the articles stands: the last one seen."""

    seen: datetime
    id: str


class Keeping:
    """What maintenance asks of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has."""
        found = {}
        for table in schema.metadata.sorted_tables:
            row = self._link.row(select(func.count()).select_from(table))
            found[table.name] = int(row[0]) if row else 0
        return found

    def unprinted(self, before: datetime, after: Place | None, *, most: int) -> tuple[dict[str, str], Place | None]:
        """Return (items by article id, where to go on) of items unseen since `before` that no closed edition lists."""
        printed = select(literal_column("1")).where(_DOCUMENTS.c.item == _ARTICLES.c.item).exists()
        return self._old(before, after, ~printed, most)

    def of_sources(
        self, sources: Iterable[str], before: datetime, after: Place | None, *, most: int
    ) -> tuple[dict[str, str], Place | None]:
        """Return the same of these sources, whether an edition lists them or not."""
        return self._old(before, after, _ARTICLES.c.source_id.in_(sorted(sources)), most)

    def _old(
        self, before: datetime, after: Place | None, condition: Any, most: int
    ) -> tuple[dict[str, str], Place | None]:
        newer = _ARTICLES.alias()
        living = select(literal_column("1")).where(newer.c.item == _ARTICLES.c.item, newer.c.seen >= before).exists()
        statement = select(_ARTICLES.c.id, _ARTICLES.c.item, _ARTICLES.c.seen).where(
            _ARTICLES.c.seen < before, condition, ~living
        )
        if after is not None:
            later = and_(_ARTICLES.c.seen == after.seen, _ARTICLES.c.id > after.id)
            statement = statement.where(or_(_ARTICLES.c.seen > after.seen, later))
        rows = self._link.rows(statement.order_by(_ARTICLES.c.seen, _ARTICLES.c.id).limit(most))
        place = Place(seen=rows[-1].seen, id=rows[-1].id) if len(rows) == most else None
        return {row.id: row.item for row in rows}, place

    def drop_articles(self, ids: Iterable[str]) -> dict[str, int]:
        """Drop articles, the terms they are found by, and the stories and wire copies that have none left."""
        gone = set(ids)
        of_article = (_DOCUMENTS.c.article_id, select(_DOCUMENTS.c.id))
        terms = {row.id for row in self._link.rows_of(of_article[1], of_article[0], gone)}
        self._link.delete_of(schema.search_texts, schema.search_texts.c.id, terms)
        articles = self._link.delete_of(_ARTICLES, _ARTICLES.c.id, gone)
        copies = self._drop_empty(schema.wire_copies, schema.printings, "wire_copy", gone)
        stories = self._drop_empty(schema.stories, schema.memberships, "story", gone)
        return {"articles": articles, "wire_copies": copies, "stories": stories}

    def _drop_empty(self, table: Table, members: Table, column: str, gone: set[str]) -> int:
        """Drop the rows of `table` of which every member's article is gone."""
        owner = members.c[column]
        touched = {row[0] for row in self._link.rows_of(select(owner), members.c.article_id, gone)}
        left = select(owner).join(_ARTICLES, _ARTICLES.c.id == members.c.article_id)
        living = {row[0] for row in self._link.rows_of(left, owner, touched)}
        return self._link.delete_of(table, table.c.id, touched - living)

    def over(self, kind: str, before: datetime | date) -> int:
        """Return how many rows of a kind in `AGEING` are older than that."""
        table, _, _ = AGEING[kind]
        row = self._link.row(select(func.count()).select_from(table).where(self._ended(kind, before)))
        return int(row[0]) if row else 0

    def drop(self, kind: str, before: datetime | date, *, most: int) -> int:
        """Drop up to `most` rows of a kind in `AGEING` older than that; return how many there were."""
        table, _, _ = AGEING[kind]
        keys = list(table.primary_key.columns)
        chosen = select(*keys).where(self._ended(kind, before)).limit(most)
        return self._link.change(table.delete().where(tuple_(*keys).in_(chosen)))

    def _ended(self, kind: str, before: datetime | date) -> Any:
        table, column, condition = AGEING[kind]
        old = table.c[column] < before
        return old if condition is None else and_(old, condition)

    def date_readings(self, now: datetime) -> int:
        """Give the readings of older versions, which have no time, that of now."""
        undated = schema.readings.c.seen.is_(None)
        return self._link.change(schema.readings.update().where(undated).values(seen=now))

    def ran(self, day: date) -> bool:
        """Say whether maintenance came to its end on that day."""
        return self._link.row(select(_MAINTENANCE.c.day).where(_MAINTENANCE.c.day == day)) is not None

    def note(self, day: date, ended: datetime, record: Mapping[str, Any]) -> None:
        """Write down that maintenance came to its end."""
        self._link.put(_MAINTENANCE, [{"day": day, "ended": ended, "record": dict(record)}])

    def last(self) -> tuple[date, dict[str, Any]] | None:
        """Return the day maintenance last ran on and what it did."""
        row = self._link.row(select(_MAINTENANCE).order_by(_MAINTENANCE.c.day.desc()).limit(1))
        return None if row is None else (row.day, row.record)
