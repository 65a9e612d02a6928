"""`bouclage ledger DATE`: the account of every item of a day."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.table import Table

from bouclage.cli.context import EditionName, JsonFlag, day_of, out, say, session
from bouclage.records import Fate, Ledger, LedgerEntry, to_plain


def ledger(
    day: Annotated[str, typer.Argument(help="YYYY-MM-DD")],
    edition: EditionName = None,
    fate: Annotated[Fate | None, typer.Option(help="Only items of this fate.")] = None,
    json_out: JsonFlag = False,
) -> None:
    """Print what became of every item: printed, merged, held or refused, and why."""
    with session.store() as store, store.read() as tx:
        found = tx.editions.ledger(session.config().edition(edition).name, day_of(day))
    chosen = tuple(entry for entry in found.entries if fate is None or entry.fate is fate)
    shown = to_plain(replace(found, entries=chosen))
    say(shown, as_json=json_out, human=lambda: _show(found, chosen))


def _show(found: Ledger, chosen: tuple[LedgerEntry, ...]) -> None:
    table = Table("fate", "outlet", "headline", "why", box=None, header_style="dim")
    for entry in chosen:
        table.add_row(entry.fate, entry.outlet, (entry.headline or entry.url)[:70], entry.reason)
    out.print(table)
    sums = {kind: sum(entry.fate is kind for entry in found.entries) for kind in Fate}
    out.print(f"{len(found.entries)} read = " + " + ".join(f"{count} {kind}" for kind, count in sums.items()))
