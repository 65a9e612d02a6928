"""A sending shot at: kill -9, a locked database, a clock that jumps; everybody is accounted for, nobody left out.

At full size: `python -m pytest tests/faults/delivery --kills 300 --readers 20000`.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bouclage.config import Config, MailConfig, SendingConfig, StoreConfig
from bouclage.pipeline.post import Post
from bouclage.pipeline.send import _plan, send_edition
from bouclage.records import Delivery, DeliveryState, Ledger, Subscriber, SubscriberStatus
from bouclage.store import open_store
from tests.builders import an_edition
from tests.smtp_server import SmtpServer

SECRET = "a secret of the fault tests alone"
ROOT = Path(__file__).parents[3]
STARTING_S = 1.2  # before this a process is still importing: a kill there proves nothing
NOW = datetime.now(UTC)


@dataclass
class Newsroom:
    """A planned sending in a store, and a relay in a process of its own that logs what it takes."""

    url: str
    folder: Path
    readers: int
    port: int = 0
    relay: "subprocess.Popen[str] | None" = None
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log = self.folder / "taken.log"
        self.edition = an_edition()
        self.environment = {
            **os.environ,
            "BOUCLAGE_STORE__URL": self.url,
            "BOUCLAGE_MAIL__HOST": "127.0.0.1",
            "BOUCLAGE_MAIL__FROM_ADDRESS": "edition@news.example",
            "BOUCLAGE_MAIL__TIMEOUT_S": "20",
            "BOUCLAGE_SENDING__PROCESSES": "1",
            "BOUCLAGE_WEB__SECRET": SECRET,
        }
        config = Config(store=StoreConfig(url=self.url), mail=MailConfig(from_address="edition@news.example"))
        with open_store(self.url) as store:
            with store.begin() as tx:
                tx.editions.close(self.edition, Ledger(name=self.edition.name, day=self.edition.day, entries=()))
            for start in range(0, self.readers, 1000):
                with store.begin() as tx:
                    tx.subscribers.import_many(self._reader(n) for n in range(start, min(start + 1000, self.readers)))
            _plan(store, Post(config, self.edition, SECRET, store), NOW)

    def _reader(self, number: int) -> Subscriber:
        return Subscriber(
            address=f"r{number}@d{number % 50}.example", status=SubscriberStatus.CONFIRMED, created=NOW, changed=NOW
        )

    def serve(self, *options: str) -> None:
        """Start the relay, on the port it had before."""
        command = [
            sys.executable,
            "-m",
            "tests.smtp_server",
            "--port",
            str(self.port),
            "--log",
            str(self.log),
            *options,
        ]
        self.relay = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.relay.stdout is not None
        self.port = int(self.relay.stdout.readline())
        self.environment["BOUCLAGE_MAIL__PORT"] = str(self.port)

    def stop(self) -> None:
        """Kill the relay without a word."""
        if self.relay is not None:
            assert self.relay.stdout is not None
            self.relay.stdout.close()
            self.relay.kill()
            self.relay.wait()

    def send(self, *options: str) -> "subprocess.Popen[bytes]":
        """Start a sender in its own process group."""
        day = self.edition.day.isoformat()
        return subprocess.Popen(
            [sys.executable, "-m", "bouclage", "send", "--date", day, *options], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def finish(self, most: int = 12) -> None:
        """Send until nothing is left to send; deferred ones have their pauses taken away."""
        for _ in range(most):
            with open_store(self.url) as store, store.begin() as tx:
                left = tx.claims.left(self.edition.name, self.edition.day)
                flying = tx.claims.senders(self.edition.name, self.edition.day)
                rows = [row for row in self.rows() if row.next_try is not None]
                for row in rows:
                    tx.deliveries.mark(_due(row))
            if not left and not flying:
                return
            sender = self.send()
            _, err = sender.communicate(timeout=500)
            if sender.returncode and b"stopped" in err:
                self.send("--resume").communicate(timeout=500)

    def rows(self) -> tuple[Delivery, ...]:
        """Return every delivery."""
        with open_store(self.url) as store, store.read() as tx:
            return tx.deliveries.of_edition(self.edition.name, self.edition.day)

    def taken(self) -> list[tuple[str, str]]:
        """Return what the relay took: (recipient, Message-ID)."""
        if not self.log.exists():
            return []
        lines = self.log.read_text().splitlines()
        return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def _due(row: Delivery) -> Delivery:
    return replace(row, next_try=NOW)


@contextmanager
def newsroom(url: str, folder: Path, readers: int) -> Iterator[Newsroom]:
    """Give a newsroom; its relay ends with it."""
    made = Newsroom(url, folder, readers)
    try:
        yield made
    finally:
        made.stop()


def check(room: Newsroom, *, in_flight: int, refused: int = 0) -> Counter[DeliveryState]:
    """Hold the account: every row ended, nobody accepted was left out, repeats at most what was in flight."""
    rows = room.rows()
    states = Counter(row.state for row in rows)
    got = Counter(room.taken())
    people = {rcpt for rcpt, _ in got}
    ids = {row.address: row.message_id for row in rows}
    repeats = sum(got.values()) - len(people)

    assert len(rows) == room.readers
    assert all(row.next_try is None for row in rows)
    assert states[DeliveryState.PLANNED] == states[DeliveryState.IN_FLIGHT] == states[DeliveryState.DEFERRED] == 0
    assert {row.address for row in rows if row.state is DeliveryState.ACCEPTED} <= people  # nobody is lost
    assert states[DeliveryState.REFUSED] <= refused
    assert states[DeliveryState.ACCEPTED] + states[DeliveryState.REFUSED] + states[DeliveryState.UNCERTAIN] == len(rows)
    assert states[DeliveryState.UNCERTAIN] == 0 or refused
    assert repeats <= in_flight
    assert all(ids[rcpt] == message_id for rcpt, message_id in got)  # a repeat has the same Message-ID
    return states


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How many kills in all."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def readers(request: pytest.FixtureRequest) -> int:
    """How many deliveries."""
    return int(request.config.getoption("--readers"))


def shot_at(room: Newsroom, kills: int, senders: int, seed: int) -> int:
    """Run senders and kill one of them at random moments; return how many were hit at work."""
    dice = random.Random(seed)
    hit = 0
    for _ in range(kills):
        running = [room.send() for _ in range(senders)]
        victim = running[0]
        until = time.monotonic() + STARTING_S + dice.random() * 1.5
        while time.monotonic() < until and victim.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                victim.wait(timeout=max(0.001, until - time.monotonic()))
        if victim.poll() is None:
            os.killpg(victim.pid, signal.SIGKILL)
            hit += 1
        for one in running:
            if senders > 1 and one is not victim and one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                hit += 1
            one.communicate(timeout=60)
    return hit


def test_killed_at_random(tmp_path: Path, kills: int, readers: int) -> None:
    """Row 57: however often the sender is killed nobody is left out, and repeats are at most what was in flight."""
    with newsroom(f"sqlite:///{tmp_path}/b.db", tmp_path, readers) as room:
        room.serve("--delay", "0.002")
        hit = shot_at(room, kills, 1, seed=7)
        room.finish()
        states = check(room, in_flight=100 * hit)
    assert hit > 0
    assert states[DeliveryState.ACCEPTED] == readers


def _in_process(room: Newsroom, relay: SmtpServer, **given: object) -> int:
    """Send in this process; return how many the relay has then."""
    config = Config(
        store=StoreConfig(url=room.url),
        mail=MailConfig(host="127.0.0.1", port=relay.port, from_address="edition@news.example", timeout_s=20),
        sending=SendingConfig(processes=1),
    )
    usual = {"clock": lambda: datetime.now(UTC), "wait": time.sleep} | given
    with open_store(room.url, wait_s=0.2) as store:
        send_edition(store, config, room.edition, secret=SECRET, **usual)  # type: ignore[arg-type]
    return len(relay.taken)


def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    """What was sent is written down once the lock is gone: nobody is sent to twice for it."""
    with newsroom(f"sqlite:///{tmp_path}/b.db", tmp_path, 60) as room:
        blocker = sqlite3.connect(tmp_path / "b.db", isolation_level=None, check_same_thread=False)
        held: list[bool] = []

        def mood(stage: str, _rcpt: str) -> str | None:
            if stage == "END" and not held:
                held.append(True)
                blocker.execute("BEGIN IMMEDIATE")  # while the first batch is on its way
            return None

        pauses: list[float] = []

        def wait(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2 and held:
                blocker.execute("ROLLBACK")

        with SmtpServer(mood=mood) as relay:
            assert _in_process(room, relay, wait=wait) == 60
        blocker.close()
        assert len(pauses) >= 2
        assert {row.state for row in room.rows()} == {DeliveryState.ACCEPTED}


def test_a_clock_that_jumps_repeats_nobody(tmp_path: Path) -> None:
    """Forward an hour, as in a DST night set wrong, or back five minutes: each gets it once, at last."""
    dice = random.Random(5)

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=dice.choice([0, 3600, -300]))

    with newsroom(f"sqlite:///{tmp_path}/b.db", tmp_path, 200) as room, SmtpServer() as relay:
        _in_process(room, relay, clock=clock)
        _in_process(room, relay)
        rcpts = Counter(one.rcpt for one in relay.taken)
        states = {row.state for row in room.rows()}
    assert (len(rcpts), set(rcpts.values())) == (200, {1})
    assert states == {DeliveryState.ACCEPTED}
