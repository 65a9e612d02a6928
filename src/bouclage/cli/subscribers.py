"""`bouclage subscribers …`: who gets the edition."""

import csv
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bouclage.cli.context import EditionName, JsonFlag, now, out, progress, say, session
from bouclage.cli.subscriber_file import COLUMNS, WISHES, Line, lines_of, row_of
from bouclage.deliver import checked_address
from bouclage.errors import SubscriberError
from bouclage.pipeline import data_of
from bouclage.records import Subscriber, SubscriberStatus, Suppression, SuppressionReason, to_plain
from bouclage.store import Store

app = typer.Typer(help="Who gets the edition.", no_args_is_help=True)

_BATCH = 1000  # lines written at a time, all in one transaction
_SHOWN = 20  # bad lines named before only their number is told
_COUNTS = ("added", "known", "erased", "suppressed")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV with a head line; column `address`, others optional.")],
    consent: Annotated[
        str | None, typer.Option(help="When and how these people agreed, kept as proof; or a column `consent`.")
    ] = None,
    edition: EditionName = None,
    json_out: JsonFlag = False,
) -> None:
    """Add subscribers who have agreed. One bad line and nothing is imported: all bad lines are listed.

    Who is on the list already stays as they are; who asked to be forgotten or is suppressed is left out, and counted.
    """
    name, moment = session.config().edition(edition).name, now()

    def lines() -> Iterator[Line]:
        return lines_of(file, edition=name, consent=consent, now=moment)

    total = _checked(lines(), quiet=json_out)
    with (
        session.store() as store,
        progress("Importing", total=total, quiet=json_out) as advance,
    ):
        counts = _import(store, lines(), lambda done: advance(done, total))

    def human() -> None:
        out.print(
            f"{counts['added']} added, {counts['known']} known already, {counts['erased']} left out (asked to be "
            f"forgotten), {counts['suppressed']} left out (suppressed)."
        )

    say(counts, as_json=json_out, human=human)


@app.command("export")
def export(edition: EditionName = None, json_out: JsonFlag = False) -> None:
    """Print the list as CSV, wishes and proof of consent with it; `import` reads it back."""
    name = session.config().edition(edition).name
    with session.store() as store:
        if json_out:
            say([_row(one) for one in _all(store, name)], as_json=True, human=lambda: None)
            return
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        with store.read() as tx:
            for page in tx.subscribers.pages(name):
                acts = tx.consents.of_many(one.id for one in page)
                writer.writerows(row_of(one, acts.get(one.id, ())) for one in page)


@app.command("list")
def list_(
    edition: EditionName = None,
    status: Annotated[SubscriberStatus | None, typer.Option(help="Only those of this status.")] = None,
    json_out: JsonFlag = False,
) -> None:
    """Print the list."""
    name = session.config().edition(edition).name
    with session.store() as store:
        found = [one for one in _all(store, name) if status is None or one.status is status]
    say([_row(one) for one in found], as_json=json_out, human=lambda: _show(found))


@app.command("erase")
def erase(
    address: Annotated[str, typer.Argument()],
    allow_import: Annotated[
        bool, typer.Option(help="Keep no hash of the address: an old list may bring it back.")
    ] = False,
    json_out: JsonFlag = False,
) -> None:
    """Forget an address everywhere; only a hash stays, so that an old list does not bring it back."""
    with session.store() as store, store.begin() as tx:
        lists = tx.subscribers.erase(checked_address(address), now(), keep_hash=not allow_import)
    say({"lists": lists}, as_json=json_out, human=lambda: out.print(f"erased from {lists} lists"))


@app.command("data")
def data(address: Annotated[str, typer.Argument()]) -> None:
    """Print all that is kept about an address, as JSON: what a reader may ask for."""
    with session.store() as store:
        found = data_of(store, checked_address(address))
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


