"""Takes the pictures of the desk for the docs: `python docs/desk_pictures.py` (needs chromium; takes half a minute).

The table is that of the bundled days at 16:09, read over real HTTP as the demo does, before the second day closes.
"""

import asyncio
import socket
import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from browsing import PICTURES, browsing, served
from playwright.sync_api import Browser

from bouclage.cli import demo
from bouclage.cli.hours import hours
from bouclage.config import Config
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.records import Role
from bouclage.store import open_store
from bouclage.web.app import make_app
from bouclage.web.desk.acts import table, users
from bouclage.web.desk.house import House
from bouclage.web.desk.setup import make_start

NOW = datetime(2026, 9, 8, 14, 9, tzinfo=UTC)
SECRET = "a secret for pictures"  # noqa: S105 - the same
PASSWORD = "correct horse battery"  # noqa: S105 - of a desk that lives as long as this script
ONCE = "for-a-picture"  # of the wizard's address, which works once
# name, page ("" = the first story's), width, height, colour scheme
SHOTS = (
    ("desk", "/desk", 1280, 1100, "light"),
    ("desk-dark", "/desk", 1280, 1100, "dark"),
    ("desk-telephone", "/desk", 360, 1100, "light"),
    ("desk-story", "", 1280, 1100, "light"),
    ("desk-sources", "/desk/sources", 1280, 900, "light"),
    ("desk-source", "/desk/sources/le-rivage", 1280, 1000, "light"),
    ("desk-subscribers", "/desk/subscribers", 1280, 700, "light"),
    ("desk-deliveries", "/desk/deliveries", 1280, 700, "light"),
    ("desk-users", "/desk/users", 1280, 900, "light"),
    ("desk-webhooks", "/desk/webhooks", 1280, 700, "light"),
    ("desk-audit", "/desk/audit", 1280, 700, "light"),
    ("desk-sign-in", "/desk/login", 1280, 600, "light"),
    ("desk-account", "/desk/me", 1280, 900, "light"),
)


def main() -> None:
    """Make the table, sign in, take the pictures."""
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as listener:
        folder = Path(name)
        config = demo.demo_config(folder, 25)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = replace(config, web=replace(config.web, public_url=address))
        with open_store(config.store.url) as store:
            read(folder, store)
            app = make_app(store, config, secret=SECRET, clock=lambda: NOW, hours=hours())
            decide(app.state.house)
            with served(app, listener), browsing() as browser:
                for shot in SHOTS:
                    take(browser, address, shot)
    take_first_start()


def take_first_start() -> None:
    """Take the picture of the wizard that an empty store begins with."""
    with (
        tempfile.TemporaryDirectory() as name,
        socket.create_server(("127.0.0.1", 0)) as listener,
        open_store(f"sqlite:///{name}/empty.db") as store,
    ):
        house = House(store=store, config=Config(), secret=SECRET, clock=lambda: NOW, hours=hours())
        app = make_start(house, token=ONCE, done=threading.Event(), bundled=lambda _config: None)
        with served(app, listener), browsing() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 1250})
            page.goto(f"http://127.0.0.1:{listener.getsockname()[1]}/setup/{ONCE}?lang=fr")
            page.screenshot(path=PICTURES / "desk-first-start.png")


def read(folder: Path, store: object) -> None:
    """Read the bundled days up to shortly before the second closing."""
    clock = demo.DemoClock()
    with demo.demo_site() as site, MailSink(folder / "mailbox") as sink:
        config = demo.demo_config(folder, sink.port)
        engine = Engine(store=store, config=config, secret=SECRET, clock=clock)  # type: ignore[arg-type]
        demo._prepare(engine.store, site, clock())
        for layer, moment in demo._READINGS[:2]:
            demo._one_reading(engine, site, clock, layer, moment, quiet=True)
        site.layer, clock.now = 3, NOW
        asyncio.run(engine.collect(everything=True))


def decide(house: House) -> None:
    """Do what an editor might have done by now."""
    ada = users.add(house, "x", name="ada", password=PASSWORD, role=Role.ADMIN, address="ada@example.org")
    stories = house.tonight().preview.made.edition.stories
    table.headline(house, ada, stories[1].id, "Praz-Verney : la question de l’évacuation")
    table.place(house, ada, stories[2].id, 2)
    table.hold(house, ada, stories[-1].id, "attend la réponse du canton")


def take(browser: Browser, address: str, shot: tuple[str, str, int, int, str]) -> None:
    """Sign in, open a page, take its picture."""
    name, path, width, height, scheme = shot
    dark = "dark" if scheme == "dark" else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=dark)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/desk")
    if path == "/desk/login":
        page.screenshot(path=PICTURES / f"{name}.png")
        context.close()
        return
    page.fill("input[name=name]", "ada")
    page.fill("input[name=password]", PASSWORD)
    page.click("button.go")
    page.wait_for_url("**/desk")
    if path:
        page.goto(address + path)
    else:
        page.click(".head a >> nth=0")
        page.wait_for_url("**/story/*")
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
