"""`bouclage doctor`: is everything in order?"""

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, now, out, say, session
from bouclage.config import Config
from bouclage.deliver.dns import Lookup, look, lookup_with, wanted
from bouclage.errors import BouclageError, StoreError
from bouclage.pipeline import relay_connection, signers_of
from bouclage.schedule import next_closing

_ROOM_MB = 500  # below this a day of news and its search index may not fit


def doctor(
    dns: Annotated[bool, typer.Option("--dns", help="Ask the DNS for SPF, DKIM, DMARC, MX and reverse names.")] = False,
    resolver: Annotated[str | None, typer.Option(help="Address of the name server to ask; the system's else.")] = None,
    json_out: JsonFlag = False,
) -> None:
    """Check configuration, store, clock, disk, mail relay and sources; exit 1 if something is wrong.

    With --dns also what receivers look up about our mail, and the records that should be there.
    """
    findings = list(_findings())
    records: list[tuple[str, str, str]] = []
    if dns:
        found, records = dns_findings(session.config(), lookup_with(resolver))
        findings += found

    def human() -> None:
        table = Table("", "check", "finding", box=None, header_style="dim")
        for good, check, finding in findings:
            table.add_row("ok" if good else "[red]!![/red]", check, finding)
        out.print(table)
        for name, kind, value in records:
            out.print(f'{name}. IN {kind} "{value}"', markup=False, highlight=False, soft_wrap=True)

    data = [{"ok": good, "check": check, "finding": finding} for good, check, finding in findings]
    say(data, as_json=json_out, human=human)
    if not all(good for good, _, _ in findings):
        raise StoreError("something is not in order, see above", path=session.config().store.url.split("@")[-1])


def dns_findings(config: Config, lookup: Lookup) -> tuple[list[tuple[bool, str, str]], list[tuple[str, str, str]]]:
    """Return what the DNS says of our mail, and the records (name, type, value) that it should have."""
    domain = config.mail.from_address.rpartition("@")[2]
    envelope = (config.mail.bounce_address or config.mail.from_address).rpartition("@")[2]
    signers = signers_of(config)
    found = look(domain, envelope_domain=envelope, helo=domain, signers=signers, lookup=lookup)
    return [(one.good, one.check, one.words) for one in found], list(wanted(domain, signers))


def _findings() -> Iterator[tuple[bool, str, str]]:
    config = session.config()
    yield True, "configuration", f"{len(config.origins)} values set, the rest defaults"
    for check, test in (
        ("store", _store),
        ("search", _search),
        ("disk", _disk),
        ("closing", _closing),
        ("mail relay", _relay),
        ("address", _address),
    ):
        yield _asked(check, test, config)


def _asked(check: str, test: Callable[[Config], str], config: Config) -> tuple[bool, str, str]:
    try:
        return True, check, test(config)
    except (BouclageError, OSError, ValueError) as error:
        return False, check, " ".join(str(error).split())


def _store(config: Config) -> str:
    with session.store() as store, store.read() as tx:
        trouble = sum(state.error is not None for state in tx.sources.states().values())
        return f"schema {store.version()}, {len(tx.sources.all())} sources, {trouble} of them in trouble"


def _search(config: Config) -> str:
    with session.store() as store, store.begin() as tx:
        return f"{tx.search.check()} texts in the index, which is sound"


def _disk(config: Config) -> str:
    folder = (
        Path(config.store.url.removeprefix("sqlite:///")).parent if config.store.url.startswith("sqlite") else Path()
    )
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < _ROOM_MB:
        raise OSError(f"only {free} MB free where the store is")
    return f"{free} MB free"


def _closing(config: Config) -> str:
    parts = []
    for edition in config.editions:
        closes = next_closing(now(), at=edition.closing_time, zone=edition.zone)
        local = closes.astimezone(edition.zone)
        parts.append(f"{edition.name} next at {local:%Y-%m-%d %H:%M %Z} ({closes.astimezone(UTC):%H:%M} UTC)")
    return "; ".join(parts)


def _relay(config: Config) -> str:
    """Talk to the relay as a sending would: TLS, certificate and login included."""
    connection = relay_connection(config)
    connection.open()
    connection.close()
    return f"{config.mail.host}:{config.mail.port} takes our connection (tls: {config.mail.tls})"


def _address(config: Config) -> str:
    domain = config.mail.from_address.rpartition("@")[2]
    if domain.endswith("localdomain"):
        raise ValueError(f"mail would come from {config.mail.from_address}: set mail.from_address to one of yours")
    socket.getaddrinfo(domain, None)
    return f"mail comes from {config.mail.from_address}; its domain resolves"
