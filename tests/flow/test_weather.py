"""The weather on its way: asked for while collecting, frozen with the edition."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bouclage.config import Config, EditionConfig, WeatherConfig, load
from bouclage.engine import Engine
from bouclage.errors import ConfigError
from bouclage.fetch import FetchSettings
from bouclage.pipeline import Closing
from bouclage.schedule import window
from bouclage.store import open_store
from tests.weather_samples import by_hour, compact

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[str]:
    """A weather service on this machine; gives its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(compact(by_hour(NOW, 60))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://weather.localhost:{server.server_address[1]}/compact"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_edition_keeps_the_weather_it_closed_with(service: str, tmp_path: Path) -> None:
    """What was known at closing time stays in the stored edition, whatever is forecast later."""
    settings = EditionConfig()
    config = Config(
        editions=(settings,),
        fetch=FetchSettings(allow_loopback=True, min_delay_s=0.0),
        weather=WeatherConfig(place="Genève", latitude=46.2, longitude=6.1, url=service),
    )
    with open_store(f"sqlite:///{tmp_path}/weather.db") as store:
        engine = Engine(store=store, config=config, secret="s" * 32, clock=lambda: NOW)
        asyncio.run(engine.collect())
        opens, closes = window(NOW.date(), settings.closing_time, settings.zone)
        closing = Closing(edition=settings, day=NOW.date(), opens=opens, closes=closes)
        closed = engine.close(closing, even_if_thin=True)
        with store.begin() as tx:
            known = tx.forecasts.get("met_norway 46.2000 6.1000")
            assert known is not None
            tx.forecasts.save("met_norway 46.2000 6.1000", replace(known, weather=None))
        with store.read() as tx:
            kept = tx.editions.get("evening", NOW.date())

    assert closed.weather is not None
    assert [day.day.day for day in closed.weather.days] == [9, 10]
    assert kept.weather == closed.weather


def test_a_place_needs_its_coordinates_and_somebody_to_write_to(tmp_path: Path) -> None:
    """The services ask who asks: without a contact the configuration is refused by name, and so is half a place."""
    file = tmp_path / "bouclage.toml"
    place = '[weather]\nplace = "Genève"\n'
    where = "latitude = 46.2\nlongitude = 6.14\n"
    for text, named in (
        (place + where, "fetch.contact"),
        (place, "latitude"),
        (place + where + 'service = "x"', "met_norway"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=named):
            load(file, {})
    file.write_text(place + where + '[fetch]\ncontact = "desk@news.example"\n', encoding="utf-8")

    assert load(file, {}).weather.place == "Genève"
