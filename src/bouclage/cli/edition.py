"""`bouclage edition show DATE`, `list`, `archive FOLDER`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bouclage.cli.context import EditionName, JsonFlag, day_of, now, out, progress, say, session
from bouclage.pipeline import as_shown, gone_since, keep_files, publish
from bouclage.records import to_plain
from bouclage.render import plain_text

app = typer.Typer(help="Editions as they were closed.", no_args_is_help=True)


@app.command("show")
def show(
    day: Annotated[str, typer.Argument(help="YYYY-MM-DD")],
    edition: EditionName = None,
    out_dir: Annotated[Path | None, typer.Option("--out", help="Write its files to this folder.")] = None,
    json_out: JsonFlag = False,
) -> None:
    """Print a closed edition as plain text, or write its files again."""
    config = session.config()
    with session.store() as store:
        with store.read() as tx:
            found = tx.editions.get(config.edition(edition).name, day_of(day), held=True)
            shown = as_shown(found, gone_since(tx, found, now()), instead="")
        if out_dir is not None:
            for path in publish(store, config, found, out_dir, secret=session.secret(), now=now()):
                out.print(str(path), markup=False, highlight=False)
            return
    say(to_plain(shown), as_json=json_out, human=lambda: _write(plain_text(shown)))


@app.command("archive")
def archive(
    folder: Annotated[Path, typer.Argument(help="Where to; what stands there is renewed.")],
    edition: EditionName = None,
    json_out: JsonFlag = False,
) -> None:
    """Write every closed edition as pages and JSON that open without this program."""
    config = session.config()
    name = config.edition(edition).name
    with session.store() as store:
        with store.read() as tx:
            days = tx.editions.days(name)
        with progress("Writing editions", total=len(days), quiet=json_out) as advance:
            kept = keep_files(
                store, config, folder, name, now=now(), days=days, progress=lambda done: advance(done, len(days))
            )
    index = folder / name / "index.html"
    told = f"{kept.written} editions written, {kept.unchanged} stood there; open {index}"
    found = {"folder": str(folder), "written": kept.written, "unchanged": kept.unchanged}
    say(found, as_json=json_out, human=lambda: _write(told + "\n"))


@app.command("list")
def list_editions(edition: EditionName = None, json_out: JsonFlag = False) -> None:
    """Print the days with a closed edition, newest first."""
    with session.store() as store, store.read() as tx:
        days = [day.isoformat() for day in tx.editions.days(session.config().edition(edition).name)]
    say(days, as_json=json_out, human=lambda: _write("\n".join(days) + "\n" if days else ""))


def _write(text: str) -> None:
    sys.stdout.write(text)
