"""Weather: ask the chosen service what it expects, no more often than it likes; keep the answer for the closings."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bouclage.config import Config, WeatherConfig
from bouclage.errors import FetchError, FetchGoneError, FetchLaterError
from bouclage.fetch import Fetcher
from bouclage.read import nearest_point, newest_run, read_forecast, read_swiss
from bouclage.records import Document, Forecast, Refusal, Weather, WeatherPoint, WeatherService
from bouclage.store import Store

log = logging.getLogger(__name__)

_MET_NORWAY = "https://api.met.no/weatherapi/locationforecast/2.0/compact"
_METEOSWISS = "https://data.geo.admin.ch"
_COLLECTION = "ch.meteoschweiz.ogd-local-forecasting"
_EVERY = {  # even where an answer may be kept for less: an edition a day needs no more
    WeatherService.MET_NORWAY: timedelta(hours=1),
    WeatherService.METEOSWISS: timedelta(hours=3),  # four files of a megabyte
}
_AGAIN = timedelta(minutes=30)  # after a failure, unless the service names a time
_POINT_DAYS = timedelta(days=7)  # the table of points changes when a village is renamed


def place_of(chosen: WeatherConfig) -> str:
    """Return the name that a place's forecast is kept under."""
    return f"{chosen.service} {chosen.latitude:.4f} {chosen.longitude:.4f}"


async def renew_weather(store: Store, fetcher: Fetcher, config: Config, *, clock: Callable[[], datetime]) -> bool:
    """Ask for the weather of the chosen place if that is due; return whether a new forecast came.

    A service that fails costs nothing but its weather: the last forecast stays until it is stale.
    """
    chosen = config.weather
    if not chosen.place:
        return False
    with store.read() as tx:
        before = tx.forecasts.get(place_of(chosen))
    if before is not None and clock() < before.due:
        return False
    try:
        ask = _met_norway if chosen.service == WeatherService.MET_NORWAY else _meteoswiss
        found = await ask(fetcher, config, before, clock())
    except FetchError as error:
        wait = error.retry_after_s if isinstance(error, FetchLaterError) else None
        pause = max(_AGAIN, timedelta(seconds=wait or 0))
        found = _failed(before, clock(), str(error), pause)
    if found.error is not None:
        log.warning("weather", extra={"place": chosen.place, "told": found.error})
    with store.begin() as tx:
        tx.forecasts.save(place_of(chosen), found)
    return found.error is None and found.weather != (before.weather if before else None)


async def _met_norway(fetcher: Fetcher, config: Config, before: Forecast | None, now: datetime) -> Forecast:
    chosen = config.weather
    base = chosen.url or _MET_NORWAY
    # more decimals than four are refused: they would only spoil the service's cache
    url = f"{base}?lat={chosen.latitude:.4f}&lon={chosen.longitude:.4f}"
    known = before.last_modified if before is not None and before.weather is not None else None
    document = await fetcher.get("weather", url, last_modified=known, kind="data")
    due = now + max(_EVERY[WeatherService.MET_NORWAY], timedelta(seconds=document.max_age_s or 0))
    if document.status == 304 and before is not None:
        return replace(before, fetched=now, due=due, error=None)
    weather = read_forecast(document, place=chosen.place, zone=config.edition().zone)
    if isinstance(weather, Refusal):
        return _failed(before, now, weather.detail, _AGAIN)
    return Forecast(weather=weather, fetched=now, due=due, last_modified=document.last_modified)


async def _meteoswiss(fetcher: Fetcher, config: Config, before: Forecast | None, now: datetime) -> Forecast:
    chosen = config.weather
    base = (chosen.url or _METEOSWISS).rstrip("/")
    point = before.point if before is not None else None
    if point is None or now - point.found > _POINT_DAYS:
        table = f"{base}/{_COLLECTION}/ogd-local-forecasting_meta_point.csv"
        nearest = nearest_point(await fetcher.get("weather", table, kind="data"), chosen.latitude, chosen.longitude)
        if isinstance(nearest, Refusal):
            return _failed(before, now, nearest.detail, _EVERY[WeatherService.METEOSWISS])
        point = nearest
    found = await _run(fetcher, base, point, chosen.place, now)
    if isinstance(found, Refusal):
        return replace(_failed(before, now, found.detail, _AGAIN), point=point)
    return Forecast(weather=found, fetched=now, due=now + _EVERY[WeatherService.METEOSWISS], point=point)


async def _run(fetcher: Fetcher, base: str, point: WeatherPoint, place: str, now: datetime) -> Weather | Refusal:
    """Return the weather of the newest whole run of today, else of yesterday."""
    items = f"{base}/api/stac/v1/collections/{_COLLECTION}/items"
    today = now.astimezone(UTC)
    try:
        run = newest_run(await fetcher.get("weather", f"{items}/{today:%Y%m%d}-ch", kind="data"))
    except FetchGoneError:  # just after midnight
        run = None
    if run is None or isinstance(run, Refusal):
        yesterday = today - timedelta(days=1)
        run = newest_run(await fetcher.get("weather", f"{items}/{yesterday:%Y%m%d}-ch", kind="data"))
    if isinstance(run, Refusal):
        return run
    made, addresses = run
    files: dict[str, Document] = {
        name: await fetcher.get("weather", url, kind="data") for name, url in addresses.items()
    }
    return read_swiss(files, point, place=place, made=made)


def _failed(before: Forecast | None, now: datetime, error: str, pause: timedelta) -> Forecast:
    kept = before or Forecast(weather=None, fetched=now, due=now)
    return replace(kept, fetched=now, due=now + pause, error=error)
