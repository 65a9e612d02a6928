"""Keep whether an edition's sending is planned, running, paused or stopped."""

from datetime import date

from sqlalchemy import select

from bouclage.records import Sending, SendingState
from bouclage.store import schema
from bouclage.store.link import Link

_SENDINGS = schema.sendings


class Sendings:
    """The sendings of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def get(self, edition: str, day: date) -> Sending | None:
        """Return an edition's sending; None = nobody began it."""
        row = self._link.row(select(_SENDINGS).where(_SENDINGS.c.edition == edition, _SENDINGS.c.day == day))
        if row is None:
            return None
        return Sending(
            edition=row.edition,
            day=row.day,
            state=SendingState(row.state),
            planned=row.planned,
            changed=row.changed,
            reason=row.reason,
        )

    def put(self, sending: Sending) -> None:
        """Note where a sending stands now."""
        row = {
            "edition": sending.edition,
            "day": sending.day,
            "state": sending.state.value,
            "planned": sending.planned,
            "changed": sending.changed,
            "reason": sending.reason,
        }
        self._link.put(_SENDINGS, [row])
