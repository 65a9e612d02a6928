"""`bouclage maintain`: drop what need not be kept any more, and give the space back."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.filesize import decimal
from rich.table import Table

from bouclage import pipeline
from bouclage.cli.context import JsonFlag, now, out, progress, say, session
from bouclage.engine import Engine
from bouclage.pipeline import Kept, Maintained

_DROPPED = ("articles", "refusals", "readings", "pages", "deliveries", "returns")  # told even where none is over


def maintain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what there is and what would go; drop nothing.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Rewrite the store to its least size, while writers wait.")
    ] = False,
    json_out: JsonFlag = False,
) -> None:
    """Do the day's maintenance now: drop what is older than it is kept ([keeping]), give the space back."""
    config = session.config()
    with session.store() as store:
        kept = pipeline.look(store, config, now=now())
        if not json_out:
            _show_kept(kept)
        done = None
        if not dry_run:
            with progress("Maintaining", total=sum(kept.over.values()) or None, quiet=json_out) as advance:
                steps: dict[str, int] = {}

                def step(kind: str, count: int) -> None:
                    steps[kind] = count
                    advance(sum(steps.values()), None)

                Engine(store=store, config=config, secret="", clock=now).renew_files()
                done = pipeline.maintain(store, config, now=now(), full=full, progress=step)
    found = {"there_was": asdict(kept), "done": asdict(done) if done else None}
    say(found, as_json=json_out, human=lambda: _show_done(done))


def _show_kept(kept: Kept) -> None:
    table = Table("what", "rows", "older than kept", box=None, header_style="dim")
    table.columns[1].justify = table.columns[2].justify = "right"
    for name, count in sorted(kept.rows.items()):
        if count or name in _DROPPED:
            table.add_row(name.replace("_", " "), f"{count:,}", f"{kept.over[name]:,}" if name in kept.over else "")
    out.print(table)
    out.print(f"The store takes {decimal(kept.size)}.")


def _show_done(done: Maintained | None) -> None:
    if done is None:
        out.print("Nothing was dropped: --dry-run.")
        return
    told = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in sorted(done.dropped.items()))
    out.print(f"Dropped: {told or 'nothing'}.")
    out.print(f"The store takes {decimal(done.size_after)} now, {decimal(done.size_before)} before.")
