"""`bouclage serve`: web, schedule and collection in one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from bouclage.cli.context import err, now, session
from bouclage.cli.first_start import first_start
from bouclage.cli.hours import hours
from bouclage.cli.logs import metrics, start_logging
from bouclage.cli.returns import listening
from bouclage.config import Config
from bouclage.engine import Engine
from bouclage.schedule import next_closing, prepare_due, tick
from bouclage.web.app import make_app
from bouclage.web.desk.calling import calling
from bouclage.web.desk.house import House
from bouclage.web.loops import closing, collecting, guarding, maintaining, preparing, returning, writing
from bouclage.web.server import Loop, run


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; web.host if not given.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; web.port if not given.")
    ] = None,
    no_collect: Annotated[bool, typer.Option("--no-collect", help="Do not read sources here.")] = False,
    no_schedule: Annotated[bool, typer.Option("--no-schedule", help="Do not close and send editions here.")] = False,
) -> None:
    """Show the editions, read the sources and close on time, until stopped (Ctrl-C, SIGTERM)."""
    config = session.config()
    start_logging(config.operating)
    host = config.web.host if host is None else host
    with session.store() as store:
        port = first_start(store, config, host, config.web.port if port is None else port)
        if port is None:
            err.print("Stopped before the first start was done.")
            return
        config = session.config()
        engine = Engine(store=store, config=config, secret=session.secret(), clock=now)
        app = make_app(
            store,
            config,
            secret=engine.secret,
            clock=now,
            next_closing=lambda at: _next(config, at),
            hours=hours(),
        )
        house: House = app.state.house
        loops: list[Loop] = [lambda pause: calling(house, pause=pause)]
        if config.web.collect and not no_collect:
            loops.append(lambda pause: collecting(engine, pause=pause))
        if config.subscribers.open:
            loops.append(lambda pause: writing(engine, pause=pause))
        if config.returns.maildir is not None:
            loops.append(lambda pause: returning(engine, pause=pause))
        if config.web.schedule and not no_schedule:
            loops.append(lambda pause: closing(engine, tick, pause=pause))
            loops.append(lambda pause: preparing(engine, prepare_due, pause=pause))
            loops.append(lambda pause: guarding(engine, pause=pause))
            loops.append(lambda pause: maintaining(engine, pause=pause))
        with metrics(store, config), _taking_returns(engine):
            run(
                app,
                host=host,
                port=port,
                loops=loops,
                started=lambda where: _say_started(config, where, now()),
            )
    err.print("Stopped.")


@contextmanager
def _taking_returns(engine: Engine) -> Iterator[None]:
    """Take mail for the bounce address ourselves, where a port is set for it."""
    config = engine.config
    if not config.returns.listen_port:
        yield
        return
    with engine.returns_listener() as listener:
        err.print(f"{listening(config, listener)}.", markup=False, highlight=False, soft_wrap=True)
        yield


def _next(config: Config, at: datetime) -> datetime:
    edition = config.edition()
    return next_closing(at, at=edition.closing_time, zone=edition.zone)


def _say_started(config: Config, where: str, at: datetime) -> None:
    edition = config.edition()
    closes = _next(config, at).astimezone(edition.zone)
    err.print(
        f"{edition.title}: {where} (Ctrl-C stops). The next edition closes on {closes:%Y-%m-%d at %H:%M %Z}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
