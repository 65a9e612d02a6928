"""The workers' queue as the store sees it, where the database has one: counts, and old dead jobs dropped."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bouclage.store.failures import failures
from bouclage.store.store import Transaction

_IS_THERE = text("select to_regclass('procrastinate_jobs') is not null")
_COUNTS = text(
    "select coalesce(args->>'kind', 'minute') as kind,"
    " case status when 'aborted' then 'todo' else status::text end as status, count(*) as jobs"
    " from procrastinate_jobs where status in ('todo', 'doing', 'failed', 'aborted') group by 1, 2 order by 1, 2"
)
_OVER = text(
    "delete from procrastinate_jobs j where j.status in ('failed', 'cancelled', 'succeeded') and not exists"
    " (select 1 from procrastinate_events e where e.job_id = j.id and e.at >= :before)"
)
_WORDS = {"todo": "waiting", "doing": "at_work", "failed": "dead"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many jobs of a kind wait, are at work, or failed for good."""

    kind: str
    waiting: int = 0
    at_work: int = 0
    dead: int = 0


def waiting_jobs(tx: Transaction) -> tuple[Waiting, ...]:
    """Return the state of the queue, by kind of job; nothing where the database has no queue."""
    connection = tx.link.connection
    with failures(tx.link.path):
        if connection.dialect.name == "sqlite" or not connection.execute(_IS_THERE).scalar():
            return ()
        rows = connection.execute(_COUNTS).all()
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.kind, {})[_WORDS[row.status]] = row.jobs
    return tuple(Waiting(kind=kind, **counts) for kind, counts in sorted(found.items()))


def drop_dead_jobs(tx: Transaction, before: datetime) -> int:
    """Drop the jobs that ended before a time, whatever way; return how many, 0 where the database has no queue."""
    connection = tx.link.connection
    with failures(tx.link.path):
        if connection.dialect.name == "sqlite" or not connection.execute(_IS_THERE).scalar():
            return 0
        return connection.execute(_OVER, {"before": before}).rowcount
