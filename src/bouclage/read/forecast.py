"""Forecast: what MET Norway's Locationforecast 2.0 (compact) says → the weather of the next days."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from bouclage.records import Document, Refusal, RefusalReason, Sky, Weather, WeatherDay, WeatherService

_STEPS = 400  # of one forecast: ten days by the hour would be 240
_NOON = (10, 14)  # local hours at which a symbol speaks for the day, first one included
_SKIES = (  # by a part of the symbol's name, the first that fits
    ("thunder", Sky.THUNDER),
    ("sleet", Sky.SLEET),
    ("snow", Sky.SNOW),
    ("heavyrain", Sky.HEAVY_RAIN),
    ("rainshowers", Sky.SHOWERS),
    ("rain", Sky.RAIN),
    ("fog", Sky.FOG),
    ("partlycloudy", Sky.PARTLY_CLOUDY),
    ("cloudy", Sky.CLOUDY),
    ("fair", Sky.FAIR),
    ("clearsky", Sky.CLEAR),
)


@dataclass(slots=True)
class _Day:
    """What is gathered of one local day."""

    temperatures: list[float] = field(default_factory=list)
    rain: float | None = None
    skies: list[tuple[float, str]] = field(default_factory=list)  # (hours away from midday, symbol)


def read_forecast(document: Document, *, place: str, zone: ZoneInfo) -> Weather | Refusal:
    """Return the weather of `place` by local days of `zone`, or why the document does not hold it.

    A day's temperatures are the lowest and highest of its steps, its sky the symbol of the six (or one, or twelve)
    hours that begin nearest to midday. Days of which only the night is told are left out.
    """
    try:
        properties = json.loads(document.body)["properties"]
        made = _moment(properties["meta"]["updated_at"])
        steps = list(properties["timeseries"])[:_STEPS]
        days = _days(steps, zone)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        return _refused(document, f"no forecast that we can read: {type(error).__name__} {error}"[:200])
    if not days:
        return _refused(document, "a forecast without a day")
    return Weather(place=place, service=WeatherService.MET_NORWAY, made=made, days=tuple(days))


def _days(steps: list[Any], zone: ZoneInfo) -> list[WeatherDay]:
    gathered: dict[date, _Day] = {}
    covered = datetime.min.replace(tzinfo=UTC)  # up to here rain is counted: steps of one and of six hours overlap
    for step in steps:
        begins = _moment(step["time"])
        local = begins.astimezone(zone)
        day = gathered.setdefault(local.date(), _Day())
        data = step["data"]
        day.temperatures.append(_number(data["instant"]["details"]["air_temperature"]))
        for hours in (6, 1, 12):
            symbol = data.get(f"next_{hours}_hours", {}).get("summary", {}).get("symbol_code")
            if symbol:
                day.skies.append((abs(local.hour + local.minute / 60 + hours / 2 - 13), str(symbol)))
                break
        for hours in (1, 6):
            amount = data.get(f"next_{hours}_hours", {}).get("details", {}).get("precipitation_amount")
            if amount is not None and begins >= covered:
                day.rain = (day.rain or 0.0) + _number(amount)
                covered = datetime.fromtimestamp(begins.timestamp() + hours * 3600, UTC)
                break
    return [_told(on, day) for on, day in sorted(gathered.items()) if _has_daytime(day)]


def _has_daytime(day: _Day) -> bool:
    """Whether some symbol of the day is of its middle: a day begun at 22:00 has no weather to tell."""
    return any(away <= (_NOON[1] - _NOON[0]) for away, _ in day.skies)


def _told(on: date, day: _Day) -> WeatherDay:
    symbol = min(day.skies)[1]
    return WeatherDay(
        day=on,
        sky=next((sky for part, sky in _SKIES if part in symbol), None),
        low=min(day.temperatures),
        high=max(day.temperatures),
        rain_mm=None if day.rain is None else round(day.rain, 1),
    )


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value!r} is no number")
    return number


def _refused(document: Document, detail: str) -> Refusal:
    return Refusal(
        item=document.url,
        source_id=document.source_id,
        url=document.url,
        reason=RefusalReason.UNREADABLE,
        detail=detail,
    )
