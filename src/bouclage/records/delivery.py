"""Delivery: one edition for one subscriber, planned once."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    IN_FLIGHT = "in_flight"  # marked before the final dot: the server may have it
    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # 4xx: to be tried again
    REFUSED = "refused"  # 5xx
    UNCERTAIN = "uncertain"  # was in flight when the sender died; not repeated unless told to


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the delivery ledger; unique by edition, day and subscriber."""

    edition: str
    day: date
    subscriber_id: str
    address: str
    message_id: str  # the same at every attempt
    state: DeliveryState = DeliveryState.PLANNED
    attempts: int = 0
    code: int | None = None
    answer: str | None = None  # the server's last words
    changed: datetime
    next_try: datetime | None = None  # not before: the reader's own hour at first, later the time after a deferral

    def __post_init__(self) -> None:
        require_utc(self.changed, self.next_try)
