"""A worker cut off from its database while it works: its job is given to another, and must not end with it."""

import asyncio
from collections.abc import Callable

from sqlalchemy import text

from bouclage.errors import StoreError
from bouclage.store import open_store
from bouclage.worker import Job, Kind, open_queue, run_worker
from tests.faults.engine.crew import QUICK, engine_of

JOB = Job(kind=Kind.FILES, key="archive", payload={"root": "/", "files": ["a.warc"]})


def _done_by_one_worker(url: str, handler: Callable[..., tuple[Job, ...]]) -> int:
    """Let one worker do what waits; return how often the handler was asked."""
    asked = 0

    def counted(*told: object) -> tuple[Job, ...]:
        nonlocal asked
        asked += 1
        return handler(asked, *told)

    async def run() -> None:
        with open_store(url) as store:
            async with open_queue(store, url, settings=QUICK) as queue:
                assert await queue.put([JOB]) == 1
            await run_worker(
                engine_of(store, ("127.0.0.1", 9)),
                url,
                until_empty=True,
                periodic=False,
                handlers={Kind.FILES: counted},
                settings=QUICK,
            )
            async with open_queue(store, url, settings=QUICK) as queue:
                assert await queue.waiting() == ()

    asyncio.run(run())
    return asked


def _given_back(url: str) -> None:
    """Do as a rescue does when a worker is silent: what is at work waits again."""
    with open_store(url) as store, store.begin() as tx:
        tx.link.connection.execute(text("update procrastinate_jobs set status = 'todo' where status = 'doing'"))


def test_a_job_given_back_while_its_worker_fails_is_done_later(postgresql_url: str) -> None:
    """The failing worker finds "an equal job" waiting: it is this very job, so it stays and is tried again."""

    def handler(asked: int, *_told: object) -> tuple[Job, ...]:
        if asked == 1:
            _given_back(postgresql_url)
            raise StoreError("the connection was lost", path="postgresql")
        return ()

    assert _done_by_one_worker(postgresql_url, handler) == 2


def test_a_job_given_back_while_its_worker_succeeds_is_not_done_again(postgresql_url: str) -> None:
    """The work is done, whoever holds the job by then."""

    def handler(_asked: int, *_told: object) -> tuple[Job, ...]:
        _given_back(postgresql_url)
        return ()

    assert _done_by_one_worker(postgresql_url, handler) == 1
