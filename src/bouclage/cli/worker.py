"""`bouclage worker`: another worker on PostgreSQL; the state of its queue."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from bouclage.cli.context import JsonFlag, err, now, out, say, session
from bouclage.cli.logs import metrics, start_logging
from bouclage.engine import Engine
from bouclage.errors import ConfigError
from bouclage.store import Store


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at a time in this process.")] = 4,
    until_empty: Annotated[bool, typer.Option("--until-empty", help="Stop when no job waits.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Tell what waits, is at work and failed for good.")] = False,
    retry_dead: Annotated[bool, typer.Option("--retry-dead", help="Try again what failed for good.")] = False,
    drop_dead: Annotated[bool, typer.Option("--drop-dead", help="Forget what failed for good.")] = False,
    json_out: JsonFlag = False,
) -> None:
    """Collect, read, close and send beside other workers, until stopped. Needs a PostgreSQL store."""
    try:
        from bouclage.worker import run_worker  # noqa: PLC0415 - the extra may not be installed
    except ModuleNotFoundError as error:
        said = 'needs the task queue: pip install "bouclage[postgresql]"'
        raise ConfigError(said, key="worker", origin="the command") from error
    config = session.config()
    with session.store() as store:
        if status or retry_dead or drop_dead:
            found = asyncio.run(_asked(store, config.store.url, retry=retry_dead, drop=drop_dead))
            say(found, as_json=json_out, human=lambda: _show(found))
            return
        start_logging(config.operating)
        engine = Engine(store=store, config=config, secret=session.secret(), clock=now)
        err.print(f"Worker with {concurrency} hands on {store.path} (Ctrl-C stops).", markup=False, highlight=False)
        with metrics(store, config):
            asyncio.run(run_worker(engine, config.store.url, concurrency=concurrency, until_empty=until_empty))
    err.print("Stopped.")


async def _asked(store: Store, url: str, *, retry: bool, drop: bool) -> dict[str, Any]:
    from bouclage.worker import open_queue  # noqa: PLC0415 - the extra may not be installed

    async with open_queue(store, url) as queue:
        dead = await queue.dead()
        ids = [job.id for job in dead]
        return {
            "queue": [asdict(row) for row in await queue.waiting()],
            "dead": [asdict(job) for job in dead],
            "retried": await queue.retry(ids) if retry else 0,
            "dropped": await queue.drop(ids) if drop and not retry else 0,
        }


def _show(found: dict[str, Any]) -> None:
    if not found["queue"]:
        out.print("Nothing waits and nothing is at work.")
        return
    table = Table("work", "waiting", "at work", "failed for good", box=None, header_style="dim")
    for row in found["queue"]:
        table.add_row(row["kind"], str(row["waiting"]), str(row["at_work"]), str(row["dead"]))
    out.print(table)
    for job in found["dead"][:20]:
        told = f"{job['kind']} {job['key']}: failed {job['attempts']} times: {job['error']}"
        out.print(told, markup=False, highlight=False)
    if found["retried"] or found["dropped"]:
        out.print(f"{found['retried']} to be tried again, {found['dropped']} forgotten")
