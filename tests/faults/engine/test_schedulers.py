"""The schedule shaken: clocks that jump, two schedulers on one store, a disk that is full at closing time."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bouclage.errors import StoreError
from bouclage.schedule import tick
from bouclage.store import SlotState, Store, open_store
from tests.flow.test_clock import Newsroom
from tests.flow.test_clock import newsroom as newsroom  # noqa: PLC0414 - the fixture
from tests.postgresql import chosen

ZURICH = ZoneInfo("Europe/Zurich")


def _local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZURICH).astimezone(UTC)


def test_a_clock_that_jumps_closes_and_mails_each_day_once(newsroom: Newsroom) -> None:
    """Set back and forth by up to three hours at every look, the clock closes no edition early, and none twice."""
    dice = random.Random(12)
    days = [date(2026, 10, 20) + timedelta(days=number) for number in range(12)]  # the clocks change on the 25th
    for day in days:
        newsroom.news(f"{day}T13:00", f"Nouvelle du {day}")
        seen: set[date] = set()
        for _ in range(12):
            newsroom.clock.now = _local(day, 16, 30) + timedelta(minutes=dice.uniform(-180, 180))
            before = newsroom.clock()
            tick(newsroom.engine, before, wait=lambda _s: None)
            with newsroom.store.read() as tx:
                closed = set(tx.editions.days("evening"))
            assert day not in closed or before >= _local(day, 16, 30) or day in seen
            seen = closed
        newsroom.clock.now = _local(day, 20)
        tick(newsroom.engine, newsroom.clock(), wait=lambda _s: None)

    with newsroom.store.read() as tx:
        editions = [tx.editions.get("evening", day) for day in days]
    assert [one.closes for one in editions] == [_local(day, 16, 30) for day in days]
    assert [[story.headline.text for story in one.stories] for one in editions] == [
        [f"Nouvelle du {day}"] for day in days
    ]
    assert newsroom.sink.count == len(days)


def test_two_schedulers_at_one_second(newsroom: Newsroom, tmp_path: Path) -> None:
    """Two schedulers that look at the very same moment, day after day, close once and mail once between them."""
    days = [date(2026, 10, 20) + timedelta(days=number) for number in range(8)]
    with ExitStack() as stack:
        stores = [stack.enter_context(open_store(chosen(f"sqlite:///{tmp_path / 'b.db'}"))) for _ in range(2)]
        engines = [replace(newsroom.engine, store=store) for store in stores]
        for day in days:
            newsroom.news(f"{day}T13:00", f"Nouvelle du {day}")
            newsroom.clock.now = _local(day, 16, 30)
            start = threading.Barrier(len(engines))

            def look(number: int, start: threading.Barrier = start) -> None:
                start.wait(timeout=60)
                tick(engines[number], newsroom.clock(), wait=lambda _s: None)

            threads = [threading.Thread(target=look, args=(number,)) for number in range(len(engines))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(timeout=120)
            newsroom.clock.now += timedelta(minutes=1)
            tick(engines[0], newsroom.clock(), wait=lambda _s: None)  # who found the other at work looks again

    with newsroom.store.read() as tx:
        assert sorted(tx.editions.days("evening")) == days
        assert {slot.state for slot in tx.slots.list("evening", since=days[0])} == {SlotState.DONE}
    assert Counter(one.rcpt for one in newsroom.sink.received) == {("anna@example.org",): len(days)}


@contextmanager
def _full(store: Store, spare: int) -> Iterator[None]:
    """Let the store's file grow by so many pages and no further."""

    def bound(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + spare}")

    store.close()
    event.listen(store.engine, "connect", bound)
    try:
        yield
    finally:
        event.remove(store.engine, "connect", bound)
        store.close()  # the bound goes with its connections


def test_a_disk_that_is_full_at_closing_time(newsroom: Newsroom) -> None:
    """Nothing of the edition is kept and nobody is mailed; once there is room it closes, once, with all its news."""
    if newsroom.store.engine.dialect.name != "sqlite":
        pytest.skip("the bound is SQLite's; a full PostgreSQL is its operator's")
    for number in range(40):
        newsroom.news("2026-10-20T14:00", f"Nouvelle numéro {number} du conseil de la commune {number * 7}")
    with _full(newsroom.store, spare=2):
        done = newsroom.at("2026-10-20T16:30")
        with newsroom.store.read() as tx:
            assert tx.editions.days("evening") == ()
    assert any("disk is full" in line for line in done)
    assert newsroom.sink.count == 0

    newsroom.at("2026-10-20T16:31")

    with newsroom.store.read() as tx:
        assert tx.editions.get("evening", date(2026, 10, 20)).counts.printed == 40
        assert tx.editions.get("evening", date(2026, 10, 20)).counts.adds_up
    assert newsroom.sink.count == 1


def test_maintenance_on_a_full_disk_loses_nothing(newsroom: Newsroom) -> None:
    """Maintenance that finds no room says so and keeps what there was; with room again it is done."""
    if newsroom.store.engine.dialect.name != "sqlite":
        pytest.skip("the bound is SQLite's")
    newsroom.news("2026-10-20T14:00", "Le pont est rouvert")
    newsroom.at("2026-10-20T16:30")
    newsroom.clock.now = _local(date(2026, 10, 21), 9)
    with _full(newsroom.store, spare=0):
        try:
            newsroom.engine.maintain()
        except StoreError as error:
            assert "full" in str(error)  # noqa: PT017 - it may find room in free pages

    newsroom.engine.maintain()

    with newsroom.store.read() as tx:
        assert tx.keeping.ran(date(2026, 10, 21))
        assert tx.editions.get("evening", date(2026, 10, 20)).counts.printed == 1
