"""Closings in local time, through daylight saving, each slot once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouclage.config import EditionConfig
from bouclage.schedule import ON_TIME, PREPARED, closing, coming, due_slots, next_closing, to_prepare, window

ZURICH = ZoneInfo("Europe/Zurich")
HALF_PAST_FOUR = time(16, 30)
GRACE = timedelta(hours=12)
ZONES = [
    "Europe/Zurich",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",  # jumps at midnight
    "Australia/Lord_Howe",  # jumps by half an hour
    "Asia/Kathmandu",  # +05:45, no daylight saving
    "Africa/Casablanca",  # jumps around Ramadan
    "Pacific/Apia",
    "America/Nuuk",  # jumps late on a Saturday evening
    "UTC",
]
CHANGES_2026 = {
    "Europe/Zurich": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "Asia/Kathmandu": (date(2026, 3, 29), date(2026, 10, 25)),
}
times = st.times().map(lambda at: at.replace(tzinfo=None, fold=0))
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what a clock on the wall shows."""
    return instant.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize("name", CHANGES_2026)
def test_half_past_four_is_half_past_four_on_every_day_around_a_change(name: str) -> None:
    """Three days before to three days after both changes of the clock, the wall shows 16:30 on the day itself."""
    zone = ZoneInfo(name)
    for change in CHANGES_2026[name]:
        for offset in range(-3, 4):
            day = change + timedelta(days=offset)
            assert local(closing(day, HALF_PAST_FOUR, zone), zone) == datetime.combine(day, HALF_PAST_FOUR)


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Europe/Zurich", date(2026, 3, 28), "2026-03-28T15:30:00"),
        ("Europe/Zurich", date(2026, 3, 29), "2026-03-29T14:30:00"),
        ("Europe/Zurich", date(2026, 10, 24), "2026-10-24T14:30:00"),
        ("Europe/Zurich", date(2026, 10, 25), "2026-10-25T15:30:00"),
        ("America/New_York", date(2026, 3, 7), "2026-03-07T21:30:00"),
        ("America/New_York", date(2026, 3, 8), "2026-03-08T20:30:00"),
        ("Australia/Lord_Howe", date(2026, 4, 4), "2026-04-04T05:30:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-05T06:00:00"),
        ("Asia/Kathmandu", date(2026, 7, 1), "2026-07-01T10:45:00"),
    ],
)
def test_the_instant_of_closing_is_known_to_the_second(name: str, day: date, expected: str) -> None:
    """Worked out by hand from each zone's rules, in UTC."""
    assert closing(day, HALF_PAST_FOUR, ZoneInfo(name)) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "day", "at", "expected"),
    [
        ("Europe/Zurich", date(2026, 3, 29), time(2, 0), "2026-03-29T03:00:00"),
        ("Europe/Zurich", date(2026, 3, 29), time(2, 30), "2026-03-29T03:00:00"),
        ("Europe/Zurich", date(2026, 3, 29), time(2, 59, 59, 999999), "2026-03-29T03:00:00"),
        ("Europe/Zurich", date(2026, 3, 29), time(3, 0), "2026-03-29T03:00:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04T02:30:00"),
        ("America/Havana", date(2026, 3, 8), time(0, 30), "2026-03-08T01:00:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(16, 30), "2011-12-31T00:00:00"),  # a day that never was
    ],
)
def test_a_time_the_clock_jumps_over_is_the_first_moment_after_the_jump(
    name: str, day: date, at: time, expected: str
) -> None:
    """02:30 on a spring night does not exist; neither earlier nor later than the jump is right."""
    zone = ZoneInfo(name)
    assert local(closing(day, at, zone), zone) == datetime.fromisoformat(expected)


def test_a_time_the_clock_shows_twice_is_the_first() -> None:
    """02:30 on an autumn night comes twice; the edition closes once, in summer time."""
    assert closing(date(2026, 10, 25), time(2, 30), ZURICH) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert closing(date(2026, 10, 25), time(2, 30, fold=1), ZURICH) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(day=days, at=times, name=st.sampled_from(ZONES))
