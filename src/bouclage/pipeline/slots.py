"""Slots as the clock asks for them: which days are ours to close, which need nothing more, which were missed."""

from datetime import date, datetime

from bouclage.store import SlotState, Store


def mark_missed(store: Store, name: str, day: date, *, now: datetime) -> None:
    """Write down that a closing was missed beyond its grace: it is told, not made up."""
    with store.exclusive(f"close {name} {day.isoformat()}"), store.begin() as tx:
        reason = "nobody was there at closing time, nor within the grace"
        if not tx.slots.miss(name, day, now, reason):
            tx.slots.hold(name, day, now, "begun and never finished; missed beyond its grace")


def first_day(store: Store, name: str, newest: date, *, now: datetime) -> date:
    """Return the first day of an edition that this store has a slot for.

    A store without any begins now: `newest`, the last closing before its first start, is written down as not ours, so
    that a newsroom set up at 18:00 does not find a late edition in its subscribers' mail.
    """
    with store.read() as tx:
        first = tx.slots.first_day(name)
    if first is None:
        with store.begin() as tx:
            tx.slots.miss(name, newest, now, "before the first start")
            first = tx.slots.first_day(name)
    return first or newest


def settled_days(store: Store, name: str, since: date) -> tuple[date, ...]:
    """Return the days whose slot needs nothing more from the clock."""
    with store.read() as tx:
        slots = tx.slots.list(name, since=since)
    return tuple(slot.day for slot in slots if slot.state is not SlotState.CLAIMED)
