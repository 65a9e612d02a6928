"""Takes the pictures of the public pages: `python docs/site_pictures.py` (needs chromium; takes a minute).

The site is that of the bundled days, read over real HTTP and closed as the demo does.
"""

import socket
import tempfile
from dataclasses import replace
from pathlib import Path

from browsing import PICTURES, browsing, served
from playwright.sync_api import Browser

from bouclage.cli import demo
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.records import Edition
from bouclage.store import open_store
from bouclage.web.app import make_app

SECRET = "a secret for pictures"  # noqa: S105 - of a site that lives as long as this script
# name, page, width, height, colour scheme or "paper" (A4)
SHOTS = (
    ("site-edition", "/", 1280, 1560, "light"),
    ("site-edition-telephone", "/", 360, 1560, "light"),
    ("site-story", "STORY", 1280, 1560, "light"),
    ("site-story-dark", "STORY", 1280, 1560, "dark"),
    ("site-story-telephone", "STORY", 360, 1560, "light"),
    ("site-story-timeline", "STORY#timeline", 1280, 900, "light"),
    ("site-paper", "/", 794, 1123, "paper"),
    ("site-ledger", "DAY/ledger", 1280, 1100, "light"),
    ("site-search", "/search?q=pont", 1280, 1100, "light"),
    ("site-search-telephone", "/search?q=pont", 360, 1100, "light"),
    ("site-archive", "/archive", 1280, 700, "light"),
    ("site-sources", "/sources", 1280, 1100, "light"),
    ("site-source", "/sources/le-rivage", 1280, 1000, "light"),
    ("site-sign-up", "/stay-informed", 1280, 900, "light"),
)


def main() -> None:
    """Make both editions, serve them, take the pictures."""
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as listener:
        folder = Path(name)
        clock = demo.DemoClock()
        config = demo.demo_config(folder, 25)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = replace(config, web=replace(config.web, public_url=address))
        with open_store(config.store.url) as store:
            with demo.demo_site() as site, MailSink(folder / "mailbox") as sink:
                mailing = replace(config, mail=replace(config.mail, port=sink.port))
                engine = Engine(store=store, config=mailing, secret=SECRET, clock=clock)
                demo._prepare(store, site, clock())
                closed = [
                    demo._one_reading(engine, site, clock, layer, moment, quiet=True)
                    for layer, moment in demo._READINGS
                ]
            latest = closed[-1]
            if latest is None:
                raise SystemExit("the bundled days ended without an edition")
            app = make_app(store, config, secret=SECRET, clock=clock)
            with served(app, listener), browsing() as browser:
                for shot in SHOTS:
                    take(browser, address, latest, shot)


def told(edition: Edition) -> str:
    """Return the address of the story with most to look at: a photo, speakers, several outlets."""
    best = max(edition.stories, key=lambda story: (story.photo is not None, len(story.statements), story.outlets))
    return f"/{edition.day.isoformat()}/story/{best.id}"


def take(browser: Browser, address: str, edition: Edition, shot: tuple[str, str, int, int, str]) -> None:
    """Open a page as a reader in French-speaking Switzerland does, and take its picture."""
    name, path, width, height, scheme = shot
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-CH",
        service_workers="block",
        reduced_motion="reduce",  # no scrolling under way when the picture is taken
    )
    page = context.new_page()
    if scheme == "paper":
        page.emulate_media(media="print")
    path = path.replace("STORY", told(edition)).replace("DAY", f"/{edition.day.isoformat()}")
    page.goto(address + path, wait_until="networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