def test_a_closing_shows_its_time_or_the_end_of_a_jump(day: date, at: time, name: str) -> None:
    """Whatever the zone and time: the wall shows it, or the offset has changed in this very second."""
    zone = ZoneInfo(name)
    instant = closing(day, at, zone)
    assert instant.utcoffset() == timedelta(0)
    if local(instant, zone) != datetime.combine(day, at):
        before = instant - timedelta(seconds=1)
        assert local(instant, zone) > datetime.combine(day, at) > local(before, zone)
        assert before.astimezone(zone).utcoffset() != instant.astimezone(zone).utcoffset()


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("at", [HALF_PAST_FOUR, time(2, 30), time(0, 0), time(23, 45)])
def test_windows_tile_three_years(name: str, at: time) -> None:
    """Each window opens when the one before closed: no moment belongs to two editions or to none."""
    zone = ZoneInfo(name)
    closed = window(date(2025, 12, 31), at, zone)[1]
    for number in range(3 * 365):
        opens, closes = window(date(2026, 1, 1) + timedelta(days=number), at, zone)
        assert opens == closed < closes
        closed = closes


@given(moment=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), at=times, name=st.sampled_from(ZONES))  # noqa: DTZ001
def test_every_moment_is_in_exactly_one_window(moment: datetime, at: time, name: str) -> None:
    """An item's time decides its edition without doubt, on every day, in every zone, for every closing time."""
    zone = ZoneInfo(name)
    moment = moment.replace(tzinfo=UTC)
    around = [moment.astimezone(zone).date() + timedelta(days=offset) for offset in (-2, -1, 0, 1, 2)]
    spans = [window(day, at, zone) for day in around]
    assert sum(opens < moment <= closes for opens, closes in spans) == 1


def test_a_slot_is_due_from_its_second_on() -> None:
    """Not a second early; at 16:30:00 sharp; and no more once it is settled."""
    day = date(2026, 9, 8)
    closes = closing(day, HALF_PAST_FOUR, ZURICH)

    def due(now: datetime, settled: tuple[date, ...] = ()) -> list[date]:
        found = due_slots(
            now, edition="evening", at=HALF_PAST_FOUR, zone=ZURICH, grace=GRACE, settled=settled, since=day
        )
        return [slot.day for slot in found]

    assert due(closes - timedelta(microseconds=1)) == []
    assert due(closes) == [day]
    assert due(closes, settled=(day,)) == []


@pytest.mark.parametrize(
    ("age", "late", "missed"),
    [
        (timedelta(0), False, False),
        (ON_TIME, False, False),
        (ON_TIME + timedelta(seconds=1), True, False),
        (GRACE, True, False),
        (GRACE + timedelta(seconds=1), True, True),
        (timedelta(days=3), True, True),
    ],
)
def test_a_missed_closing_is_made_up_late_within_its_grace(age: timedelta, late: bool, missed: bool) -> None:
    """A little late is on time, later is marked late, and beyond the grace it is told as missed, not mailed."""
    day = date(2026, 9, 8)
    closes = closing(day, HALF_PAST_FOUR, ZURICH)
    slot = due_slots(
        closes + age, edition="evening", at=HALF_PAST_FOUR, zone=ZURICH, grace=GRACE, settled=(), since=day
    )[0]
    assert (slot.edition, slot.day, slot.closes, slot.late, slot.missed) == ("evening", day, closes, late, missed)


def test_nothing_is_due_before_the_day_we_began() -> None:
    """A fresh installation owes no editions of the days before it."""
    now = closing(date(2026, 9, 8), HALF_PAST_FOUR, ZURICH) + timedelta(hours=1)
    found = due_slots(now, edition="e", at=HALF_PAST_FOUR, zone=ZURICH, grace=GRACE, settled=(), since=date(2026, 9, 7))
    assert [slot.day for slot in found] == [date(2026, 9, 7), date(2026, 9, 8)]
    assert not due_slots(
        now, edition="e", at=HALF_PAST_FOUR, zone=ZURICH, grace=GRACE, settled=(), since=date(2026, 9, 9)
    )


