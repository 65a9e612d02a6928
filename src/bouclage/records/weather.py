"""Weather: what a weather service expects at one place, as an edition prints it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class WeatherService(StrEnum):
    """Who makes the forecast, and is named beside it."""

    MET_NORWAY = "met_norway"
    METEOSWISS = "meteoswiss"


class Sky(StrEnum):
    """What a day looks like; one drawing and one word each."""

    CLEAR = "clear"
    FAIR = "fair"
    PARTLY_CLOUDY = "partly_cloudy"
    CLOUDY = "cloudy"
    FOG = "fog"
    SHOWERS = "showers"
    RAIN = "rain"
    HEAVY_RAIN = "heavy_rain"
    SLEET = "sleet"
    SNOW = "snow"
    THUNDER = "thunder"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherDay:
    """One local day; None = the service does not say."""

    day: date
    sky: Sky | None = None  # in daytime
    low: float | None = None  # °C
    high: float | None = None  # °C
    rain_mm: float | None = None  # rain and melted snow of the whole day


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A forecast for one place, earliest day first."""

    place: str  # as readers call it
    service: WeatherService
    made: datetime  # when the service made it
    days: tuple[WeatherDay, ...]

    def __post_init__(self) -> None:
        require_utc(self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherPoint:
    """A place as MeteoSwiss numbers it; `id` is unique within `kind` alone."""

    id: str
    kind: str  # "1" a weather station, "2" a postal code
    found: datetime  # its table was read then

    def __post_init__(self) -> None:
        require_utc(self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The newest weather of a place, as kept between two askings."""

    weather: Weather | None  # None: nothing readable came yet
    fetched: datetime
    due: datetime  # the service is not asked again before
    last_modified: str | None = None
    point: WeatherPoint | None = None
    error: str | None = None  # what went wrong when it was last asked

    def __post_init__(self) -> None:
        require_utc(self.fetched, self.due)