@app.command("suppress")
def suppress(
    address: Annotated[str, typer.Argument()],
    detail: Annotated[str | None, typer.Option("--why", help="For whoever looks later.")] = None,
    json_out: JsonFlag = False,
) -> None:
    """Never write to an address again, whatever any list says."""
    wanted = Suppression(
        address=checked_address(address), reason=SuppressionReason.OPERATOR, since=now(), detail=detail
    )
    with session.store() as store, store.begin() as tx:
        new = tx.suppressions.add(wanted)
    said = "suppressed" if new else "suppressed already"
    say({"suppressed": True, "new": new}, as_json=json_out, human=lambda: out.print(said))


@app.command("suppressed")
def suppressed(json_out: JsonFlag = False) -> None:
    """Print the addresses that must not be written to, and why."""
    with session.store() as store, store.read() as tx:
        found = [one for page in tx.suppressions.pages() for one in page]

    def human() -> None:
        table = Table("address", "reason", "since", "detail", box=None, header_style="dim")
        for one in found:
            table.add_row(one.address, one.reason.value, f"{one.since:%Y-%m-%d %H:%M}", one.detail or "")
        out.print(table)

    say([to_plain(one) for one in found], as_json=json_out, human=human)


@app.command("lift")
def lift(address: Annotated[str, typer.Argument()], json_out: JsonFlag = False) -> None:
    """Take an address off the suppression list; it gets mail again once it has signed up anew."""
    with session.store() as store, store.begin() as tx:
        lifted = tx.suppressions.lift(checked_address(address))
    said = "lifted; it has to sign up anew" if lifted else "it was not suppressed"
    say({"lifted": lifted}, as_json=json_out, human=lambda: out.print(said))


def _checked(lines: Iterator[Line], *, quiet: bool) -> int:
    """Read every line; return how many there are, or raise SubscriberError after listing those that are bad."""
    total = bad = 0
    with progress("Checking", total=None, quiet=quiet) as advance:
        for line in lines:
            total += 1
            if line.error is not None:
                bad += 1
                if bad <= _SHOWN and not quiet:
                    out.print(line.error, markup=False, highlight=False)
            if total % _BATCH == 0:
                advance(total, None)
    if bad:
        raise SubscriberError(f"{bad} of {total} lines cannot be used; nothing imported", address="")
    return total


def _import(store: Store, lines: Iterator[Line], advance: Any) -> dict[str, int]:
    """Write every line in one transaction: all of them, or, whatever happens, none."""
    counts = dict.fromkeys(_COUNTS, 0)
    done = 0
    with store.begin() as tx:
        while batch := list(islice(lines, _BATCH)):
            by_id = {line.subscriber.id: line for line in batch if line.subscriber is not None}
            if len([line for line in batch if line.subscriber is not None]) != len(batch):
                raise SubscriberError("the file changed while it was read; nothing imported", address="")
            result = tx.subscribers.import_many(line.subscriber for line in by_id.values() if line.subscriber)
            tx.consents.add(consent for key in result.new if (consent := by_id[key].consent) is not None)
            for name in _COUNTS:
                counts[name] += getattr(result, name)
            counts["known"] += len(batch) - len(by_id)  # twice in the file
            done += len(batch)
            advance(done)
    return counts


def _all(store: Store, name: str) -> list[Subscriber]:
    with store.read() as tx:
        return [one for page in tx.subscribers.pages(name) for one in page]


def _row(one: Subscriber) -> dict[str, Any]:
    return {"id": one.id} | {
        column: to_plain(getattr(one, column)) for column in ("address", "name", *WISHES, "status", "consent")
    }


def _show(found: list[Subscriber]) -> None:
    columns = ("address", "language", "frequency", "hour", "time_zone", "status")
    table = Table(*columns, box=None, header_style="dim")
    for one in found:
        table.add_row(*(str(to_plain(getattr(one, column)) or "") for column in columns))
    out.print(table)
    out.print(f"{len(found)} subscribers")
