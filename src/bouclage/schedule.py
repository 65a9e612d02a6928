"""When: which slots are due, exact through daylight saving, missed closings made up once.

A slot `(edition, local date)` is a row, not a timer. Any tick asks which slots are due and unclaimed. The clock comes
as an argument everywhere; only `tick` acts, through the engine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bouclage.config import EditionConfig
from bouclage.engine import Engine
from bouclage.errors import BouclageError, StoreError
from bouclage.pipeline import Closing
from bouclage.records import EditionStatus, instant_of

ON_TIME = timedelta(minutes=10)  # a closing begun later than this is marked late
closing = instant_of  # an edition closes at the instant its clock shows the hour
PREPARED = (45, 20, 8, 3)
"""Whole minutes before a closing at which what is there is prepared: most of an hour's work of one process is done by
then, and the last time leaves little. Each time all reports are grouped anew, about a millisecond a report."""
_SEND_BACK = 8  # days whose editions may still have somebody to go to, or something to give up
_LOOK_BACK = timedelta(days=7)  # slots older than this were missed in a pause too long to tell of one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSlot:
    """A closing that should have happened by now."""

    edition: str
    day: date
    closes: datetime
    late: bool
    missed: bool  # beyond the grace: to be marked and told, not closed and mailed


def window(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return (opens, closes): the news of an edition is what came after the last closing and up to this one."""
    return closing(day - timedelta(days=1), at, zone), closing(day, at, zone)


def due_slots(
    now: datetime, *, edition: str, at: time, zone: ZoneInfo, grace: timedelta, settled: Iterable[date], since: date
) -> tuple[DueSlot, ...]:
    """Return the slots due at `now` that are not `settled`, oldest first; none before `since`, the day we began.

    Slots more than a week old (or `grace`, if longer) are not looked for any more: nobody asks after their mail.
    """
    done = set(settled)
    today = now.astimezone(zone).date()
    found = []
    day = max(since, today - max(_LOOK_BACK, grace + timedelta(days=1)))
    while day <= today:
        closes = closing(day, at, zone)
        if closes <= now and day not in done:
            age = now - closes
            found.append(DueSlot(edition=edition, day=day, closes=closes, late=age > ON_TIME, missed=age > grace))
        day += timedelta(days=1)
    return tuple(found)


def next_closing(now: datetime, *, at: time, zone: ZoneInfo) -> datetime:
    """Return the next instant at which an edition closes, for people to read."""
    today = now.astimezone(zone).date()
    closes = closing(today, at, zone)
    return closes if closes > now else closing(today + timedelta(days=1), at, zone)


def last_closing_day(now: datetime, *, at: time, zone: ZoneInfo) -> date:
    """Return the local day of the last closing at or before `now`."""
    today = now.astimezone(zone).date()
    return today if closing(today, at, zone) <= now else today - timedelta(days=1)


def closing_of(edition: EditionConfig, day: date) -> Closing:
    """Return an edition's regular closing of a day."""
    opens, closes = window(day, edition.closing_time, edition.zone)
    return Closing(edition=edition, day=day, opens=opens, closes=closes)


def coming(edition: EditionConfig, now: datetime) -> Closing:
    """Return the next closing of an edition."""
    closes = next_closing(now, at=edition.closing_time, zone=edition.zone)
    return closing_of(edition, closes.astimezone(edition.zone).date())


def to_prepare(edition: EditionConfig, now: datetime) -> Closing | None:
    """Return the next closing of an edition in the minutes at which it is prepared.

    Preparing may be left out or done twice; it changes how long the closing takes and nothing else.
    """
    soon = coming(edition, now)
    return soon if (soon.closes - now) // timedelta(minutes=1) in PREPARED else None


def prepare_due(engine: Engine, now: datetime) -> tuple[str, ...]:
    """Prepare the closings that are near; return what was done, in words for the log."""
    done: list[str] = []
    for edition in engine.config.editions:
        soon = to_prepare(edition, now)
        if soon is not None and (found := engine.prepare(soon)):
            done.append(f"{edition.name} of {soon.day}: statements of {found} stories found ahead")
    return tuple(done)


def tick(engine: Engine, now: datetime, *, wait: Callable[[float], None]) -> tuple[str, ...]:
    """Do what is due at `now`: close slots, mark missed ones, send; return what was done, in words for the log.

    Call it every 30 seconds, from any number of processes. An edition is closed before it is sent, and sending goes on
    at a later tick where it stopped.
    """
    done: list[str] = []
    for edition in engine.config.editions:
        try:
            done += close_due(engine, edition, now)
        except BouclageError as error:  # one edition's trouble must not keep the others from closing
            done.append(f"{edition.name}: not closed: {error}")
    for edition in engine.config.editions:
        if edition.send:
            try:
                done += send_due(engine, edition, now, wait)
            except BouclageError as error:
                done.append(f"{edition.name}: not sent, tried again at the next tick: {error}")
    return tuple(done)


def close_due(engine: Engine, edition: EditionConfig, now: datetime) -> list[str]:
    """Close an edition's due slots and mark the missed ones; return what was done, in words for the log."""
    done = []
    first = engine.first_day(edition.name, last_closing_day(now, at=edition.closing_time, zone=edition.zone))
    slots = due_slots(
        now,
        edition=edition.name,
        at=edition.closing_time,
        zone=edition.zone,
        grace=timedelta(hours=edition.grace_hours),
        settled=engine.settled(edition.name, first),
        since=first,
    )
    for slot in slots:
        if slot.missed:
            engine.miss(edition.name, slot.day)
            done.append(f"{edition.name} of {slot.day}: missed, not made up after {edition.grace_hours:g} hours")
            continue
        closed = engine.close(replace(closing_of(edition, slot.day), late=slot.late))
        how = (
            f"held: {closed.reason}"
            if closed.status is EditionStatus.HELD
            else "closed late"
            if slot.late
            else "closed"
        )
        done.append(f"{edition.name} of {slot.day}: {how}, {closed.counts.stories} stories")
        try:
            engine.keep_files(closed)
        except StoreError as error:  # the edition is closed and goes out; maintenance writes what is missing
            done.append(f"{edition.name} of {slot.day}: not kept as files: {error}")
    return done


def send_due(engine: Engine, edition: EditionConfig, now: datetime, wait: Callable[[float], None]) -> list[str]:
    """Send what is due of an edition's last days; return what was done, in words for the log."""
    # A reader's own hour is within a day of closing, and what was deferred then is tried again for some hours.
    today = now.astimezone(edition.zone).date()
    days = [today - timedelta(days=back) for back in range(_SEND_BACK)]
    done = []
    for found in engine.to_send(edition.name, days, fresh=timedelta(hours=edition.grace_hours)):
        sent = engine.send(found, wait=wait)
        counts = ", ".join(f"{count} {state}" for state, count in sent.states.items() if count)
        done.append(f"{edition.name} of {found.day}: {counts}")
    return done
