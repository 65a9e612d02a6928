"""`bouclage sources …`: the catalogue."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bouclage.cli.collect import collected_json, show_collected
from bouclage.cli.context import JsonFlag, now, out, say, session
from bouclage.engine import Engine
from bouclage.errors import SourceError
from bouclage.fetch import Fetcher
from bouclage.records import Source, SourceKind, SourceState, from_plain, to_plain
from bouclage.sources import discover, name_from, parse_opml, source_id_from, to_opml

app = typer.Typer(help="The sources that are read.", no_args_is_help=True)

_FEED_MARKS = (
    b"<rss",
    b"<feed",
    b"<rdf:RDF",
    b"<urlset",
    b"<newsMessage",
    b"<newsItem",
    b"<nitf",
    b"jsonfeed.org",
    b"ninjs",
)


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed or of a site; a site's feed is found.")],
    name: Annotated[str | None, typer.Option(help="The outlet's name.")] = None,
    source_id: Annotated[str | None, typer.Option("--id", help="A short stable id.")] = None,
    language: Annotated[str | None, typer.Option(help="fr, de, it, en, …")] = None,
    section: Annotated[str | None, typer.Option(help="Default section.")] = None,
    agency: Annotated[bool, typer.Option(help="It is a news agency.")] = False,
    check_first: Annotated[
        bool, typer.Option("--check/--no-check", help="Look at the address before adding it.")
    ] = True,
    json_out: JsonFlag = False,
) -> None:
    """Add a source. A site without a feed is read by its front page."""
    kind = SourceKind.FEED
    if check_first:
        url, kind = asyncio.run(_found(url))
    source = Source(
        id=source_id or source_id_from(url),
        name=name or name_from(url),
        url=url,
        kind=kind,
        language=language,
        section=section,
        agency=agency,
    )
    with session.store() as store, store.begin() as tx:
        tx.sources.add(source)
    say(to_plain(source), as_json=json_out, human=lambda: out.print(f"added {source.id}: {source.url} ({source.kind})"))


async def _found(url: str) -> tuple[str, SourceKind]:
    """Return what to poll for an address: itself if it is a feed, the feed its page announces, or its front page."""
    async with Fetcher(session.config().fetch, clock=now) as fetcher:
        document = await fetcher.get("new", url, kind="feed")
    head = document.body[:4000]
    if any(mark in head for mark in _FEED_MARKS):
        return url, SourceKind.FEED
    announced = discover(document.body, document.final_url)
    return (announced[0], SourceKind.FEED) if announced else (url, SourceKind.PAGES)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="OPML, or the JSON that `sources export --json` prints.")],
    json_out: JsonFlag = False,
) -> None:
    """Add the sources of a file; those known already are left as they are."""
    data = file.read_bytes()
    if file.suffix == ".json":
        try:
            found = tuple(from_plain(Source, plain) for plain in json.loads(data))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise SourceError(f"{file} is not a list of sources: {error}") from error
    else:
        found = parse_opml(data)
    added = 0
    with session.store() as store, store.begin() as tx:
        for source in found:
            if tx.sources.find(source.id) is None and tx.sources.find(source.url) is None:
                tx.sources.add(source)
                added += 1
    result = {"found": len(found), "added": added, "known": len(found) - added}
    say(
        result, as_json=json_out, human=lambda: out.print(f"{added} sources added, {len(found) - added} known already.")
    )


@app.command("export")
def export(json_out: JsonFlag = False) -> None:
    """Print the catalogue as OPML, or as JSON with everything."""
    with session.store() as store, store.read() as tx:
        known = tx.sources.all()
    if json_out:
        say([to_plain(source) for source in known], as_json=True, human=lambda: None)
    else:
        sys.stdout.write(to_opml(known).decode())


@app.command("list")
def list_(
    trouble: Annotated[bool, typer.Option(help="Only those with something wrong.")] = False, json_out: JsonFlag = False
) -> None:
    """Print the sources and their health."""
    with session.store() as store, store.read() as tx:
        known, states = tx.sources.all(), tx.sources.states()
    rows = [(source, states.get(source.id) or SourceState(source_id=source.id)) for source in known]
    rows = [(source, state) for source, state in rows if state.error or not trouble]
    say([_row(*row) for row in rows], as_json=json_out, human=lambda: _show(rows))


@app.command("check")
def check(
    source_id: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", show_default=False)] = None,
    json_out: JsonFlag = False,
) -> None:
    """Visit sources now, due or not, and say what came; all if none is named. What is new is kept."""
    with session.store() as store:
        with store.read() as tx:
            for wanted in source_id or ():
                tx.sources.get(wanted)
        engine = Engine(store=store, config=session.config(), secret=session.secret(), clock=now)
        only = frozenset(source_id) if source_id else None
        collected = asyncio.run(engine.collect(only=only, everything=True))
    say(collected_json(collected), as_json=json_out, human=lambda: show_collected(collected))


@app.command("remove")
def remove(source_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take a source out of the catalogue; what was read from it stays."""
    with session.store() as store, store.begin() as tx:
        tx.sources.get(source_id)
        tx.sources.remove(source_id)
    out.print(f"removed {source_id}")


def _row(source: Source, state: SourceState) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": source.kind.value,
        "last_success": to_plain(state.last_success),
        "next_due": to_plain(state.next_due),
        "failures": state.failures,
        "error": state.error,
        "gone": state.gone,
    }


def _show(rows: list[tuple[Source, SourceState]]) -> None:
    table = Table("source", "outlet", "last read (UTC)", "health", box=None, header_style="dim")
    for source, state in rows:
        last = f"{state.last_success:%Y-%m-%d %H:%M}" if state.last_success else "never"
        health = (
            f"[yellow]{_plain(state.error)}[/yellow]"
            if state.error
            else "in order"
            if state.last_read
            else "not read yet"
        )
        table.add_row(source.id, source.name, last, health)
    out.print(table)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
