"""Keep who must not be written to, whatever any list says; and take them off every list's mail at once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select

from bouclage.records import Subscriber, SubscriberStatus, Suppression, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_SUPPRESSIONS = schema.suppressions
_SUBSCRIBERS = schema.subscribers


class Suppressions:
    """The suppression list of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, suppression: Suppression) -> bool:
        """Suppress an address on every list; return False where it was suppressed already, for its first reason.

        Who left stays one who left: lifting the suppression must not put them back.
        """
        row = {
            "address": suppression.address.casefold(),
            "reason": suppression.reason.value,
            "since": suppression.since,
            "record": to_plain(suppression),
        }
        if not self._link.insert_new(_SUPPRESSIONS, [row]):
            return False
        for one in self._readers(suppression.address):
            if one.status in (SubscriberStatus.PENDING, SubscriberStatus.CONFIRMED):
                self._set(replace(one, status=SubscriberStatus.SUPPRESSED, changed=suppression.since))
        return True

    def lift(self, address: str) -> bool:
        """Take an address off; return False where it was not on. Its lists stay as they are: it has to sign up anew."""
        return bool(self._link.change(_SUPPRESSIONS.delete().where(_SUPPRESSIONS.c.address == address.casefold())))

    def get(self, address: str) -> Suppression | None:
        """Return why an address must not be written to; None = it may be."""
        row = self._link.row(select(_SUPPRESSIONS.c.record).where(_SUPPRESSIONS.c.address == address.casefold()))
        return None if row is None else from_plain(Suppression, row.record)

    def among(self, addresses: Iterable[str]) -> frozenset[str]:
        """Return which of these addresses are suppressed, casefolded."""
        wanted = {address.casefold() for address in addresses}
        rows = self._link.rows_of(select(_SUPPRESSIONS.c.address), _SUPPRESSIONS.c.address, wanted)
        return frozenset(row.address for row in rows)

    def pages(self, *, size: int = 500) -> Iterator[tuple[Suppression, ...]]:
        """Give the list by address, in pages of at most `size`."""
        statement = select(_SUPPRESSIONS.c.address, _SUPPRESSIONS.c.record).order_by(_SUPPRESSIONS.c.address)
        last = ""
        while rows := self._link.rows(statement.where(_SUPPRESSIONS.c.address > last).limit(size)):
            yield tuple(from_plain(Suppression, row.record) for row in rows)
            last = rows[-1].address

    def _readers(self, address: str) -> tuple[Subscriber, ...]:
        statement = select(_SUBSCRIBERS.c.record).where(_SUBSCRIBERS.c.address == address.casefold())
        return tuple(from_plain(Subscriber, row.record) for row in self._link.rows(statement))

    def _set(self, subscriber: Subscriber) -> None:
        values = {"status": subscriber.status.value, "record": to_plain(subscriber)}
        self._link.change(_SUBSCRIBERS.update().where(_SUBSCRIBERS.c.id == subscriber.id).values(values))
