"""`bouclage demo`: the bundled days, from their sites to a reader's inbox, all on this machine."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bouclage.cli.close import show_closed, summary_json
from bouclage.cli.collect import show_collected
from bouclage.cli.context import JsonFlag, out, progress, say
from bouclage.config import Config, EditionConfig, MailConfig, PublisherConfig, StoreConfig, WebConfig
from bouclage.deliver.sink import MailSink
from bouclage.engine import Engine
from bouclage.errors import StoreError
from bouclage.fetch import FetchSettings
from bouclage.pipeline import Closing, publish
from bouclage.records import Edition, Subscriber, SubscriberStatus
from bouclage.schedule import window
from bouclage.store import Store, open_store
from bouclage.web.sample_site import BUILT_PORT, SampleSite

_ZONE = ZoneInfo("Europe/Zurich")
# What the clock shows at each reading, and which layer of the bundled sites is then to be seen.
_READINGS = (
    (1, datetime(2026, 9, 7, 16, 25, tzinfo=_ZONE)),
    (2, datetime(2026, 9, 8, 11, 0, tzinfo=_ZONE)),
    (3, datetime(2026, 9, 8, 16, 25, tzinfo=_ZONE)),
)
_READERS = ("anna@example.org", "bruno@example.org", "chiara@example.org")
_SECRET = "the bundled days are no secret at all"  # noqa: S105 - links of the demo lead nowhere
_OURS = (
    "index.html", "ledger.html", "mail.eml", "mail.txt", "edition.json", "ledger.json", "mailbox", "2026-09-07",
    "demo.db", "demo.db-wal", "demo.db-shm",
)  # fmt: skip
_MARK = ".bouclage-demo"  # says that a folder is the demo's own, to be cleared at its next run


class DemoClock:
    """A clock that shows what it is set to: the bundled days are always the same two days."""

    def __init__(self) -> None:
        self.now = _READINGS[0][1].astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the time it is set to."""
        return self.now


def demo(
    out_dir: Annotated[Path, typer.Option("--out", help="Where to write the edition.")] = Path("edition"),
    serve_after: Annotated[
        bool, typer.Option("--serve", help="Then show the edition and the outlets' sites until Ctrl-C.")
    ] = False,
    json_out: JsonFlag = False,
) -> None:
    """Read the bundled days over real HTTP, close both editions, mail them to a local sink, say where to look."""
    began = time.monotonic()
    _clear(out_dir)
    clock = DemoClock()
    with demo_site() as site, MailSink(out_dir / "mailbox") as sink:
        config = demo_config(out_dir, sink.port)
        with open_store(config.store.url) as store:
            engine = Engine(store=store, config=config, secret=_SECRET, clock=clock)
            _prepare(store, site, clock())
            editions = [
                edition
                for layer, moment in _READINGS
                if (edition := _one_reading(engine, site, clock, layer, moment, quiet=json_out)) is not None
            ]
            earlier, today = editions
            publish(store, config, earlier, out_dir / earlier.day.isoformat(), secret=_SECRET)
            written = publish(store, config, today, out_dir, secret=_SECRET)
            # the mail a reader really got takes the place of the preview
            last = next(one for one in reversed(sink.received) if _READERS[0] in one.rcpt)
            shutil.copyfile(last.path, out_dir / "mail.eml")
            delivered, requests = sink.count, site.requests
            took = time.monotonic() - began
            result = summary_json(today) | {
                "earlier": summary_json(earlier),
                "delivered": delivered,
                "requests": requests,
                "seconds": round(took, 1),
                "files": [str(path) for path in written],
            }

            def human() -> None:
                show_closed(today, [])
                out.print(
                    f"{delivered} messages delivered to the local mailbox, {requests} requests answered, "
                    f"{took:.1f} s.\n"
                )
                _where(out_dir)

            say(result, as_json=json_out, human=human)
            if serve_after:
                _serve(store, config, clock)


