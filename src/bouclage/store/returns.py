"""Keep what came back, so that it is counted once and soft bounces add up over days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from bouclage.records import MailReturn, ReturnKind, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_RETURNS = schema.returns


class Returns:
    """The returns of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, one: MailReturn) -> bool:
        """Enter what came back; False, changing nothing, where it was entered before."""
        row = {
            "id": one.id,
            "kind": one.kind.value,
            "received": one.received,
            "subscriber_id": one.subscriber_id,
            "domain": one.domain,
            "edition": one.edition,
            "day": one.day,
            "record": to_plain(one),
        }
        return bool(self._link.insert_new(_RETURNS, [row]))

    def of(self, subscriber_id: str, *, since: datetime, kind: ReturnKind) -> tuple[MailReturn, ...]:
        """Return what came back of one kind from a reader since then, oldest first."""
        statement = select(_RETURNS.c.record).where(
            _RETURNS.c.subscriber_id == subscriber_id, _RETURNS.c.received >= since, _RETURNS.c.kind == kind.value
        )
        rows = self._link.rows(statement.order_by(_RETURNS.c.received, _RETURNS.c.id))
        return tuple(from_plain(MailReturn, row.record) for row in rows)

    def counts(self, edition: str, day: date) -> dict[ReturnKind, int]:
        """Return how many of each kind an edition brought back; kinds none came of are 0."""
        statement = select(_RETURNS.c.kind, func.count().label("n")).where(*_of(edition, day))
        rows = self._link.rows(statement.group_by(_RETURNS.c.kind))
        return dict.fromkeys(ReturnKind, 0) | {ReturnKind(row.kind): row.n for row in rows}

    def by_domain(self, kind: ReturnKind, since: datetime) -> dict[str, int]:
        """Return how many of a kind came back since then, by the domain of the readers."""
        statement = select(_RETURNS.c.domain, func.count().label("n"))
        statement = statement.where(_RETURNS.c.kind == kind.value, _RETURNS.c.received >= since)
        rows = self._link.rows(statement.group_by(_RETURNS.c.domain).order_by(_RETURNS.c.domain))
        return {row.domain: row.n for row in rows}


def _of(edition: str, day: date) -> tuple[Any, ...]:
    return _RETURNS.c.edition == edition, _RETURNS.c.day == day
