"""The queue: jobs in PostgreSQL, by Procrastinate. The only file that knows the queue's own words.

A killed worker's job stays at work in the table while nobody is: `rescue` gives it to another. Jobs that are done are
deleted; jobs that failed for good stay, with the last error, until a person retries or drops them.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from bouclage.errors import ConfigError, StoreBusyError, StoreError
from bouclage.store import Store, Waiting, waiting_jobs
from bouclage.worker.job import PRIORITY, Job
from bouclage.worker.settings import SETTINGS, WorkerSettings

TASK = "bouclage"
QUEUE = "bouclage"
_BATCH = 500  # jobs put in one statement

_NAMES = "select queueing_lock from procrastinate_jobs where status = 'todo' and queueing_lock is not null"
_DEAD = (
    "select j.id, j.args->>'kind' as kind, j.args->>'key' as key, j.attempts, j.args->>'error' as error,"
    " max(e.at) as at from procrastinate_jobs j left join procrastinate_events e on e.job_id = j.id"
    " where j.status = 'failed' group by j.id order by j.id"
)
_NAMED = (
    "select id from procrastinate_jobs where status = 'todo' and queueing_lock = %(name)s"
    " and id is distinct from %(beside)s::bigint"
)
_ERROR = (
    "update procrastinate_jobs set args = args || jsonb_build_object('error', %(error)s::text)"
    " where id = %(id)s returning id"
)
_GIVE_UP = "update procrastinate_jobs set status = 'failed' where id = %(id)s and status = 'doing' returning id"
_FORGET = "delete from procrastinate_jobs where id = %(id)s and status = 'doing' returning id"
_AGAIN = (
    "update procrastinate_jobs set status = 'todo', attempts = 0, worker_id = null, scheduled_at = null"
    " where id = any(%(ids)s) and status = 'failed' and not exists (select 1 from procrastinate_jobs w"
    " where w.status = 'todo' and w.queueing_lock = procrastinate_jobs.queueing_lock) returning id"
)
# a worker that loses its database ends its jobs as "aborted": nobody asked for that, so they are waiting jobs
_REVIVE = (
    "update procrastinate_jobs set status = 'todo', worker_id = null, scheduled_at = null, abort_requested = false"
    " where id in (select distinct on (a.queueing_lock) a.id from procrastinate_jobs a where a.status = 'aborted'"
    " and not exists (select 1 from procrastinate_jobs w where w.status = 'todo'"
    " and w.queueing_lock = a.queueing_lock)) returning id"
)
_ECHOES = (
    "delete from procrastinate_jobs a where a.status = 'aborted' and exists (select 1 from procrastinate_jobs w"
    " where w.status = 'todo' and w.queueing_lock = a.queueing_lock) returning a.id"
)
_DROP = "delete from procrastinate_jobs where id = any(%(ids)s) and status = 'failed' returning id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A job that failed at every attempt."""

    id: int
    kind: str
    key: str
    attempts: int
    error: str | None
    at: str | None  # when it was given up, ISO 8601


