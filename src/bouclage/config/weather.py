"""The place whose weather an edition prints."""

from dataclasses import dataclass

from bouclage.records import WeatherService


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherConfig:
    """The weather of one place, printed with every edition; left out while no place is named."""

    place: str = ""  # as readers call it: "Genève"; "" = no weather
    latitude: float = 0.0  # degrees north; the services are given no more than four decimals of it
    longitude: float = 0.0  # degrees east
    service: str = "met_norway"  # met_norway, for the whole world | meteoswiss, for Switzerland
    url: str = ""  # asked in place of the service's own address: a cache of yours; "" = the service itself

    def __post_init__(self) -> None:
        if self.service not in set(WeatherService):
            raise ValueError(f"service is {' or '.join(WeatherService)}, not {self.service!r}")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is nowhere on earth")
        if self.place and not (self.latitude or self.longitude):
            raise ValueError(f"latitude and longitude of {self.place!r} are missing")
        if self.url and not self.url.startswith(("https://", "http://")):
            raise ValueError(f"url begins with https:// or http://, not {self.url!r}")
