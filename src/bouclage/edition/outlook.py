"""Outlook: the days of a forecast that stand before the reader of an edition."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bouclage.records import Weather

_DAYS = 3  # further than that a forecast is no news
_STALE = timedelta(hours=24)  # services make one every hour to six hours: an older one is a fault, not the weather
_NOON = 12  # an edition closed before it speaks of the day that begins, a later one of those to come


def outlook(weather: Weather | None, *, closes: datetime, now: datetime, zone: ZoneInfo) -> Weather | None:
    """Return the weather that an edition closing at `closes` prints; None where there is none worth printing `now`."""
    if weather is None or abs(now - weather.made) > _STALE:
        return None
    local = closes.astimezone(zone)
    first = local.date() if local.hour < _NOON else local.date() + timedelta(days=1)
    days = tuple(
        day
        for day in weather.days
        if first <= day.day < first + timedelta(days=_DAYS) and (day.sky, day.low, day.high) != (None, None, None)
    )
    return replace(weather, days=days) if days and days[0].day == first else None
