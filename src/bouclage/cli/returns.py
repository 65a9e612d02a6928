"""`bouclage returns`: what comes back from readers' servers, read by us."""

import json
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from bouclage.cli.context import JsonFlag, now, out, say, session
from bouclage.config import Config
from bouclage.deliver import event_of
from bouclage.deliver.listener import Listener
from bouclage.engine import Engine
from bouclage.errors import ConfigError
from bouclage.pipeline import Taken, take_event, take_maildir, take_many

app = typer.Typer(help="Bounces, complaints and wishes to leave.", no_args_is_help=True)


@app.command("read")
def read(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files of one message each, maildirs, or - for one message on stdin.")
    ] = None,
    json_out: JsonFlag = False,
) -> None:
    """Read messages that came back and do what follows; without paths, those of the maildir that is configured.

    Each counts once, however often it is read. Fit for `|bouclage returns read -` in a mail server's alias, and for a
    timer with a maildir.
    """
    config = session.config()
    chosen = paths or ([config.returns.maildir] if config.returns.maildir else [])
    if not chosen:
        raise ConfigError("name files, or set where they arrive", key="returns.maildir", origin="default")
    total: dict[str, int] = {}
    suppressed = left = known = 0
    with session.store() as store:
        for path in chosen:
            if path != "-" and Path(path).is_dir():
                taken = take_maildir(store, config, Path(path), secret=session.secret(), now=now())
            else:
                raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
                taken = take_many(store, config, [raw], secret=session.secret(), now=now())
            for kind, count in taken.kinds.items():
                total[kind] = total.get(kind, 0) + count
            suppressed, left, known = suppressed + taken.suppressed, left + taken.left, known + taken.known
    _tell(Taken(kinds=total, suppressed=suppressed, left=left, known=known), json_out=json_out)


@app.command("events")
def events(
    file: Annotated[str, typer.Argument(help="JSON lines of a mail provider's webhook; - for stdin.")] = "-",
    json_out: JsonFlag = False,
) -> None:
    """Read a provider's events: {"event": "bounce|complaint|unsubscribe|delayed", "message_id", "status", "detail"}."""
    lines = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    kinds: dict[str, int] = {}
    known = 0
    with session.store() as store:
        for number, line in enumerate(lines.splitlines(), 1):
            if not line.strip():
                continue
            try:
                plain = json.loads(line)
                event = event_of(plain if isinstance(plain, dict) else {})
            except ValueError as error:
                raise ConfigError(f"line {number}: {error}", key=file, origin="the file") from error
            one, new = take_event(store, session.config(), event, name=line.strip(), now=now())
            kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
            known += not new
    _tell(Taken(kinds=kinds, known=known), json_out=json_out)


@app.command("listen")
def listen(
    port: Annotated[int | None, typer.Option(help="Port; returns.listen_port if not given.")] = None,
) -> None:
    """Take mail for the bounce address ourselves, by LMTP or SMTP, until Ctrl-C."""
    config = session.config()
    with session.store() as store:
        engine = Engine(store=store, config=config, secret=session.secret(), clock=now)
        with engine.returns_listener(port) as listener:
            out.print(listening(config, listener))
            threading.Event().wait()


def listening(config: Config, listener: Listener) -> str:
    """Say what is listened to."""
    kind = "LMTP" if config.returns.lmtp else "SMTP"
    return f"{kind} for {config.mail.bounce_address} on {config.returns.listen_host}:{listener.port}"


def _tell(taken: Taken, *, json_out: bool) -> None:
    data = {"kinds": dict(taken.kinds), "suppressed": taken.suppressed, "left": taken.left, "known": taken.known}

    def human() -> None:
        parts = [f"{count} {kind}" for kind, count in sorted(taken.kinds.items())]
        out.print(f"{', '.join(parts) or 'nothing came back'}; {taken.suppressed} suppressed, {taken.left} left.")

    say(data, as_json=json_out, human=human)
