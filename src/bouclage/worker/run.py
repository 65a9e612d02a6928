"""Run: take jobs and do them, until told to stop or until none is left."""

import asyncio
import logging
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.exceptions import ConnectorException

from bouclage.engine import Engine
from bouclage.errors import BouclageError, StoreBusyError, StoreError
from bouclage.worker.handlers import HANDLERS, Handler
from bouclage.worker.job import Job, Kind
from bouclage.worker.queue import QUEUE, TASK, Queue, open_queue
from bouclage.worker.settings import SETTINGS, WorkerSettings

log = logging.getLogger(__name__)


async def run_worker(
    engine: Engine,
    url: str,
    *,
    concurrency: int = 4,
    until_empty: bool = False,
    periodic: bool = True,
    handlers: Mapping[Kind, Handler] = HANDLERS,
    settings: WorkerSettings = SETTINGS,
) -> None:
    """Do jobs from the queue at `url`, `concurrency` at a time, until SIGTERM or SIGINT.

    `until_empty`: until none waits. After the signal no job begins and those begun are finished. A database that goes
    away is waited for. `periodic` False leaves the minute's jobs to others. Raises ConfigError where the store is no
    PostgreSQL.
    """
    stop = threading.Event()
    tries = 0
    with _on_signal(asyncio.current_task(), stop):
        while not stop.is_set():
            try:
                async with open_queue(engine.store, url, settings=settings) as queue:
                    hands = _Hands(queue=queue, engine=engine, handlers=handlers, stop=stop)
                    _teach(hands, periodic=periodic, settings=settings)
                    tries = 0
                    while True:
                        await queue.app.run_worker_async(
                            queues=[QUEUE],
                            concurrency=concurrency,
                            wait=not until_empty,
                            delete_jobs="successful",
                            install_signal_handlers=False,
                            fetch_job_polling_interval=settings.poll_s,
                            update_heartbeat_interval=settings.heartbeat_s,
                            stalled_worker_timeout=settings.stalled_after_s,
                        )
                        if not any(row.waiting for row in await queue.waiting()):
                            return
                        await asyncio.sleep(settings.again_s)  # what followed from the last job, or is tried later
            except asyncio.CancelledError:
                if not stop.is_set():
                    raise
                return
            except (StoreError, ConnectorException, OSError) as error:
                wait = settings.reconnect_s[min(tries, len(settings.reconnect_s) - 1)]
                tries += 1
                log.warning("queue away", extra={"told": " ".join(str(error).split()), "again_s": wait})
                await asyncio.to_thread(stop.wait, wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hands:
    """What a job is done with."""

    queue: Queue
    engine: Engine
    handlers: Mapping[Kind, Handler]
    stop: threading.Event

    async def do(self, context: JobContext, job: Job) -> None:
        """Do one job in a thread of its own, and put what follows from it."""
        try:
            following = await asyncio.to_thread(self.handlers[job.kind], self.engine, job, self._wait)
        except _StoppedError:
            following = (job,)  # begun, and to be gone on with by another worker
        except StoreBusyError as error:
            log.info("busy", extra={"job": job.name, "told": str(error)})  # another process is at it
            return
        except (BouclageError, OSError) as error:
            said = " ".join(str(error).split())
            log.warning("failed", extra={"job": job.name, "told": said})
            await self._note(context, said)
            # An equal job that waits is the next attempt. Not so this very job, given back by a rescue while we were
            # cut off: to end it would delete it before anybody did it.
            if await self.queue.is_waiting(job.name, beside=context.job.id):
                return
            raise
        except Exception as error:
            log.exception("a mistake of ours", extra={"job": job.name})
            await self._note(context, repr(error))
            raise
        await self.queue.put(following)

    def _wait(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise _StoppedError

    async def _note(self, context: JobContext, error: str) -> None:
        with suppress(StoreError):
            if context.job.id is not None:
                await self.queue.note_error(context.job.id, error)


def _teach(hands: _Hands, *, periodic: bool, settings: WorkerSettings) -> None:
    """Tell the queue how its jobs are done, and what each minute asks for."""
    queue = hands.queue
    retry = RetryStrategy(max_attempts=settings.attempts, wait=settings.wait_s, exponential_wait=settings.growing_wait)

    async def do(context: JobContext, kind: str, key: str, payload: dict[str, Any], error: str | None = None) -> None:  # noqa: ARG001
        await hands.do(context, Job(kind=Kind(kind), key=key, payload=payload))

    queue.app.task(name=TASK, pass_context=True, retry=retry, queue=QUEUE)(do)

    # Their names are locks too: however many workers there are, a minute is looked at once.
    async def minute(timestamp: int) -> None:  # noqa: ARG001
        await queue.put([Job(kind=Kind.MINUTE, key="now")])

    async def rescue(timestamp: int) -> None:  # noqa: ARG001
        if rescued := await queue.rescue():
            log.warning("rescued", extra={"jobs": rescued, "told": "of workers that fell silent, given to others"})

    for name, work in (("bouclage-minute", minute), ("bouclage-rescue", rescue)) if periodic else ():
        task = queue.app.task(name=name, queue=QUEUE, lock=name, queueing_lock=name, priority=50)(work)
        queue.app.periodic(cron="* * * * *")(task)


class _StoppedError(Exception):
    """The worker was told to stop while a job waited."""


@contextmanager
def _on_signal(task: "asyncio.Task[Any] | None", stop: threading.Event) -> Iterator[None]:
    """Set `stop` and cancel `task` at the first signal; the second has its usual effect."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave() -> None:
        stop.set()
        for number in numbers:
            loop.remove_signal_handler(number)
        if task is not None:
            task.cancel()

    for number in numbers:
        loop.add_signal_handler(number, leave)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
