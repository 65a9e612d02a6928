"""Keep the delivery ledger: one row an edition, day and subscriber, so that nobody is skipped or mailed twice."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select

from bouclage.records import Delivery, DeliveryState
from bouclage.store import schema
from bouclage.store.link import Link
from bouclage.store.prepared import Prepared

_DELIVERIES = schema.deliveries
OPEN = (DeliveryState.PLANNED, DeliveryState.DEFERRED)  # to be sent; what is uncertain may be


class Deliveries:
    """The deliveries of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def plan(self, edition: str, day: date, deliveries: Iterable[Delivery]) -> int:
        """Enter deliveries that are not planned yet; return how many were new. What is entered stays as it is."""
        return len(self._link.insert_new(_DELIVERIES, (_row(delivery, edition, day) for delivery in deliveries)))

    def has_due(self, edition: str, day: date, now: datetime) -> bool:
        """Say whether an edition has a delivery to try now, or one left in flight by a sender that died."""
        in_flight = _DELIVERIES.c.state == DeliveryState.IN_FLIGHT.value
        statement = select(_DELIVERIES.c.subscriber_id).where(_of(edition, day), or_(_due(now), in_flight))
        return self._link.row(statement.limit(1)) is not None

    def is_planned(self, edition: str, day: date) -> bool:
        """Say whether an edition's deliveries are planned."""
        return self._link.row(select(_DELIVERIES.c.subscriber_id).where(_of(edition, day)).limit(1)) is not None

    def has_stale(self, edition: str, day: date, due_before: datetime) -> bool:
        """Say whether an edition has a delivery that should have gone out before then."""
        stale = and_(_of(edition, day), _due(due_before))
        return self._link.row(select(_DELIVERIES.c.subscriber_id).where(stale).limit(1)) is not None

    def give_up(self, edition: str, day: date, now: datetime, *, due_before: datetime) -> int:
        """Refuse what should have gone out before `due_before`: old news are not mailed. Return how many there were."""
        stale = and_(_of(edition, day), _due(due_before))
        doubt = _DELIVERIES.c.state == DeliveryState.UNCERTAIN.value  # may have arrived: it stays uncertain
        left = self._link.change(_DELIVERIES.update().where(stale, doubt).values(changed=now, next_try=None))
        values = {"state": DeliveryState.REFUSED.value, "answer": "too late", "changed": now, "next_try": None}
        return left + self._link.change(_DELIVERIES.update().where(stale).values(values))

    def mark(self, *deliveries: Delivery) -> int:
        """Note where deliveries stand now; return how many were changed.

        One that was accepted stays so, and address and message id stay as they were planned.
        """
        return self._link.change_each(_MARK, [progress(delivery) for delivery in deliveries])

    def counts(self, edition: str, day: date) -> dict[DeliveryState, int]:
        """Return how many deliveries of an edition are in each state; states nobody is in are 0."""
        statement = select(_DELIVERIES.c.state, func.count().label("n")).where(_of(edition, day))
        rows = self._link.rows(statement.group_by(_DELIVERIES.c.state))
        return dict.fromkeys(DeliveryState, 0) | {DeliveryState(row.state): row.n for row in rows}

    def refused_by(self, edition: str, day: date, most: int) -> list[tuple[str, int]]:
        """Return (domain, refusals) of an edition, the domains that refused most first."""
        statement = select(_DELIVERIES.c.address).where(
            _of(edition, day), _DELIVERIES.c.state == DeliveryState.REFUSED.value
        )
        domains = Counter(row.address.rpartition("@")[2].lower() for row in self._link.rows(statement))
        return sorted(domains.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def of_edition(self, edition: str, day: date) -> tuple[Delivery, ...]:
        """Return every delivery of an edition, by subscriber."""
        statement = select(_DELIVERIES).where(_of(edition, day)).order_by(_DELIVERIES.c.subscriber_id)
        return tuple(delivery_of(row) for row in self._link.rows(statement))

    def of_message(self, message_id: str) -> Delivery | None:
        """Return the delivery of a Message-ID; they are keyed, so that whoever knows one was sent it."""
        row = self._link.row(select(_DELIVERIES).where(_DELIVERIES.c.message_id == message_id).limit(1))
        return None if row is None else delivery_of(row)

    def of_subscriber(self, subscriber_id: str) -> tuple[Delivery, ...]:
        """Return every delivery of a reader, oldest first."""
        statement = select(_DELIVERIES).where(_DELIVERIES.c.subscriber_id == subscriber_id)
        return tuple(delivery_of(row) for row in self._link.rows(statement.order_by(_DELIVERIES.c.day)))


def _due(now: datetime) -> Any:
    return _DELIVERIES.c.next_try <= now  # whatever is not to be sent has none


_PROGRESS = ("state", "attempts", "code", "answer", "changed", "next_try")


def moving(*conditions: Any) -> Prepared:
    """Return the change that writes down where one delivery stands now, if `conditions` hold."""
    one = (
        _DELIVERIES.c.edition == bindparam("of_edition"),
        _DELIVERIES.c.day == bindparam("of_day"),
        _DELIVERIES.c.subscriber_id == bindparam("of_subscriber"),
    )
    values: dict[str, Any] = {name: bindparam(name) for name in _PROGRESS}
    return Prepared(_DELIVERIES.update().where(*one, *conditions).values(values))


_MARK = moving(_DELIVERIES.c.state != DeliveryState.ACCEPTED.value)


def _of(edition: str, day: date) -> Any:
    return and_(_DELIVERIES.c.edition == edition, _DELIVERIES.c.day == day)


def progress(delivery: Delivery) -> dict[str, Any]:
    """Return what `moving` needs to know of a delivery."""
    return {
        "of_edition": delivery.edition,
        "of_day": delivery.day,
        "of_subscriber": delivery.subscriber_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "code": delivery.code,
        "answer": delivery.answer,
        "changed": delivery.changed,
        "next_try": delivery.next_try,
    }


def _row(delivery: Delivery, edition: str, day: date) -> dict[str, Any]:
    if (delivery.edition, delivery.day) != (edition, day):
        raise ValueError(f"a delivery of {delivery.edition} {delivery.day} in the plan of {edition} {day}")
    return {
        "edition": edition,
        "day": day,
        "subscriber_id": delivery.subscriber_id,
        "address": delivery.address,
        "message_id": delivery.message_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "code": delivery.code,
        "answer": delivery.answer,
        "changed": delivery.changed,
        "next_try": delivery.next_try or (delivery.changed if delivery.state in OPEN else None),
    }


def delivery_of(row: Row[Any]) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        edition=row.edition,
        day=row.day,
        subscriber_id=row.subscriber_id,
        address=row.address,
        message_id=row.message_id,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        code=row.code,
        answer=row.answer,
        changed=row.changed,
        next_try=row.next_try,
    )
