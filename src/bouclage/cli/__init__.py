"""The command line: one file a command. People read tables and one-line errors, machines read --json and exit codes.

Exit codes: 0 done; 1 failed, one line says why; 2 wrong use or configuration; 3 the edition is held;
4 another process is at the same work; 130 interrupted.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bouclage import __version__
from bouclage.cli import (
    backup,
    close,
    collect,
    demo,
    disputes,
    doctor,
    edition,
    group,
    ledger,
    mail,
    maintain,
    read,
    returns,
    send,
    serve,
    settings,
    sources,
    statements,
    story,
    subscribers,
    users,
    worker,
)
from bouclage.cli.context import err, session
from bouclage.errors import BouclageError, ConfigError, EditionHeldError, StoreBusyError

app = typer.Typer(
    name="bouclage",
    help="A self-hosted evening edition: all the day's news, each story once.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("init")(settings.init)
app.add_typer(settings.app, name="config")
app.command("doctor")(doctor.doctor)
app.add_typer(sources.app, name="sources")
app.command("collect")(collect.collect)
app.command("close")(close.close)
app.command("send")(send.send)
app.add_typer(mail.app, name="mail")
app.add_typer(returns.app, name="returns")
app.command("ledger")(ledger.ledger)
app.add_typer(edition.app, name="edition")
app.add_typer(story.app, name="story")
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(users.app, name="users")
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("migrate")(backup.migrate)
app.command("maintain")(maintain.maintain)
app.command("read")(read.read)
app.command("group")(group.group)
app.command("statements")(statements.statements)
app.command("disputes")(disputes.disputes)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"bouclage {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    config: Annotated[Path | None, typer.Option(help="Configuration file; bouclage.toml here if not given.")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    session.config_file = config


def main() -> None:
    """Run the command line; every failure Bouclage can name is one line on the error stream."""
    try:
        app()
    except EditionHeldError as error:
        _fail(error, 3)
    except StoreBusyError as error:
        _fail(error, 4)
    except ConfigError as error:
        _fail(error, 2)
    except (BouclageError, OSError) as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(error: Exception, code: int) -> None:
    err.print("bouclage:", style="bold red", end=" ")
    err.print(" ".join(str(error).split()), markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)
