"""Answers of weather services, in their shape and with invented values."""

from datetime import datetime, timedelta
from typing import Any

POINTS = (
    "point_id;point_type_id;station_abbr;postal_code;point_name;point_type_de;point_type_fr;point_type_it;"
    "point_type_en;point_height_masl;point_coordinates_lv95_east;point_coordinates_lv95_north;"
    "point_coordinates_wgs84_lat;point_coordinates_wgs84_lon\n"
    "7;1;AAA;;Au-dessus;Station;Station;Stazione;Station;1200.0;2500000;1118000;46.2500;6.2000\n"
    "120100;2;;1201;Genève;PLZ;NPA;NPA;Postal code;380.0;2500000;1118000;46.2100;6.1430\n"
    "120100;3;;;Un sommet;Berg;Montagne;Montagna;Mountain;2000.0;2500000;1118000;46.2044;6.1432\n"
)


def step(time: datetime, temperature: float, hours: int, symbol: str, rain: float) -> dict[str, Any]:
    """Return one step of Locationforecast 2.0, compact."""
    ahead = {"summary": {"symbol_code": symbol}, "details": {"precipitation_amount": rain}}
    data = {"instant": {"details": {"air_temperature": temperature, "wind_speed": 2.0}}, f"next_{hours}_hours": ahead}
    return {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "data": data}


def compact(steps: list[dict[str, Any]], made: str = "2026-09-08T13:30:00Z") -> dict[str, Any]:
    """Return a whole answer of Locationforecast 2.0."""
    meta = {"updated_at": made, "units": {"air_temperature": "celsius"}}
    return {"type": "Feature", "properties": {"meta": meta, "timeseries": steps}}


def by_hour(begins: datetime, hours: int) -> list[dict[str, Any]]:
    """Return hourly steps: colder at night, a shower at noon UTC, one millimetre in each hour of the 9th."""
    steps = []
    for number in range(hours):
        at = begins + timedelta(hours=number)
        symbol = "rainshowers_day" if at.hour == 12 else "fair_day"
        steps.append(step(at, 8.0 + (at.hour if at.hour <= 13 else 0), 1, symbol, 1.0 if at.day == 9 else 0.0))
    return steps
