"""`bouclage collect`: read the sources that are due, or files."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, now, out, progress, say, session
from bouclage.engine import Engine
from bouclage.pipeline import Collected, FilesRead, files_under
from bouclage.store import Store


def collect(
    paths: Annotated[list[Path] | None, typer.Argument(help="More paths after --from.", show_default=False)] = None,
    source_file: Annotated[
        list[Path] | None, typer.Option("--from", help="Read files or folders instead: pages, feeds, wire files.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Visit every source, due or not.")] = False,
    only: Annotated[list[str] | None, typer.Option("--source", help="Visit only this source.")] = None,
    workers: Annotated[
        bool, typer.Option("--workers", help="Have the workers read the files; they must see the same paths.")
    ] = False,
    json_out: JsonFlag = False,
) -> None:
    """Read due sources, or files: feeds, pages, wire files, WARC, folders."""
    with session.store() as store:
        if workers:
            found_jobs = asyncio.run(_by_workers(store, [*(source_file or ()), *(paths or ())], quiet=json_out))
            say(found_jobs, as_json=json_out, human=lambda: out.print(_jobs_line(found_jobs)))
            return
        engine = Engine(store=store, config=session.config(), secret=session.secret(), clock=now)
        if source_file or paths:
            with progress("Reading files", total=None, quiet=json_out) as advance:
                found = engine.collect_files([*(source_file or ()), *(paths or ())], progress=advance)
            say(_files_json(found), as_json=json_out, human=lambda: _show_files(found))
            return
        with store.read() as tx:
            total = len(tx.sources.all())
            for source_id in only or ():
                tx.sources.get(source_id)
        done = 0
        with progress("Reading sources", total=total, quiet=json_out) as advance:

            def visited(_visit: object) -> None:
                nonlocal done
                done += 1
                advance(done, None)

            collected = asyncio.run(
                engine.collect(
                    only=frozenset(only) if only else None, everything=everything or bool(only), progress=visited
                )
            )
        say(collected_json(collected), as_json=json_out, human=lambda: show_collected(collected))


async def _by_workers(store: Store, paths: list[Path], *, quiet: bool) -> dict[str, int]:
    """Cut the files into jobs, put them, and watch until none waits; run again, it goes on watching."""
    from bouclage.worker import Kind, files_jobs, open_queue  # noqa: PLC0415 - the extra may not be installed

    jobs = files_jobs(files_under(paths))
    async with open_queue(store, session.config().store.url) as queue:
        put = await queue.put(jobs)
        with progress("Workers read files", total=len(jobs), quiet=quiet) as advance:
            while True:
                state = next((row for row in await queue.waiting() if row.kind == Kind.FILES), None)
                left = state.waiting + state.at_work if state else 0
                advance(max(0, len(jobs) - left), None)
                if not left:
                    return {"jobs": len(jobs), "put": put, "dead": state.dead if state else 0}
                await asyncio.sleep(1)


def _jobs_line(found: dict[str, int]) -> str:
    dead = f"; {found['dead']} failed for good: bouclage worker --status" if found["dead"] else ""
    return f"{found['jobs']} jobs done by workers{dead}"


def collected_json(collected: Collected) -> dict[str, Any]:
    """Return a collection as plain values."""
    return {
        "visited": len(collected.visits),
        "new": collected.new,
        "failed": len(collected.failed),
        "sources": [
            {
                "id": visit.source.id,
                "new": visit.new,
                "refused": len(visit.refusals),
                "unchanged": visit.unchanged,
                "error": visit.state.error,
            }
            for visit in collected.visits
        ],
    }


def show_collected(collected: Collected) -> None:
    """Tell people what a collection brought."""
    if not collected.visits:
        out.print("No source is due. Visit all with --all, add some with: bouclage sources add URL")
        return
    if collected.failed:
        table = Table("source", "what is wrong", box=None, header_style="dim")
        for visit in collected.failed:
            table.add_row(visit.source.id, visit.state.error)
        out.print(table)
    refused = sum(len(visit.refusals) for visit in collected.visits)
    out.print(
        f"{len(collected.visits)} sources read, {collected.new} new articles, {refused} refused, "
        f"{len(collected.failed)} sources in trouble."
    )


def _files_json(found: FilesRead) -> dict[str, Any]:
    return {
        "files": found.files,
        "articles": found.articles,
        "new": found.new,
        "refused": [{"file": one.url, "reason": one.reason.value, "detail": one.detail} for one in found.refused],
        "skipped": len(found.skipped),
    }


def _show_files(found: FilesRead) -> None:
    for one in found.refused[:20]:
        out.print(f"refused {one.url}: {one.reason} ({one.detail})", markup=False, highlight=False)
    if len(found.refused) > 20:
        out.print(f"… and {len(found.refused) - 20} more refused; --json lists all")
    out.print(
        f"{found.files} files read, {found.articles} articles, {found.new} new, {len(found.refused)} refused, "
        f"{len(found.skipped)} files of other kinds left alone."
    )
