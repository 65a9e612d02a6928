"""Keep who asked for which edition, and forget those who ask to be forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bouclage.errors import SubscriberError
from bouclage.records import DeliveryState, Subscriber, SubscriberStatus, digest, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link, batches

_SUBSCRIBERS = schema.subscribers
_ERASURES = schema.erasures
_DELIVERIES = schema.deliveries
_RETURNS = schema.returns
_SUPPRESSIONS = schema.suppressions
_CONSENTS = schema.consents
_LETTERS = schema.letters

# Deliveries that could still go out when their subscriber is erased.
_OPEN = (DeliveryState.PLANNED.value, DeliveryState.DEFERRED.value, DeliveryState.UNCERTAIN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a list of subscribers."""

    added: int
    known: int  # on the list already; left as they were, so that nobody who left is put back
    erased: int  # asked to be forgotten; not put back
    suppressed: int = 0  # must not be written to; not put back
    new: tuple[str, ...] = ()  # ids of those added


class Subscribers:
    """The subscribers of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, subscriber: Subscriber, *, renewed: bool = False) -> bool:
        """Add somebody; return False, changing nothing, where the edition's list has the address.

        Raise SubscriberError for an address that was erased, unless `renewed`: its owner signed up again in person.
        """
        key = _hash(subscriber.address)
        if renewed:
            self._link.change(_ERASURES.delete().where(_ERASURES.c.hash == key))
        elif self._erased([key]):
            raise SubscriberError("this address asked to be forgotten", address=subscriber.address)
        return bool(self._link.insert_new(_SUBSCRIBERS, [_row(subscriber)]))

    def replace(self, subscriber: Subscriber) -> bool:
        """Change what is known of a subscriber; return False where there is no such subscriber."""
        row = _row(subscriber)
        return bool(self._link.change(_SUBSCRIBERS.update().where(_SUBSCRIBERS.c.id == subscriber.id).values(row)))

    def import_many(self, subscribers: Iterable[Subscriber]) -> Imported:
        """Add a list, leaving out who was erased or is suppressed, and leaving alone who is known."""
        added: list[str] = []
        known = erased = suppressed = 0
        for batch in batches(subscribers):
            gone = self._erased([_hash(subscriber.address) for subscriber in batch])
            stopped = self._suppressed(subscriber.address for subscriber in batch)
            kept = [subscriber for subscriber in batch if _hash(subscriber.address) not in gone]
            rows = [_row(subscriber) for subscriber in kept if subscriber.address.casefold() not in stopped]
            new = [str(key) for (key,) in self._link.insert_new(_SUBSCRIBERS, rows)]
            added += new
            known += len(rows) - len(new)
            suppressed += len(kept) - len(rows)
            erased += len(batch) - len(kept)
        return Imported(added=len(added), known=known, erased=erased, suppressed=suppressed, new=tuple(added))

    def get(self, address: str, edition: str = "evening") -> Subscriber | None:
        """Return who has this address on the edition's list; capitals do not matter."""
        return self._one(_SUBSCRIBERS.c.address == address.casefold(), _SUBSCRIBERS.c.edition == edition)

    def by_id(self, subscriber_id: str) -> Subscriber | None:
        """Return the subscriber with this id."""
        return self._one(_SUBSCRIBERS.c.id == subscriber_id)

    def pages(
        self, edition: str | None = None, status: SubscriberStatus | None = None, *, size: int = 500
    ) -> Iterator[tuple[Subscriber, ...]]:
        """Give the list in pages of at most `size`, by id, so that a long one is never in memory whole.

        With status CONFIRMED nobody is among them whose address is suppressed.
        """
        last = ""
        while page := self.page(edition, status, after=last, size=size):
            yield page
            last = page[-1].id

    def page(
        self, edition: str | None, status: SubscriberStatus | None, *, after: str, size: int
    ) -> tuple[Subscriber, ...]:
        """Return the next of them by id after the one with id `after` ("" = from the beginning)."""
        statement = _narrowed(select(_SUBSCRIBERS.c.record), edition, status)
        statement = statement.where(_SUBSCRIBERS.c.id > after).order_by(_SUBSCRIBERS.c.id).limit(size)
        return tuple(from_plain(Subscriber, row.record) for row in self._link.rows(statement))

    def count(self, edition: str | None = None, status: SubscriberStatus | None = None) -> int:
        """Return how many are on the list."""
        row = self._link.row(_narrowed(select(func.count(_SUBSCRIBERS.c.id).label("n")), edition, status))
        return 0 if row is None else int(row.n)

    def set_status(self, subscriber_id: str, status: SubscriberStatus, now: datetime) -> bool:
        """Change whether mail may be sent; return False where there is no such subscriber."""
        subscriber = self.by_id(subscriber_id)
        return subscriber is not None and self.replace(replace(subscriber, status=status, changed=now))

    def erase(self, address: str, now: datetime, *, keep_hash: bool = True) -> int:
        """Forget an address on every list and in every delivery; return how many lists it was on.

        With `keep_hash` a hash stays, so that an old list imported later does not bring the address back.
        """
        ids = [
            row.id
            for row in self._link.rows(select(_SUBSCRIBERS.c.id).where(_SUBSCRIBERS.c.address == address.casefold()))
        ]
        if keep_hash:
            self._link.put(_ERASURES, [{"hash": _hash(address), "erased": now}])
        self._link.delete_of(_CONSENTS, _CONSENTS.c.subscriber_id, ids)
        self._link.delete_of(_RETURNS, _RETURNS.c.subscriber_id, ids)  # a server's words may quote the address
        self._link.delete_of(_LETTERS, _LETTERS.c.address, [address.casefold()])
        of_them = _DELIVERIES.c.subscriber_id.in_(ids)
        self._link.change(
            _DELIVERIES.update()
            .where(of_them, _DELIVERIES.c.state.in_(_OPEN))
            .values(state=DeliveryState.REFUSED.value, changed=now, next_try=None)
        )
        # An answer may quote the address, so it goes too.
        self._link.change(_DELIVERIES.update().where(of_them).values(address="", answer=None))
        # The suppression list holds the address in clear, so it goes too; the hash keeps it off every list.
        self._link.delete_of(_SUPPRESSIONS, _SUPPRESSIONS.c.address, [address.casefold()])
        return self._link.delete_of(_SUBSCRIBERS, _SUBSCRIBERS.c.id, ids)

    def erased(self, address: str) -> bool:
        """Return whether this address asked to be forgotten."""
        return bool(self._erased([_hash(address)]))

    def of_address(self, address: str) -> tuple[Subscriber, ...]:
        """Return this address on every list it is on."""
        statement = select(_SUBSCRIBERS.c.record).where(_SUBSCRIBERS.c.address == address.casefold())
        rows = self._link.rows(statement.order_by(_SUBSCRIBERS.c.edition))
        return tuple(from_plain(Subscriber, row.record) for row in rows)

    def _suppressed(self, addresses: Iterable[str]) -> set[str]:
        wanted = {address.casefold() for address in addresses}
        return {
            row.address for row in self._link.rows_of(select(_SUPPRESSIONS.c.address), _SUPPRESSIONS.c.address, wanted)
        }

    def _erased(self, hashes: Iterable[str]) -> set[str]:
        return {row.hash for row in self._link.rows_of(select(_ERASURES.c.hash), _ERASURES.c.hash, set(hashes))}

    def _one(self, *conditions: Any) -> Subscriber | None:
        row = self._link.row(select(_SUBSCRIBERS.c.record).where(*conditions))
        return None if row is None else from_plain(Subscriber, row.record)


def _narrowed(statement: Any, edition: str | None, status: SubscriberStatus | None) -> Any:
    if edition is not None:
        statement = statement.where(_SUBSCRIBERS.c.edition == edition)
    if status is not None and status is not SubscriberStatus.CONFIRMED:
        statement = statement.where(_SUBSCRIBERS.c.status == status.value)
    if status is SubscriberStatus.CONFIRMED:  # they are about to be written to
        statement = may_be_mailed(statement)
    return statement


def may_be_mailed(statement: Any) -> Any:
    """Return a selection of subscribers without those who must not be written to."""
    stopped = select(_SUPPRESSIONS.c.address).where(_SUPPRESSIONS.c.address == _SUBSCRIBERS.c.address)
    return statement.where(_SUBSCRIBERS.c.status == SubscriberStatus.CONFIRMED.value, ~stopped.exists())


def _row(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "id": subscriber.id,
        "edition": subscriber.edition,
        "address": subscriber.address.casefold(),
        "status": subscriber.status.value,
        "record": to_plain(subscriber),
    }


def _hash(address: str) -> str:
    return digest(address.casefold(), kind="erased")
