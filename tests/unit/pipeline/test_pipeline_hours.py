"""When a reader gets an edition, on their own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import NOON, an_edition

from bouclage.config import Config
from bouclage.pipeline.post import hour_of
from bouclage.records import Subscriber, instant_of

CONFIG = Config()
CLOSES = an_edition().closes  # 16:30 in Zurich, summer time


def of(hour: str | None = None, zone: str | None = None, closes: datetime = CLOSES) -> datetime:
    """Return when a reader with this hour and zone gets the edition."""
    reader = Subscriber(address="a@example.org", hour=hour, time_zone=zone, created=NOON, changed=NOON)
    return hour_of(reader, an_edition(opens=closes - timedelta(days=1), closes=closes, closed=closes), CONFIG)


@pytest.mark.parametrize(
    ("hour", "zone", "expected"),
    [
        (None, None, "2026-09-08T14:30"),
        (None, "Europe/Zurich", "2026-09-08T14:30"),
        ("18:00", None, "2026-09-08T16:00"),
        ("07:00", None, "2026-09-09T05:00"),
        ("16:29", None, "2026-09-09T14:29"),
        (None, "America/New_York", "2026-09-08T20:30"),
        (None, "Asia/Tokyo", "2026-09-09T07:30"),
        (None, "Asia/Kathmandu", "2026-09-09T10:45"),
        ("16:30", "Nowhere/Atoll", "2026-09-08T14:30"),
    ],
)
def test_first_time_after_closing_that_their_clock_shows_it(hour: str | None, zone: str | None, expected: str) -> None:
    """At closing for who chose nothing; else at their hour, today or tomorrow, never before the edition is closed."""
    assert of(hour, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_nights_when_clocks_change() -> None:
    """02:30 is skipped in March: the first moment after the jump. In October it comes twice: the first counts."""
    zurich = ZoneInfo("Europe/Zurich")
    spring = of("02:30", closes=instant_of(date(2026, 3, 28), time(16, 30), zurich))
    autumn = of("02:30", closes=instant_of(date(2026, 10, 24), time(16, 30), zurich))
    assert spring == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(
    st.times(),
    st.sampled_from(["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]),
    st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
)
def test_always_within_a_day_or_so_and_never_before_closing(at: object, zone: str, closes: datetime) -> None:
    """Whatever the hour, the zone and the night: after closing, and within 25 hours of it."""
    hour = f"{at:%H:%M}"  # type: ignore[str-bytes-safe]
    wait = of(hour, zone, closes) - closes
    assert timedelta(0) <= wait <= timedelta(hours=25)
