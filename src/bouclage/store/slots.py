"""Keep slots: the right to close one edition of one day, held by one owner at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, func, select

from bouclage.store import schema
from bouclage.store.link import Link

_SLOTS = schema.slots


class SlotState(StrEnum):
    """How far a slot has come. Claimed and done are two states, so that a crash between them shows."""

    CLAIMED = "claimed"
    DONE = "done"
    HELD = "held"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One edition of one day, as a row rather than a timer."""

    edition: str
    day: date
    state: SlotState
    owner: str  # who claimed it last
    claimed: datetime | None  # when; None = missed, never claimed
    changed: datetime
    reason: str | None = None  # why held or missed


class Slots:
    """The slots of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def claim(self, edition: str, day: date, owner: str, now: datetime) -> bool:
        """Take a slot nobody has taken; return whether it is `owner`'s. Of any number of claims one wins."""
        row = _row(edition, day, SlotState.CLAIMED, now, owner=owner, claimed=now)
        return bool(self._link.insert_new(_SLOTS, [row]))

    def reclaim(self, was: Slot, owner: str, now: datetime) -> bool:
        """Take over a slot that crashed, was held or missed, if it is still as `was` says; never a done one."""
        if was.state is SlotState.DONE:
            return False
        unchanged = and_(
            _at(was.edition, was.day),
            _SLOTS.c.state == was.state.value,
            _SLOTS.c.owner == was.owner,
            _SLOTS.c.changed == was.changed,
        )
        row = _row(was.edition, was.day, SlotState.CLAIMED, now, owner=owner, claimed=now)
        return bool(self._link.change(_SLOTS.update().where(unchanged).values(row)))

    def done(self, edition: str, day: date, now: datetime) -> bool:
        """Say that the slot's edition is closed for good; return False where it is not claimed."""
        return self._leave(edition, day, SlotState.DONE, now, None)

    def hold(self, edition: str, day: date, now: datetime, reason: str) -> bool:
        """Say that the claimed slot's edition waits for its editor; return False where it is not claimed."""
        return self._leave(edition, day, SlotState.HELD, now, reason)

    def miss(self, edition: str, day: date, now: datetime, reason: str) -> bool:
        """Say that nobody claimed the slot in time; return False where somebody did."""
        row = _row(edition, day, SlotState.MISSED, now, owner="", reason=reason)
        return bool(self._link.insert_new(_SLOTS, [row]))

    def get(self, edition: str, day: date) -> Slot | None:
        """Return a slot, or None where it is still free."""
        row = self._link.row(select(_SLOTS).where(_at(edition, day)))
        return None if row is None else _slot(row)

    def list(self, edition: str | None = None, *, since: date | None = None) -> tuple[Slot, ...]:
        """Return the slots taken, of one edition or all, by day and name."""
        statement = select(_SLOTS).order_by(_SLOTS.c.day, _SLOTS.c.edition)
        if edition is not None:
            statement = statement.where(_SLOTS.c.edition == edition)
        if since is not None:
            statement = statement.where(_SLOTS.c.day >= since)
        return tuple(_slot(row) for row in self._link.rows(statement))

    def first_day(self, edition: str) -> date | None:
        """Return the day of an edition's first slot."""
        row = self._link.row(select(func.min(_SLOTS.c.day)).where(_SLOTS.c.edition == edition))
        return None if row is None else row[0]

    def _leave(self, edition: str, day: date, state: SlotState, now: datetime, reason: str | None) -> bool:
        claimed = and_(_at(edition, day), _SLOTS.c.state == SlotState.CLAIMED.value)
        left = {"state": state.value, "changed": now, "reason": reason}
        return bool(self._link.change(_SLOTS.update().where(claimed).values(left)))


def _at(edition: str, day: date) -> Any:
    return and_(_SLOTS.c.edition == edition, _SLOTS.c.day == day)


def _row(
    edition: str,
    day: date,
    state: SlotState,
    changed: datetime,
    *,
    owner: str,
    claimed: datetime | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    return {
        "edition": edition,
        "day": day,
        "state": state.value,
        "owner": owner,
        "claimed": claimed,
        "changed": changed,
        "reason": reason,
    }


def _slot(row: Row[Any]) -> Slot:
    return Slot(
        edition=row.edition,
        day=row.day,
        state=SlotState(row.state),
        owner=row.owner,
        claimed=row.claimed,
        changed=row.changed,
        reason=row.reason,
    )
