"""Constants of the workers, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """How work is cut, tried again and given up."""

    connections: int = 6  # to the database, for the queue alone: one listens, the rest take and put jobs
    files_a_job: int = 200  # pages; an archive is a job of its own, whatever it holds
    attempts: int = 8  # with the waits below the last try is about half an hour after the first
    wait_s: int = 5
    growing_wait: int = 3  # seconds to the power of the attempt: 3, 9, 27 ... 2187
    heartbeat_s: float = 5.0  # a worker says so often that it lives ...
    stalled_after_s: float = 30.0  # ... and what one silent for longer held is given to another
    poll_s: float = 5.0  # work is announced by the database; asking is for announcements that were lost
    again_s: float = 0.1  # between two looks of a worker that stops when none waits
    reconnect_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0)  # waits for a database that went away; then the last


SETTINGS = WorkerSettings()
