"""`bouclage backup FILE`, `restore FILE`, `migrate`."""

from pathlib import Path
from typing import Annotated

import typer

from bouclage.cli.context import JsonFlag, out, say, session
from bouclage.store import dump, load_dump


def backup(file: Annotated[Path, typer.Argument()], json_out: JsonFlag = False) -> None:
    """Write everything in the store to one compressed file, from one moment, while others go on working."""
    with session.store() as store:
        rows = dump(store, file)
    say({"file": str(file), "rows": rows}, as_json=json_out, human=lambda: out.print(f"{rows} rows kept in {file}"))


def restore(file: Annotated[Path, typer.Argument()], json_out: JsonFlag = False) -> None:
    """Fill an empty store, of either kind, from a backup."""
    with session.store() as store:
        rows = load_dump(store, file)
    say({"file": str(file), "rows": rows}, as_json=json_out, human=lambda: out.print(f"{rows} rows restored"))


def migrate(
    search: Annotated[bool, typer.Option("--search", help="Build the search index anew, too.")] = False,
    json_out: JsonFlag = False,
) -> None:
    """Bring the store to this version's schema."""
    with session.store() as store:
        store.migrate()
        if search:
            with store.begin() as tx:
                tx.search.rebuild()
        version = store.version()
    say({"version": version}, as_json=json_out, human=lambda: out.print(f"the store is at schema {version}"))
