"""What weather services send, and what becomes of it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bouclage.read import nearest_point, newest_run, read_forecast, read_swiss
from bouclage.records import Document, Refusal, Sky, Weather, WeatherDay, WeatherPoint
from tests.weather_samples import POINTS, by_hour, compact, step

NOW = datetime(2026, 9, 8, 14, 5, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Zurich")


def doc(body: Any) -> Document:
    """Return an answer with this body."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return Document(
        source_id="weather",
        url="https://weather.example/x",
        final_url="https://weather.example/x",
        fetched=NOW,
        body=text.encode("latin-1") if isinstance(text, str) else text,
    )


def test_hours_become_days_of_the_place() -> None:
    """Lowest, highest and rain are of local days; the sky is that of midday; the rest of today's night is no day."""
    weather = read_forecast(
        doc(compact(by_hour(NOW.replace(minute=0) + timedelta(hours=6), 52))), place="Genève", zone=ZONE
    )

    assert isinstance(weather, Weather)
    assert weather.made == datetime(2026, 9, 8, 13, 30, tzinfo=UTC)
    assert [day.day for day in weather.days] == [date(2026, 9, 9), date(2026, 9, 10)]
    # 22 of the local day's 24 hours lie on the 9th UTC
    assert weather.days[0] == WeatherDay(day=date(2026, 9, 9), sky=Sky.FAIR, low=8.0, high=21.0, rain_mm=22.0)


def test_six_hours_are_not_counted_twice() -> None:
    """Where hours give way to steps of six hours, each millimetre counts once."""
    midnight = datetime(2026, 9, 8, 22, tzinfo=UTC)  # local midnight
    hours = [step(midnight + timedelta(hours=n), 10, 1, "cloudy", 1.0) for n in range(12)]
    sixes = [step(midnight + timedelta(hours=12 + 6 * n), 12, 6, "heavyrain", 5.0) for n in range(2)]
    for one in hours:
        one["data"]["next_6_hours"] = {"summary": {"symbol_code": "rain"}, "details": {"precipitation_amount": 6.0}}
    weather = read_forecast(doc(compact(hours + sixes)), place="x", zone=ZONE)

    assert isinstance(weather, Weather)
    assert weather.days[0].rain_mm == 22.0
    assert weather.days[0].sky is Sky.RAIN


@pytest.mark.parametrize(
    ("symbol", "sky"),
    [
        ("clearsky_day", Sky.CLEAR),
        ("partlycloudy_night", Sky.PARTLY_CLOUDY),
        ("lightrainshowersandthunder_day", Sky.THUNDER),
        ("heavysleet", Sky.SLEET),
        ("lightssnowshowersandthunder_day", Sky.THUNDER),
        ("snowshowers_polartwilight", Sky.SNOW),
        ("heavyrainshowers_day", Sky.HEAVY_RAIN),
        ("lightrain", Sky.RAIN),
        ("fog", Sky.FOG),
        ("something_new", None),
    ],
)
def test_symbols(symbol: str, sky: Sky | None) -> None:
    """Every family of symbols has its drawing; one we do not know has none, and the day still its temperatures."""
    noon = datetime(2026, 9, 9, 8, tzinfo=UTC)
    weather = read_forecast(doc(compact([step(noon, 9, 6, symbol, 0)])), place="x", zone=ZONE)

    assert isinstance(weather, Weather)
    assert (weather.days[0].sky, weather.days[0].high) == (sky, 9)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>down for maintenance</html>",
        b"[]",
        b"{}",
        b'{"properties": {"meta": {"updated_at": "soon"}, "timeseries": []}}',
        b'{"properties": {"meta": {"updated_at": "2026-09-08T13:30:00Z"}, "timeseries": []}}',
        b'{"properties": {"meta": {"updated_at": "2026-09-08T13:30:00Z"}, "timeseries": [{"time": 3}]}}',
        json.dumps(compact([step(NOW, float("nan"), 6, "fog", 0)])).encode(),
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_no_forecast(body: bytes) -> None:
    """What is no forecast is refused with a reason, whatever came."""
    found = read_forecast(doc(body), place="x", zone=ZONE)

    assert isinstance(found, Refusal)
    assert found.detail


POINT = WeatherPoint(id="120100", kind="2", found=NOW)


def values(parameter: str, *rows: tuple[str, str, str, str]) -> Document:
    """Return a file of daily values."""
    head = f"point_id;point_type_id;Date;{parameter}\n"
    return doc(head + "".join(";".join(row) + "\n" for row in rows))


def test_the_nearest_point_is_no_summit() -> None:
    """A station or a postal code stands for a town, not the hut above it; a far place has none."""
    assert nearest_point(doc(POINTS), 46.2044, 6.1432) == POINT
    assert isinstance(nearest_point(doc(POINTS), 48.85, 2.35), Refusal)
    assert isinstance(nearest_point(doc("<html>"), 46.2, 6.1), Refusal)


def test_the_newest_whole_run() -> None:
    """A run whose files are not all there yet is passed over."""

    def name(run: str, parameter: str) -> str:
        return f"vnut12.lssw.{run}.{parameter}.csv"

    daily = ("jp2000d0", "tre200pn", "tre200px", "rka150p0")
    whole = {
        name(run, one): {"href": f"https://x/{run}/{one}"} for run in ("202609081200", "202609081300") for one in daily
    }
    begun = {name("202609081400", "tre200px"): {"href": "https://x/14"}}
    found = newest_run(doc({"assets": whole | begun | {"odd": {"href": "y"}}}))

    assert found == (datetime(2026, 9, 8, 13, tzinfo=UTC), {one: f"https://x/202609081300/{one}" for one in daily})
    assert isinstance(newest_run(doc({"assets": begun})), Refusal)
    assert isinstance(newest_run(doc("no json")), Refusal)


def test_swiss_days() -> None:
    """A day's begin is told at 00:00 or at local midnight in UTC; other points and missing values are left out."""
    files = {
        "jp2000d0": values("jp2000d0", ("120100", "2", "202609090000", "29"), ("120100", "2", "202609100000", "1")),
        "tre200pn": values("tre200pn", ("120100", "2", "202609082200", "9.4"), ("120100", "2", "202609092200", "-")),
        "tre200px": values(
            "tre200px",
            ("120100", "1", "202609082200", "40.0"),
            ("120100", "2", "202609082200", "18.2"),
            ("120100", "2", "202609092200", "21.0"),
        ),
        "rka150p0": values(
            "rka150p0", ("120100", "2", "202609082200", "3.1"), ("120100", "2", "202609092200", "32767")
        ),
    }
    weather = read_swiss(files, POINT, place="Genève", made=NOW)

    assert isinstance(weather, Weather)
    assert weather.days == (
        WeatherDay(day=date(2026, 9, 9), sky=Sky.SHOWERS, low=9.4, high=18.2, rain_mm=3.1),
        WeatherDay(day=date(2026, 9, 10), sky=Sky.CLEAR, high=21.0),
    )


def test_swiss_files_without_our_point() -> None:
    """A file that says nothing of the point, or is no such file, is refused."""
    files = {one: values(one) for one in ("jp2000d0", "tre200pn", "tre200px", "rka150p0")}

    assert isinstance(read_swiss(files, POINT, place="x", made=NOW), Refusal)
    assert isinstance(read_swiss(files | {"tre200px": doc("a;b\n1;2\n")}, POINT, place="x", made=NOW), Refusal)
