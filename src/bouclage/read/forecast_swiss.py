"""Swiss forecast: MeteoSwiss' open local forecasts: a table of points, a list of runs, a CSV a parameter → weather.

Format: opendatadocs.meteoswiss.ch, "Local forecast data". Semicolons, Latin-1; times are YYYYMMDDHHMM in UTC, those of
daily values the beginning of the day. The symbols' numbers are MeteoSwiss'; what they mean is told in our own words.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from math import cos, hypot, isfinite, radians
from zoneinfo import ZoneInfo

from bouclage.records import (
    Document,
    Refusal,
    RefusalReason,
    Sky,
    Weather,
    WeatherDay,
    WeatherPoint,
    WeatherService,
)

SYMBOL, LOW, HIGH, RAIN = "jp2000d0", "tre200pn", "tre200px", "rka150p0"
PARAMETERS = (SYMBOL, LOW, HIGH, RAIN)  # daily values, by local days; published for every kind of point
_ZONE = ZoneInfo("Europe/Zurich")
_KM_A_DEGREE = 111.2
_FARTHEST_KM = 25.0  # postal codes lie closer together than that anywhere in the country
_KINDS = ("1", "2")  # stations and postal codes; "3" are summits and huts, whose weather is not the valley's
_SKIES: dict[Sky, tuple[int, ...]] = {
    Sky.CLEAR: (1,),
    Sky.FAIR: (2, 26),
    Sky.PARTLY_CLOUDY: (3,),
    Sky.CLOUDY: (4, 5, 35),
    Sky.FOG: (27, 28),
    Sky.SHOWERS: (6, 9, 29, 32, 33),
    Sky.RAIN: (14, 17),
    Sky.HEAVY_RAIN: (20,),
    Sky.SLEET: (7, 10, 15, 18, 21, 31),
    Sky.SNOW: (8, 11, 16, 19, 22, 30, 34),
    Sky.THUNDER: (12, 13, 23, 24, 25, 36, 37, 38, 39, 40, 41, 42),
}
_BY_NUMBER = {number: sky for sky, numbers in _SKIES.items() for number in numbers}


def nearest_point(document: Document, latitude: float, longitude: float) -> WeatherPoint | Refusal:
    """Return the station or postal code nearest to a place, or why there is none."""
    nearest: tuple[float, str, str] | None = None
    try:
        for row in _rows(document):
            if row["point_type_id"] not in _KINDS:
                continue
            north = float(row["point_coordinates_wgs84_lat"]) - latitude
            east = (float(row["point_coordinates_wgs84_lon"]) - longitude) * cos(radians(latitude))
            found = (hypot(north, east) * _KM_A_DEGREE, row["point_type_id"], row["point_id"])
            if isfinite(found[0]) and (nearest is None or found < nearest):
                nearest = found
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        return _refused(document, f"no table of points that we can read: {error!r}"[:200])
    if nearest is None or nearest[0] > _FARTHEST_KM:
        return _refused(document, f"MeteoSwiss has no point near {latitude}, {longitude}")
    return WeatherPoint(kind=nearest[1], id=nearest[2], found=document.fetched)


def newest_run(document: Document) -> tuple[datetime, dict[str, str]] | Refusal:
    """Return when the newest run with all our parameters was made, and their addresses; or why there is none.

    A run's files are published one by one, so the newest may not be whole yet.
    """
    runs: dict[str, dict[str, str]] = {}
    try:
        for name, asset in json.loads(document.body)["assets"].items():
            parts = name.split(".")  # vnut12.lssw.202609081300.tre200px.csv
            if len(parts) == 5 and parts[3] in PARAMETERS:
                runs.setdefault(parts[2], {})[parts[3]] = str(asset["href"])
        whole = {_moment(run): found for run, found in runs.items() if len(found) == len(PARAMETERS)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _refused(document, f"no list of runs that we can read: {error!r}"[:200])
    if not whole:
        return _refused(document, "no run with all that we ask for")
    return max(whole.items())


def read_swiss(
    documents: Mapping[str, Document], point: WeatherPoint, *, place: str, made: datetime
) -> Weather | Refusal:
    """Return the weather of a point from its run's files, by parameter; or why they do not hold it."""
    values: dict[str, dict[date, float]] = {}
    for parameter in PARAMETERS:
        try:
            values[parameter] = {
                _moment(row["Date"]).astimezone(_ZONE).date(): value
                for row in _rows(documents[parameter])
                if row["point_id"] == point.id
                and row["point_type_id"] == point.kind
                and (value := _number(row[parameter])) is not None
            }
        except (ValueError, KeyError, TypeError, csv.Error) as error:
            return _refused(documents[parameter], f"no values that we can read: {error!r}"[:200])
    days = [
        WeatherDay(
            day=day,
            sky=_BY_NUMBER.get(int(values[SYMBOL].get(day, 0)) % 100),
            low=values[LOW].get(day),
            high=values[HIGH].get(day),
            rain_mm=values[RAIN].get(day),
        )
        for day in sorted(values[HIGH])
    ]
    if not days:
        return _refused(documents[HIGH], f"nothing of point {point.id}")
    return Weather(place=place, service=WeatherService.METEOSWISS, made=made, days=tuple(days))


def _rows(document: Document) -> Iterator[dict[str, str]]:
    return csv.DictReader(document.body.decode("latin-1").splitlines(), delimiter=";")


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)


def _number(text: str | None) -> float | None:
    """Return a value; None where it is missing: MeteoSwiss writes nothing, a dash or 32767 there."""
    if not text or text == "-":
        return None
    number = float(text)
    return number if isfinite(number) and abs(number) < 10_000 else None


def _refused(document: Document, detail: str) -> Refusal:
    return Refusal(
        item=document.url,
        source_id=document.source_id,
        url=document.url,
        reason=RefusalReason.UNREADABLE,
        detail=detail,
    )
