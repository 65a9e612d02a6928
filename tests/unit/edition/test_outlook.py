"""Which days of a forecast an edition prints."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bouclage.edition import outlook
from bouclage.records import Sky, Weather, WeatherDay, WeatherService

ZONE = ZoneInfo("Europe/Zurich")
CLOSES = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
WEATHER = Weather(
    place="Genève",
    service=WeatherService.MET_NORWAY,
    made=CLOSES - timedelta(hours=1),
    days=tuple(WeatherDay(day=date(2026, 9, 8 + n), sky=Sky.FAIR, high=20.0 + n) for n in range(6)),
)


def _days(closes: datetime, now: datetime | None = None) -> list[int]:
    found = outlook(WEATHER, closes=closes, now=now or closes, zone=ZONE)
    return [day.day.day for day in found.days] if found else []


def test_an_evening_edition_tells_of_tomorrow() -> None:
    """At 16:30 today's weather is known to everybody: tomorrow and two days more; in the morning, today first."""
    assert _days(CLOSES) == [9, 10, 11]
    assert _days(CLOSES.replace(hour=4)) == [8, 9, 10]


def test_what_is_stale_or_of_other_days_is_left_out() -> None:
    """An old forecast, and an edition of long ago that is closed now, have no weather rather than a wrong one."""
    assert _days(CLOSES, CLOSES + timedelta(hours=24)) == []
    assert _days(CLOSES - timedelta(days=3), CLOSES) == []
    assert outlook(None, closes=CLOSES, now=CLOSES, zone=ZONE) is None
