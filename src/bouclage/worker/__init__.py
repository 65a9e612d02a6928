"""The worker: takes work from a queue in PostgreSQL and gives it to this process's engine.

Takes an Engine and the address of the database; gives nothing back: what is done stands in the store. Any number of
processes on any number of machines may run one. Never decides anything: the same stages run here as in one process,
and each piece of work is safe to do twice.
"""

from bouclage.worker.archive import files_jobs
from bouclage.worker.handlers import HANDLERS, Handler
from bouclage.worker.job import Job, Kind
from bouclage.worker.queue import Dead, Queue, open_queue
from bouclage.worker.run import run_worker
from bouclage.worker.settings import SETTINGS, WorkerSettings

__all__ = [
    "HANDLERS",
    "SETTINGS",
    "Dead",
    "Handler",
    "Job",
    "Kind",
    "Queue",
    "WorkerSettings",
    "files_jobs",
    "open_queue",
    "run_worker",
]
