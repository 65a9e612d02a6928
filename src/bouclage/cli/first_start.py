"""The first start of `bouclage serve`: a wizard at an address that only the console shows."""

import secrets
from datetime import UTC, date, datetime
from threading import Event
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bouclage import pipeline
from bouclage.cli.context import err, now, session
from bouclage.cli.hours import hours
from bouclage.config import Config
from bouclage.store import Store
from bouclage.web.desk.house import House
from bouclage.web.desk.setup import is_first, make_start
from bouclage.web.sample_site import sample_folder
from bouclage.web.server import run

_DAY = date(2026, 9, 8)  # the second of the bundled days, at whose end their news were written
_READ = datetime(2026, 9, 8, 16, 25, tzinfo=ZoneInfo("Europe/Zurich")).astimezone(UTC)


def first_start(store: Store, config: Config, host: str, port: int) -> int | None:
    """Show the wizard where the store is empty and nobody can sign in.

    Return the port to serve at, which is the wizard's own where any was free to take; None where it was left undone.
    """
    house = House(store=store, config=config, secret=session.secret(), clock=now, hours=hours())
    if not is_first(house):
        return port
    token, done = secrets.token_urlsafe(16), Event()
    app = make_start(house, token=token, done=done, bundled=lambda chosen: read_bundled(store, chosen))

    at = [port]

    def started(where: str) -> None:
        at[0] = urlsplit(where).port or port
        err.print("Nothing is set up yet. Open this address, once:", highlight=False)
        err.print(f"{where}setup/{token}", markup=False, highlight=False, soft_wrap=True)

    run(app, host=host, port=port, started=started, until=done.is_set)
    if not done.is_set():
        return None
    session.read_again()
    return at[0]


def read_bundled(store: Store, config: Config) -> None:
    """Read the bundled days from their files, as on their evening, and close their edition."""
    pipeline.collect_files(store, [sample_folder() / "site" / layer for layer in ("1", "2", "3")], now=_READ)
    closing = hours().closing(config.edition(), _DAY)
    pipeline.close_edition(store, config, closing, now=closing.closes, even_if_thin=True)
