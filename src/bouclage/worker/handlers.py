"""Handlers: what each kind of job does with the engine, and which jobs follow from it.

A handler may run twice for one job (its worker was killed after the work, before the queue knew), so each only asks
the engine for what is safe to ask twice.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bouclage import schedule
from bouclage.engine import Engine
from bouclage.pipeline import Question, batches
from bouclage.records import digest, from_plain, to_plain
from bouclage.store import waiting_jobs
from bouclage.text.urls import site
from bouclage.worker.job import Job, Kind

log = logging.getLogger(__name__)

Wait = Callable[[float], None]
Handler = Callable[[Engine, Job, Wait], tuple[Job, ...]]


def minute(engine: Engine, _job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Return a job for each edition to close, to prepare and to send, for the guard, and for each due site."""
    now = engine.clock()
    editions = [Job(kind=Kind.CLOSE, key=edition.name) for edition in engine.config.editions]
    sending = [Job(kind=Kind.SEND, key=edition.name) for edition in engine.config.editions if edition.send]
    near = [edition.name for edition in engine.config.editions if schedule.to_prepare(edition, now) is not None]
    coming = [Job(kind=Kind.PREPARE, key=name) for name in near]
    guards = (*_upkeep(engine), Job(kind=Kind.GUARD, key="newsroom"))
    return (*editions, *coming, *sending, *guards, *collecting(engine))


def maintain(engine: Engine, _job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Do the day's maintenance, if nobody has."""
    done = engine.maintain()
    if done is not None:
        told = {"dropped": dict(done.dropped), "size_before": done.size_before, "size_after": done.size_after}
        log.info("maintained", extra=told)
    return ()


def collecting(engine: Engine) -> tuple[Job, ...]:
    """Return the jobs that visit what is due now, one a site.

    The site is the job's key, so two workers never ask one site at once and politeness holds across machines.
    """
    by_site: dict[str, list[str]] = {}
    for source in engine.due_sources():
        by_site.setdefault(site(source.url), []).append(source.id)
    return tuple(
        Job(kind=Kind.COLLECT, key=key, payload={"sources": sorted(ids)}) for key, ids in sorted(by_site.items())
    )


def collect(engine: Engine, job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Visit those of the named sources that are still due; each is saved by itself."""
    asyncio.run(engine.collect_some(frozenset(job.payload["sources"])))
    return ()


def read_files(engine: Engine, job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Read the named files."""
    root = Path(job.payload["root"])
    engine.collect_named([(root, root / name) for name in job.payload["files"]])
    return ()


def prepare(engine: Engine, job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Return the jobs that find what the edition's next closing would have to find in the reports stored now."""
    closing = schedule.coming(engine.config.edition(job.key), engine.clock())
    return tuple(
        Job(
            kind=Kind.SAID,
            key=digest(*(question.key for question in batch), kind="job"),
            payload={"edition": job.key, "day": closing.day.isoformat(), "stories": [to_plain(one) for one in batch]},
        )
        for batch in batches(engine.statements_wanted(closing))
    )


def said(engine: Engine, job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Find who said what in the stories named, unless their edition's hour has come: closing finds what is left."""
    closing = schedule.closing_of(engine.config.edition(job.payload["edition"]), date.fromisoformat(job.payload["day"]))
    engine.find_statements(closing, [from_plain(Question, one) for one in job.payload["stories"]])
    return ()


def close(engine: Engine, job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Close the edition's due slots, and have it sent."""
    edition = engine.config.edition(job.key)
    schedule.close_due(engine, edition, engine.clock())
    return (Job(kind=Kind.SEND, key=edition.name),) if edition.send else ()


def send(engine: Engine, job: Job, wait: Wait) -> tuple[Job, ...]:
    """Send what is due of the edition last closed."""
    schedule.send_due(engine, engine.config.edition(job.key), engine.clock(), wait)
    return ()


def guard(engine: Engine, _job: Job, _wait: Wait) -> tuple[Job, ...]:
    """Tell the operator what is wrong, jobs that failed for good included."""
    with engine.store.read() as tx:
        dead = {row.kind: row.dead for row in waiting_jobs(tx) if row.dead}
    for alarm in engine.guard(dead):
        log.warning("alarm", extra={"kind": alarm.kind.value, "about": alarm.about, "told": alarm.detail})
    return ()


def _upkeep(engine: Engine) -> tuple[Job, ...]:
    return (Job(kind=Kind.MAINTAIN, key="newsroom"),) if engine.maintenance_due() else ()


HANDLERS: Mapping[Kind, Handler] = {
    Kind.MINUTE: minute,
    Kind.COLLECT: collect,
    Kind.FILES: read_files,
    Kind.PREPARE: prepare,
    Kind.SAID: said,
    Kind.CLOSE: close,
    Kind.SEND: send,
    Kind.GUARD: guard,
    Kind.MAINTAIN: maintain,
}
