"""`bouclage subscribers …`: who gets the edition."""

import csv
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bouclage.cli.context import EditionName, JsonFlag, now, out, say, session
from bouclage.deliver import checked_address
from bouclage.errors import SubscriberError
from bouclage.records import Subscriber, SubscriberStatus, to_plain

app = typer.Typer(help="Who gets the edition.", no_args_is_help=True)

_COLUMNS = ("address", "name", "language", "time_zone", "status", "consent")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV with a head line; column `address`, others optional.")],
    consent: Annotated[
        str | None, typer.Option(help="When and how these people agreed, kept as proof; or a column `consent`.")
    ] = None,
    edition: EditionName = None,
    json_out: JsonFlag = False,
) -> None:
    """Add subscribers who have agreed. One bad line and nothing is imported: all bad lines are listed."""
    name = session.config().edition(edition).name
    try:
        found, bad = _read(file, name, consent)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SubscriberError(f"{file} is not a UTF-8 CSV file: {error}", address="") from error
    if bad:
        for line in bad[:20]:
            out.print(line, markup=False, highlight=False)
        raise SubscriberError(
            f"{len(bad)} of {len(bad) + len(found)} lines cannot be used; nothing imported", address=""
        )
    with session.store() as store, store.begin() as tx:
        result = tx.subscribers.import_many(found)
    data = {"added": result.added, "known": result.known, "erased": result.erased}
    say(
        data,
        as_json=json_out,
        human=lambda: out.print(
            f"{result.added} added, {result.known} known already, {result.erased} left out (asked to be forgotten)."
        ),
    )


@app.command("export")
def export(edition: EditionName = None) -> None:
    """Print the list as CSV."""
    writer = csv.writer(sys.stdout)
    writer.writerow(_COLUMNS)
    name = session.config().edition(edition).name
    with session.store() as store, store.read() as tx:
        for page in tx.subscribers.pages(name):
            for one in page:
                writer.writerow([to_plain(getattr(one, column)) or "" for column in _COLUMNS])


@app.command("list")
def list_(edition: EditionName = None, json_out: JsonFlag = False) -> None:
    """Print the list."""
    name = session.config().edition(edition).name
    with session.store() as store, store.read() as tx:
        found = [one for page in tx.subscribers.pages(name) for one in page]
    say([_row(one) for one in found], as_json=json_out, human=lambda: _show(found))


@app.command("erase")
def erase(address: Annotated[str, typer.Argument()], json_out: JsonFlag = False) -> None:
    """Forget an address everywhere; only a hash stays, so that an old list does not bring it back."""
    with session.store() as store, store.begin() as tx:
        lists = tx.subscribers.erase(checked_address(address), now())
    say({"lists": lists}, as_json=json_out, human=lambda: out.print(f"erased from {lists} lists"))


def _read(file: Path, edition: str, consent: str | None) -> tuple[list[Subscriber], list[str]]:
    found: list[Subscriber] = []
    bad: list[str] = []
    seen: set[str] = set()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        if "address" not in (reader.fieldnames or ()):
            raise SubscriberError("the head line has no column `address`", address="", line=1)
        for row in reader:
            try:
                one = _subscriber(row, edition, consent, line=reader.line_num)
            except SubscriberError as error:
                bad.append(str(error))
                continue
            if one.id not in seen:
                seen.add(one.id)
                found.append(one)
    return found, bad


def _subscriber(row: dict[str, Any], edition: str, consent: str | None, *, line: int) -> Subscriber:
    agreed = row.get("consent") or consent
    try:
        address = checked_address(str(row["address"] or ""))
        status = SubscriberStatus(row.get("status") or "confirmed")
    except SubscriberError as error:
        raise SubscriberError(str(error), address=error.address, line=line) from error
    except ValueError as error:
        raise SubscriberError(
            f"no status is called {row['status']!r}", address=str(row["address"]), line=line
        ) from error
    if not agreed:
        raise SubscriberError(f"no word on when and how {address} agreed (--consent)", address=address, line=line)
    moment = now()
    return Subscriber(
        address=address,
        name=row.get("name") or None,
        edition=edition,
        language=row.get("language") or None,
        time_zone=row.get("time_zone") or None,
        status=status,
        consent=agreed,
        created=moment,
        changed=moment,
    )


def _row(one: Subscriber) -> dict[str, Any]:
    return {"id": one.id, **{column: to_plain(getattr(one, column)) for column in _COLUMNS}}


def _show(found: list[Subscriber]) -> None:
    table = Table(*_COLUMNS[:5], box=None, header_style="dim")
    for one in found:
        table.add_row(*(str(to_plain(getattr(one, column)) or "") for column in _COLUMNS[:5]))
    out.print(table)
    out.print(f"{len(found)} subscribers")
