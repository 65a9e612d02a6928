"""Report: what became of an edition's sending, and of the readers it went to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bouclage.records import DeliveryState, ReturnKind, SendingState
from bouclage.store import Store

_DOMAINS = 10  # a report names the domains that refused most


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """One edition's deliveries, counted. No reader is named, and none is watched: nothing is known of who opened it."""

    edition: str
    day: date
    sending: SendingState | None  # None: not planned yet
    reason: str | None  # why the sending is paused or stopped
    states: Mapping[DeliveryState, int]
    returns: Mapping[ReturnKind, int]  # what came back afterwards
    left: int  # readers of it who unsubscribed before the next one closed
    refused_by: tuple[tuple[str, int], ...]  # (domain, refusals), most first

    @property
    def planned(self) -> int:
        """How many were to get it."""
        return sum(self.states.values())


def delivery_report(store: Store, edition: str, day: date, *, now: datetime) -> DeliveryReport:
    """Return the report of a closed edition as it stands at `now`. Raises EditionNotFoundError."""
    with store.read() as tx:
        closed = tx.editions.head(edition, day)
        later = [one for one in tx.editions.days(edition) if one > day]
        until = tx.editions.head(edition, min(later)).closed if later else now
        sending = tx.sendings.get(edition, day)
        return DeliveryReport(
            edition=edition,
            day=day,
            sending=sending.state if sending else None,
            reason=sending.reason if sending else None,
            states=tx.deliveries.counts(edition, day),
            returns=tx.returns.counts(edition, day),
            left=tx.consents.left_after(edition, day, since=closed.closed, until=until),
            refused_by=tuple(tx.deliveries.refused_by(edition, day, _DOMAINS)),
        )