class Queue:
    """The jobs of one database. Made by `open_queue`; use it inside one event loop."""

    def __init__(self, app: App, store: Store, settings: WorkerSettings = SETTINGS) -> None:
        self.app = app
        self._store = store
        self._settings = settings

    async def put(self, jobs: Iterable[Job]) -> int:
        """Add jobs; one that waits already is not added twice. Return how many were added. Raises StoreError."""
        wanted = {job.name: job for job in jobs}
        for row in await self._rows(_NAMES) if len(wanted) > 1 else ():
            wanted.pop(row["queueing_lock"], None)
        rest = iter(wanted.values())
        added = 0
        while batch := list(islice(rest, _BATCH)):
            added += await self._put(batch)
        return added

    async def waiting(self) -> tuple[Waiting, ...]:
        """Return the state of the queue, by kind."""

        def look() -> tuple[Waiting, ...]:
            with self._store.read() as tx:
                return waiting_jobs(tx)

        return await asyncio.to_thread(look)

    async def dead(self) -> tuple[Dead, ...]:
        """Return the jobs that failed for good, oldest first."""
        return tuple(
            Dead(
                id=row["id"],
                kind=row["kind"] or "",
                key=row["key"] or "",
                attempts=row["attempts"],
                error=row["error"],
                at=row["at"].isoformat() if row["at"] else None,
            )
            for row in await self._rows(_DEAD)
        )

    async def retry(self, ids: Iterable[int]) -> int:
        """Let dead jobs be tried again from the first attempt; return how many."""
        return len(await self._rows(_AGAIN, ids=list(ids)))

    async def drop(self, ids: Iterable[int]) -> int:
        """Forget dead jobs; return how many."""
        return len(await self._rows(_DROP, ids=list(ids)))

    async def note_error(self, job_id: int, error: str) -> None:
        """Keep a job's last error where people find it."""
        await self._rows(_ERROR, id=job_id, error=error[:500])

    async def is_waiting(self, name: str, *, beside: int | None = None) -> bool:
        """Say whether a job of this name waits, the one with the id `beside` not counted."""
        return bool(await self._rows(_NAMED, name=name, beside=beside))

    async def rescue(self) -> int:
        """Give the jobs of workers that fell silent back to the queue; return how many.

        A job whose workers died at every attempt is given up as dead: the next worker may live.
        """
        with _store_errors():
            silence = self._settings.stalled_after_s
            stalled = list(await self.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silence))
        for job in stalled:
            if job.attempts >= self._settings.attempts:
                await self.note_error(cast("int", job.id), "its worker died at every attempt")
                await self._rows(_GIVE_UP, id=job.id)
            elif job.queueing_lock and await self.is_waiting(job.queueing_lock):
                await self._rows(_FORGET, id=job.id)  # the one that waits does all that this one would
            else:
                with _store_errors():
                    await self.app.job_manager.retry_job(job)
        revived = len(await self._rows(_REVIVE))
        await self._rows(_ECHOES)  # what is left is what an equal waiting job will do
        return len(stalled) + revived

    async def _put(self, batch: list[Job]) -> int:
        made = [self._made(job) for job in batch]
        try:
            with _store_errors():
                await self.app.job_manager.batch_defer_jobs_async(made)
        except AlreadyEnqueued:  # somebody put the same meanwhile
            return 0 if len(batch) == 1 else sum([await self._put([job]) for job in batch])
        return len(batch)

    def _made(self, job: Job) -> Any:
        """Return the job as the queue has it."""
        name, priority = job.name, PRIORITY[job.kind]
        task = self.app.configure_task(TASK, lock=name, queueing_lock=name, priority=priority, queue=QUEUE)
        return task.make_new_job(kind=job.kind.value, key=job.key, payload=dict(job.payload))

    async def _rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        with _store_errors():
            return await self.app.connector.execute_query_all_async(cast("Any", query), **values)


@asynccontextmanager
async def open_queue(store: Store, url: str, *, settings: WorkerSettings = SETTINGS) -> AsyncIterator[Queue]:
    """Open the queue in the store's own database, making its tables at the first time.

    Raises ConfigError where the store is no PostgreSQL, StoreError where it cannot be reached.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        raise ConfigError("workers need a PostgreSQL store; one process needs none", key="store.url", origin="worker")
    # as parts: an address's "+" for a blank is nothing the driver knows
    conninfo = make_conninfo(**(parsed.translate_connect_args(username="user", database="dbname") | dict(parsed.query)))
    app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=settings.connections, timeout=10))
    with _store_errors():
        async with app.open_async():
            await _prepare(app, store)
            yield Queue(app, store, settings)


async def _prepare(app: App, store: Store) -> None:
    """Make the queue's tables, by one process."""
    while not await _is_there(app):
        try:
            with store.exclusive("queue tables"):
                if not await _is_there(app):
                    await app.schema_manager.apply_schema_async()
        except StoreBusyError:
            await asyncio.sleep(0.2)


async def _is_there(app: App) -> bool:
    row = await app.connector.execute_query_one_async("select to_regclass('procrastinate_jobs')::text as name")
    return row["name"] is not None


@contextmanager
def _store_errors() -> Iterator[None]:
    """Say the queue's failures as the store's: it is the same database."""
    try:
        yield
    except (ConnectorException, psycopg.Error) as error:
        said = " ".join(str(error.__cause__ or error).split())
        raise StoreError(f"the queue cannot be reached: {said}", path="postgresql") from error
