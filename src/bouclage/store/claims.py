"""Let several senders share one sending: each claims rows, none of them twice, and the dead's are found."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, bindparam, case, func, null, select

from bouclage.records import Delivery, DeliveryState, Subscriber, from_plain
from bouclage.store import schema
from bouclage.store.deliveries import delivery_of, moving, progress
from bouclage.store.link import Link
from bouclage.store.prepared import Prepared
from bouclage.store.subscribers import may_be_mailed

_DELIVERIES = schema.deliveries
_IN_FLIGHT = DeliveryState.IN_FLIGHT.value
_SETTLE = moving(_DELIVERIES.c.state == _IN_FLIGHT, _DELIVERIES.c.sender == bindparam("of_sender"))
_CLAIM = Prepared(
    _DELIVERIES.update()
    .where(
        _DELIVERIES.c.edition == bindparam("of_edition"),
        _DELIVERIES.c.day == bindparam("of_day"),
        _DELIVERIES.c.subscriber_id == bindparam("of_subscriber"),
    )
    .values(state=_IN_FLIGHT, sender=bindparam("of_sender"), changed=bindparam("at"), next_try=null())
)
_READERS = may_be_mailed(
    select(schema.subscribers.c.record)
    .join(_DELIVERIES, _DELIVERIES.c.subscriber_id == schema.subscribers.c.id)
    .where(
        _DELIVERIES.c.edition == bindparam("of_edition"),
        _DELIVERIES.c.day == bindparam("of_day"),
        _DELIVERIES.c.state == _IN_FLIGHT,
        _DELIVERIES.c.sender == bindparam("of_sender"),
    )
)


class Claims:
    """The claims of one transaction. A row's `next_try` says that it is to be sent; a claimed or ended row has none."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def take(self, edition: str, day: date, now: datetime, sender: str, limit: int) -> tuple[Delivery, ...]:
        """Mark up to `limit` due deliveries in flight in a sender's name; return them as they were before.

        On PostgreSQL rows that another transaction is taking are passed over, on SQLite writers come one by one.
        """
        table = _DELIVERIES
        due = and_(table.c.edition == edition, table.c.day == day, table.c.next_try <= now)
        statement = select(table).where(due).order_by(table.c.next_try, table.c.subscriber_id).limit(limit)
        rows = self._link.rows(statement.with_for_update(skip_locked=True))
        claimed = [{"of_subscriber": row.subscriber_id} for row in rows]
        self._link.change_each(_CLAIM, claimed, of_edition=edition, of_day=day, of_sender=sender, at=now)
        return tuple(delivery_of(row) for row in rows)

    def readers(self, edition: str, day: date, sender: str) -> dict[str, Subscriber]:
        """Return those of a sender's readers in flight who may be written to now.

        Missing: gone, left, not confirmed, suppressed. To be asked right before a batch is sent.
        """
        rows = self._link.rows(_READERS.params(of_edition=edition, of_day=day, of_sender=sender))
        return {one.id: one for one in (from_plain(Subscriber, row.record) for row in rows)}

    def settle(self, sender: str, ends: Sequence[Delivery]) -> int:
        """Write down where a sender's claimed deliveries stand now; return how many were still its own."""
        return self._link.change_each(_SETTLE, [progress(end) for end in ends], of_sender=sender)

    def senders(self, edition: str, day: date) -> tuple[str, ...]:
        """Return who has deliveries in flight; "" for those of before senders had names."""
        of = and_(_DELIVERIES.c.edition == edition, _DELIVERIES.c.day == day, _DELIVERIES.c.state == _IN_FLIGHT)
        rows = self._link.rows(select(_DELIVERIES.c.sender).where(of).distinct())
        return tuple(sorted(row.sender or "" for row in rows))

    def recover(self, edition: str, day: date, sender: str, now: datetime, *, tries: int) -> int:
        """Say that what a dead sender had in flight is uncertain; return how many there were.

        Each is due again at once if it was tried fewer than `tries` times; 0 = never again. Call it only when sure
        that the sender is dead.
        """
        table = _DELIVERIES
        of = and_(table.c.edition == edition, table.c.day == day, table.c.state == _IN_FLIGHT)
        of = and_(of, table.c.sender == sender) if sender else and_(of, table.c.sender.is_(None))
        values = {
            "state": DeliveryState.UNCERTAIN.value,
            "changed": now,
            "attempts": table.c.attempts + 1,
            "answer": "its sender died",
            "next_try": case((table.c.attempts + 1 < tries, now), else_=null()),
        }
        return self._link.change(table.update().where(of).values(values))

    def repeat_uncertain(self, edition: str, day: date, now: datetime) -> int:
        """Let everything uncertain be sent once more; return how many there are."""
        table = _DELIVERIES
        of = and_(table.c.edition == edition, table.c.day == day, table.c.state == DeliveryState.UNCERTAIN.value)
        return self._link.change(table.update().where(of).values(next_try=now, changed=now))

    def left(self, edition: str, day: date) -> int:
        """Return how many deliveries are still to be sent, now or later."""
        of = and_(_DELIVERIES.c.edition == edition, _DELIVERIES.c.day == day, _DELIVERIES.c.next_try.is_not(None))
        row = self._link.row(select(func.count().label("n")).where(of))
        return 0 if row is None else int(row.n)

    def next_due(self, edition: str, day: date) -> datetime | None:
        """Return when the next delivery is to be tried; None: there is none left."""
        table = _DELIVERIES
        of = and_(table.c.edition == edition, table.c.day == day, table.c.next_try.is_not(None))
        row = self._link.row(select(table.c.next_try).where(of).order_by(table.c.next_try).limit(1))
        return None if row is None else row.next_try
