"""A crew of worker processes at one moment of the bundled Tuesday: run this module to be one of them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bouclage.config import Config, EditionConfig, MailConfig, SendingConfig
from bouclage.engine import Engine
from bouclage.fetch import FetchSettings
from bouclage.records import Subscriber, SubscriberStatus
from bouclage.store import Store, open_store
from bouclage.web.sample_site import SampleSite
from bouclage.worker import SETTINGS, Job, WorkerSettings, open_queue, run_worker

NOW = datetime(2026, 9, 8, 14, 30, tzinfo=UTC)
BEFORE = datetime(2026, 9, 8, 14, 10, tzinfo=UTC)  # the closing is near
EVE = datetime(2026, 9, 7, 15, 0, tzinfo=UTC)
QUICK = replace(SETTINGS, wait_s=0, growing_wait=0, heartbeat_s=0.5, stalled_after_s=2.0, poll_s=0.3, attempts=100)
ROOT = Path(__file__).resolve().parents[3]


def config_at(relay: tuple[str, int]) -> Config:
    """Return the crew's configuration."""
    return Config(
        editions=(EditionConfig(),),
        fetch=FetchSettings(allow_loopback=True, min_delay_s=0.0),
        sending=SendingConfig(repeat_uncertain=False),  # so that a message sent twice would be a mistake of ours
        mail=MailConfig(host=relay[0], port=relay[1], from_address="edition@bouclage.example"),
    )


def engine_of(store: Store, relay: tuple[str, int], at: datetime = NOW) -> Engine:
    """Return an engine whose clock stands still."""
    return Engine(store=store, config=config_at(relay), secret="s" * 32, clock=lambda: at)


def _new_log() -> Path:
    handle, name = tempfile.mkstemp(prefix="bouclage-crew-", suffix=".log")
    os.close(handle)
    return Path(name)


@dataclass
class Crew:
    """Workers on one PostgreSQL schema, with the bundled sites and a relay."""

    url: str
    site: SampleSite
    relay: tuple[str, int]
    settings: WorkerSettings = QUICK
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    #: what all workers say: a file, for a pipe that nobody empties stops a worker that has much to say
    log: Path = field(default_factory=_new_log)

    def prepare(self, readers: int) -> None:
        """Fill the catalogue and the list, and tell the store that it began the day before."""
        with open_store(self.url) as store:
            with store.begin() as tx:
                for source in self.site.sources():
                    tx.sources.add(source)
                for number in range(readers):
                    address = f"reader{number}@example.org"
                    reader = Subscriber(address=address, status=SubscriberStatus.CONFIRMED, created=EVE, changed=EVE)
                    tx.subscribers.add(reader)
            engine_of(store, self.relay, EVE).first_day("evening", EVE.date())

    def put(self, *jobs: Job) -> int:
        """Put jobs."""
        return self._asked(lambda queue: queue.put(jobs))

    def waiting(self) -> dict[str, tuple[int, int, int]]:
        """Return by kind how many jobs wait, are at work, failed for good."""
        rows = self._asked(lambda queue: queue.waiting())
        return {row.kind: (row.waiting, row.at_work, row.dead) for row in rows}

    def rescue(self) -> int:
        """Give the jobs of silent workers to others."""
        return self._asked(lambda queue: queue.rescue())

    def start(self, count: int, *, until_empty: bool = True, periodic: bool = False, at: datetime = NOW) -> None:
        """Start workers, whose clock stands at a moment."""
        for _ in range(count):
            told = {"url": self.url, "relay": self.relay, "until_empty": until_empty, "periodic": periodic}
            told |= {"at": at.isoformat()}
            command = [sys.executable, "-m", "tests.faults.engine.crew", json.dumps(told)]
            with self.log.open("ab") as log:
                self.processes.append(subprocess.Popen(command, cwd=ROOT, stderr=log, start_new_session=True))

    def kill(self, index: int) -> bool:
        """Kill -9 one worker; return whether it was alive."""
        process = self.processes.pop(index)
        alive = process.poll() is None
        if alive:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        return alive

    def join(self, timeout: float = 240) -> str:
        """Wait until all workers are through; they must end well. Return what they said."""
        for process in self.processes:
            assert process.wait(timeout=timeout) == 0, self.said()
        self.processes.clear()
        return self.said()

    def said(self) -> str:
        """Return the end of what the workers said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-20_000:]

    def stop(self) -> None:
        """End all workers, well or not."""
        while self.processes:
            self.kill(0)
        self.log.unlink(missing_ok=True)

    def _asked(self, ask: Any) -> Any:
        async def asked() -> Any:
            with open_store(self.url) as store:
                async with open_queue(store, self.url, settings=self.settings) as queue:
                    return await ask(queue)

        return asyncio.run(asked())


def main(told: dict[str, Any]) -> None:
    """Be a worker."""
    with open_store(told["url"]) as store:
        engine = engine_of(store, tuple(told["relay"]), datetime.fromisoformat(told["at"]))
        asyncio.run(
            run_worker(
                engine,
                told["url"],
                concurrency=3,
                until_empty=told["until_empty"],
                periodic=told["periodic"],
                settings=QUICK,
            )
        )


if __name__ == "__main__":
    import logging

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(json.loads(sys.argv[1]))


__all__ = ["BEFORE", "NOW", "QUICK", "Crew", "engine_of"]