def test_after_a_long_pause_only_the_last_week_is_told_of() -> None:
    """A machine off for a year does not come back with 365 excuses."""
    now = datetime(2026, 9, 8, 20, 0, tzinfo=UTC)
    found = due_slots(now, edition="e", at=HALF_PAST_FOUR, zone=ZURICH, grace=GRACE, settled=(), since=date(2025, 9, 8))
    assert [slot.day for slot in found] == [date(2026, 9, day) for day in range(1, 9)]
    assert [slot.missed for slot in found] == [True] * 7 + [False]


def test_a_grace_longer_than_a_week_is_kept() -> None:
    """Who asks for ten days of grace gets the closing of nine days ago made up."""
    now = datetime(2026, 9, 17, 20, 0, tzinfo=UTC)
    found = due_slots(
        now,
        edition="e",
        at=HALF_PAST_FOUR,
        zone=ZURICH,
        grace=timedelta(days=10),
        settled=(),
        since=date(2026, 9, 8),
    )
    assert found[0].day == date(2026, 9, 8)
    assert not found[0].missed


@settings(max_examples=30)
@given(
    pauses=st.lists(st.floats(0.01, 100).map(lambda number: timedelta(hours=number)), min_size=1, max_size=40),
    at=st.sampled_from([HALF_PAST_FOUR, time(2, 30), time(23, 59, 59)]),
    name=st.sampled_from(ZONES),
)
def test_two_years_of_ticks_find_each_of_730_slots_once(pauses: list[timedelta], at: time, name: str) -> None:
    """However irregularly the clock is asked, every day's slot comes up exactly once, in order, never early."""
    zone = ZoneInfo(name)
    since, last = date(2026, 1, 1), date(2027, 12, 31)
    now = closing(since, at, zone) - timedelta(hours=1)
    end = closing(last, at, zone)
    found: list[date] = []
    number = 0
    while now < end:
        now = min(now + pauses[number % len(pauses)] + timedelta(hours=6), end)
        number += 1
        for slot in due_slots(
            now, edition="e", at=at, zone=zone, grace=GRACE, settled=frozenset(found[-12:]), since=since
        ):
            assert slot.closes <= now
            assert slot.late == (now - slot.closes > ON_TIME)
            assert slot.missed == (now - slot.closes > GRACE)
            found.append(slot.day)
    assert found == [since + timedelta(days=offset) for offset in range(730)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-08T14:29:59", "2026-09-08T14:30:00"),
        ("2026-09-08T14:30:00", "2026-09-09T14:30:00"),
        ("2026-10-24T20:00:00", "2026-10-25T15:30:00"),
        ("2026-09-08T22:30:00", "2026-09-09T14:30:00"),
    ],
)
def test_the_next_closing_is_ahead_of_now(now: str, expected: str) -> None:
    """Before, at and after today's closing, over a change of the clock, and when here it is tomorrow already."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_closing(moment, at=HALF_PAST_FOUR, zone=ZURICH) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(day=days, zone=st.sampled_from(ZONES), at=times)
@settings(max_examples=60, deadline=None)
def test_a_closing_is_prepared_in_the_minutes_before_it(day: date, zone: str, at: time) -> None:
    """Whatever the clocks do, a closing is prepared at the same minutes before it, and it is the one that comes."""
    edition = EditionConfig(closes=f"{at:%H:%M}", time_zone=zone)
    closes = closing(day, edition.closing_time, edition.zone)
    minutes = [back for back in range(1, 120) if to_prepare(edition, closes - timedelta(minutes=back, seconds=-1))]

    assert minutes == sorted(minute + 1 for minute in PREPARED)
    soon = coming(edition, closes - timedelta(seconds=1))
    assert (soon.day, soon.closes) == (day, closes)
