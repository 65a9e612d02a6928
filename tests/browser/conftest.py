"""A real browser on a real site: Debian's Chromium, driven by playwright; no browser is installed from elsewhere."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, sync_playwright
from tests.builders import CLOSES, DAY, a_source, an_article, an_edition, an_edition_story
from tests.postgresql import chosen

from bouclage.config import Config, EditionConfig
from bouclage.records import (
    Edition,
    Fate,
    Ledger,
    LedgerEntry,
    Photo,
    Picture,
    Rights,
    Section,
    Sky,
    SourceState,
    Weather,
    WeatherDay,
    WeatherService,
)  # fmt: skip
from bouclage.store import open_store
from bouclage.web.app import make_app
from bouclage.web.sample_photos import drawn

CHROMIUM = Path("/usr/bin/chromium")
PHOTO = "https://le-rivage.example/photos/pont.jpg"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture(scope="module")  # not longer: playwright holds an event loop, and other modules' tests need their own
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium; skip where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there (apt-get install chromium)")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
        except Error as error:
            pytest.fail(f"chromium is installed but does not start: {error.message}")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def edition() -> Edition:
    """Give an edition with what strains a page: a lead, long words, long headlines, several languages, no summary."""
    texts = [f"Phrase numéro {n} d’un texte qui dit ce qui s’est passé au bord du lac." for n in range(8)]
    rivage = an_article("Le pont du Mont est rouvert après trois ans de travaux et deux recours", body=texts)
    plaine = an_article("Brücke wieder offen", source="la-plaine", language="de", body=[f"{LONG} sagt ja."])
    lead = an_edition_story(rivage, plaine, summary=[*texts, f"{LONG} sagt ja."])
    lead = replace(
        lead,
        reports=tuple(replace(one, source_id=one.outlet.lower().replace(" ", "-")) for one in lead.reports),
        photo=Photo(url=PHOTO, caption=f"Le pont du Mont, mardi. {LONG}", credit="Marc Oberson"),
        photo_outlet="Le Rivage",
    )
    others = [
        an_edition_story(an_article(f"{LONG} {n}", source=f"outlet-{n}", language="de", body=texts), summary=texts[:2])
        for n in range(12)
    ]
    days = [WeatherDay(day=DAY + timedelta(days=n), sky=sky, low=4, high=11, rain_mm=n) for n, sky in enumerate(Sky)]
    made = an_edition(
        lead, *others, sections=(Section(name="front", stories=(lead,)), Section(name="news", stories=tuple(others)))
    )
    weather = Weather(place="Genève", service=WeatherService.MET_NORWAY, made=CLOSES, days=tuple(days))
    return replace(made, weather=weather)


@pytest.fixture(scope="session")
def site(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a site on loopback that shows the edition."""
    folder = tmp_path_factory.mktemp("site")
    reports = [report for story in edition.stories for report in story.reports]
    entries = tuple(
        LedgerEntry(
            item=report.item,
            source_id="le-rivage",
            outlet=report.outlet,
            url=f"{report.url}/{'x' * 200}",
            headline=report.headline.text,
            fate=Fate.PRINTED,
            reason="printed",
        )
        for report in reports
    )
    with open_store(chosen(f"sqlite:///{folder}/store.db")) as store:
        with store.begin() as tx:
            tx.editions.close(edition, Ledger(name=edition.name, day=edition.day, entries=entries))
            tx.sources.add(a_source(rights=Rights(photo=True)))
            copy = Picture(width=800, height=450, body=drawn("pont"))
            tx.photos.add("le-rivage", {PHOTO: copy}, CLOSES)
            error = f"the server did not answer: https://le-rivage.example/{'x' * 200}"
            tx.sources.save_state(SourceState(source_id="le-rivage", last_read=CLOSES, error=error))
        config = Config(editions=(EditionConfig(title="Édition du soir"),))
        app = make_app(store, config, secret="a secret that is long enough", clock=lambda: CLOSES)
        with _served(app) as port:
            yield f"http://127.0.0.1:{port}"


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Give a way to open one of the site's pages in a window so many pixels wide."""
    contexts = []

    def open_page(path: str, width: int = 1280, **given: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **given)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@contextmanager
def _served(app: object) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site")
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