def demo_config(folder: Path, mail_port: int) -> Config:
    """Return the configuration of the demo: everything on this machine, no network but loopback."""
    return Config(
        store=StoreConfig(url=f"sqlite:///{folder / 'demo.db'}"),
        editions=(EditionConfig(title="Bouclage, l’édition du soir"),),
        mail=MailConfig(
            host="127.0.0.1",
            port=mail_port,
            from_name="Bouclage",
            from_address="edition@bouclage.example",
            list_id="evening.bouclage.example",
        ),
        publisher=PublisherConfig(name="Bouclage, the demo", postal="Rue de l’Exemple 1, 1200 Genève"),
        web=WebConfig(public_url="https://bouclage.example"),
        fetch=FetchSettings(allow_loopback=True, min_delay_s=0.0),
    )


@contextmanager
def demo_site() -> Iterator[SampleSite]:
    """Serve the bundled sites, at their own port or, where that is taken, at any free one."""
    try:
        with SampleSite(port=BUILT_PORT) as site:
            yield site
    except OSError as error:
        if error.errno is None or "address already in use" not in str(error).lower():
            raise
        with SampleSite() as site:
            yield site


def _prepare(store: Store, site: SampleSite, moment: datetime) -> None:
    with store.begin() as tx:
        for source in site.sources():
            tx.sources.add(source)
        tx.subscribers.import_many(
            Subscriber(
                address=address,
                status=SubscriberStatus.CONFIRMED,
                consent="invented for the demo",
                created=moment,
                changed=moment,
            )
            for address in _READERS
        )


def _one_reading(
    engine: Engine, site: SampleSite, clock: DemoClock, layer: int, moment: datetime, *, quiet: bool
) -> Edition | None:
    """Read all sources as they are at `moment`; at 16:25 also close and send. Return the edition closed."""
    site.layer = layer
    clock.now = moment.astimezone(UTC)
    with progress(f"Reading, {moment:%A %H:%M}", total=len(site.sources()), quiet=quiet) as advance:
        done = 0

        def visited(_visit: object) -> None:
            nonlocal done
            done += 1
            advance(done, None)

        collected = asyncio.run(engine.collect(everything=True, progress=visited))
    if not quiet:
        out.print(f"[bold]{moment:%A %d %B, %H:%M}[/bold]")
        show_collected(collected)
    edition = engine.config.editions[0]
    opens, closes = window(moment.date(), edition.closing_time, edition.zone)
    if moment.hour < edition.closing_time.hour:
        return None
    clock.now = closes
    closed = engine.close(Closing(edition=edition, day=moment.date(), opens=opens, closes=closes))
    with progress("Sending", total=None, quiet=quiet) as advance:
        engine.send(closed, wait=time.sleep, progress=advance)
    return closed


def _clear(folder: Path) -> None:
    """Take away what an earlier demo left, and nothing else; a folder that holds other things is refused."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise StoreError("is not empty and not the demo's; give another --out", path=str(folder))
    for name in _OURS:
        path = folder / name
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"cannot be replaced: {error.strerror}", path=str(path)) from error
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _where(folder: Path) -> None:
    for name, what in (
        ("index.html", "the edition, for a browser"),
        ("mail.eml", "the mail as a reader got it"),
        ("mail.txt", "the edition as plain text"),
        ("ledger.html", "what became of every item"),
        ("edition.json", "the frozen record"),
        ("ledger.json", "the account as data"),
        ("mailbox", "all messages of both days"),
        ("2026-09-07", "the edition of the day before"),
    ):
        out.print(f"  {folder / name}", markup=False, highlight=False, end="")
        out.print(f"  {what}", style="dim")
    out.print("The links lead to the invented outlets; `make serve` keeps their sites up.", style="dim")


def _serve(store: Store, config: Config, clock: DemoClock) -> None:
    from bouclage.web.app import make_app  # noqa: PLC0415 - the web framework is loaded only where pages are served
    from bouclage.web.server import run  # noqa: PLC0415

    out.print(f"\nhttp://{config.web.host}:{config.web.port}/  the edition, until Ctrl-C")
    app: Any = make_app(store, config, secret=_SECRET, clock=clock)
    run(app, host=config.web.host, port=config.web.port)
