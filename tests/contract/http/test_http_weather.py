"""The weather is asked for as its services wish, and a service that fails costs nothing but its weather."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from tests.weather_samples import POINTS, by_hour, compact

from bouclage.config import Config, WeatherConfig
from bouclage.pipeline import renew_weather
from bouclage.records import Forecast, WeatherService
from bouclage.store import Store, open_store

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
ITEM = "/api/stac/v1/collections/ch.meteoschweiz.ogd-local-forecasting/items/20260302-ch"
TABLE = "/ch.meteoschweiz.ogd-local-forecasting/ogd-local-forecasting_meta_point.csv"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(f"sqlite:///{tmp_path}/weather.db") as store:
        yield store


def _config(url: str, service: str = "met_norway") -> Config:
    place = WeatherConfig(place="Genève", latitude=46.20443, longitude=6.14321, service=service, url=url)
    return Config(weather=place)


def _kept(store: Store, service: str = "met_norway") -> Forecast:
    with store.read() as tx:
        found = tx.forecasts.get(f"{service} 46.2044 6.1432")
    assert found is not None
    return found


async def _renew(store: Store, opened: Any, config: Config, now: datetime, **settings: Any) -> bool:
    async with opened(**settings) as fetcher:
        return await renew_weather(store, fetcher, config, clock=lambda: now)


async def test_met_norway_is_asked_with_manners(store: Store, site: Any, opened: Any) -> None:
    """Four decimals, our name and whom to write to; not again before it expires; then only for what changed."""
    site.put(
        "/compact",
        json.dumps(compact(by_hour(NOW, 60))).encode(),
        Last_Modified="Mon, 02 Mar 2026 13:30:00 GMT",
        Expires="Mon, 02 Mar 2026 16:00:00 GMT",
    )
    seen: list[str] = []
    answer = site.pages["/compact"]

    async def watched(request: web.Request) -> web.StreamResponse:
        seen.append(request.path_qs)
        since = request.headers.get("If-Modified-Since")
        return web.Response(status=304) if since else await answer(request)

    site.pages["/compact"] = watched
    config = _config(site.url("/compact"))

    assert await _renew(store, opened, config, NOW, contact="desk@news.example")
    assert seen == ["/compact?lat=46.2044&lon=6.1432"]
    assert "desk@news.example" in site.asked[0][1]["User-Agent"]
    first = _kept(store)
    assert first.weather is not None
    assert first.weather.service is WeatherService.MET_NORWAY
    assert first.due == NOW + timedelta(hours=2)

    assert not await _renew(store, opened, config, NOW + timedelta(hours=1, minutes=59))
    assert len(seen) == 1
    assert not await _renew(store, opened, config, NOW + timedelta(hours=2))
    assert site.asked[1][1]["If-Modified-Since"] == "Mon, 02 Mar 2026 13:30:00 GMT"
    assert _kept(store).weather == first.weather


@pytest.mark.parametrize(("status", "body"), [(500, b""), (429, b""), (403, b""), (200, b"<html>no</html>")])
async def test_a_failing_service_is_left_alone_for_a_while(
    store: Store, site: Any, opened: Any, status: int, body: bytes
) -> None:
    """The last forecast stays, why is kept, and the next asking waits: at least half an hour, or as long as asked."""
    site.put("/compact", json.dumps(compact(by_hour(NOW, 60))).encode())
    config = _config(site.url("/compact"))
    await _renew(store, opened, config, NOW)
    good = _kept(store).weather
    site.put("/compact", body, status=status, Retry_After="7200")
    later = NOW + timedelta(hours=3)

    assert not await _renew(store, opened, config, later)
    kept = _kept(store)
    assert kept.weather == good
    assert kept.error
    assert kept.due >= later + (timedelta(hours=2) if status == 429 else timedelta(minutes=30))


async def test_meteoswiss(store: Store, site: Any, opened: Any) -> None:
    """The point is looked up once a week, the newest whole run three-hourly; robots.txt is for pages, not for data."""
    site.put("/robots.txt", b"User-agent: *\nDisallow: /")
    site.put(TABLE, POINTS.encode("latin-1"))
    daily = {"jp2000d0": "3", "tre200pn": "1.5", "tre200px": "7.0", "rka150p0": "0.0"}
    assets = {}
    for parameter, value in daily.items():
        name = f"vnut12.lssw.202603021300.{parameter}.csv"
        row = f"120100;2;202603022300;{value}\n"
        href = site.put(f"/{name}", f"point_id;point_type_id;Date;{parameter}\n{row}".encode())
        assets[name] = {"href": href}
    site.put(ITEM, json.dumps({"assets": assets}).encode())
    config = _config(site.url(""), "meteoswiss")

    assert await _renew(store, opened, config, NOW)
    weather = _kept(store, "meteoswiss").weather
    assert weather is not None
    assert (weather.days[0].high, weather.made.hour) == (7.0, 13)
    assert len(site.asked) == 6

    assert not await _renew(store, opened, config, NOW + timedelta(hours=3))
    assert [path for path in site.paths()[6:] if path == TABLE] == []
    await _renew(store, opened, config, NOW + timedelta(days=8))
    assert site.paths().count(TABLE) == 2


async def test_without_a_place_nobody_is_asked(store: Store, site: Any, opened: Any) -> None:
    """The weather is off until a place is named."""
    assert not await _renew(store, opened, Config(), NOW)
    assert site.asked == []
