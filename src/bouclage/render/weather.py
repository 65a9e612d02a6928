"""Weather: the days before a reader, in the words of their language; drawn by the templates, never loaded."""

from dataclasses import dataclass

from babel.dates import format_date

from bouclage.records import Sky, Weather, WeatherDay, WeatherService
from bouclage.render.speech import Speech

_LEAST_RAIN_MM = 0.5  # less wets no street
_MAKERS = {
    WeatherService.MET_NORWAY: ("MET Norway, CC BY 4.0", "https://www.met.no/"),
    WeatherService.METEOSWISS: ("MeteoSwiss", "https://www.meteoswiss.admin.ch/"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherDayView:
    """One day."""

    name: str
    iso: str
    sky: str | None  # which drawing
    words: str  # the sky in words; "" where it is not told
    temperature: str
    rain: str

    @property
    def text(self) -> str:
        """All of it in a line."""
        return ", ".join(part for part in (self.words, self.temperature, self.rain) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherView:
    """The weather of one place ready to be set."""

    title: str  # "Weather in Geneva"
    place: str
    days: tuple[WeatherDayView, ...]
    source: str  # "Source: MET Norway, CC BY 4.0", as the services ask
    href: str

    def line(self, colon: str) -> str:
        """Return all of it as a sentence, for where nothing can be drawn."""
        return f"{self.title}{colon} " + " · ".join(f"{day.name} {day.text}" for day in self.days) + "."


def weather_view(weather: Weather, speak: Speech) -> WeatherView:
    """Return the view of a forecast."""
    maker, href = _MAKERS[weather.service]
    return WeatherView(
        title=speak.say("weather_in", place=weather.place),
        place=weather.place,
        days=tuple(_day(day, speak) for day in weather.days),
        source=f"{speak.say('weather_source')}{speak.say('colon')} {maker}",
        href=href,
    )


def _day(day: WeatherDay, speak: Speech) -> WeatherDayView:
    rain = day.rain_mm if day.rain_mm is not None and day.rain_mm >= _LEAST_RAIN_MM else None
    return WeatherDayView(
        name=str(format_date(day.day, "EEEE", locale=speak.locale)),
        iso=day.day.isoformat(),
        sky=day.sky.value if day.sky else None,
        words=_sky(day.sky, speak),
        temperature=_temperature(day.low, day.high, speak),
        rain=speak.say("weather_rain", n=speak.number(max(1, round(rain)))) if rain is not None else "",
    )


def _sky(sky: Sky | None, speak: Speech) -> str:
    return speak.say(f"sky_{sky.value}") if sky else ""


def _temperature(low: float | None, high: float | None, speak: Speech) -> str:
    told = [_degrees(one) for one in (low, high) if one is not None]
    if len(told) == 2 and told[0] != told[1]:
        return speak.say("weather_range", low=told[0], high=told[1])
    return speak.say("weather_about", n=told[0]) if told else ""


def _degrees(value: float) -> str:
    whole = round(value)
    return f"\N{MINUS SIGN}{-whole}" if whole < 0 else str(whole)
