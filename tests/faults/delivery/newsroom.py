"""A planned sending to be shot at: its store, a relay that logs what it takes, senders that can be killed, the account.

Senders to be killed are the real command line, forked from a process that has imported it already: so a kill hits a
sender at work, not Python starting, and hundreds of kills take minutes.
"""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bouclage.config import Config, MailConfig, SendingConfig, StoreConfig
from bouclage.errors import RelayUnavailableError
from bouclage.pipeline import change_sending
from bouclage.pipeline.post import Post
from bouclage.pipeline.send import _plan, send_edition
from bouclage.records import Delivery, DeliveryState, Ledger, SendingState, Subscriber, SubscriberStatus
from bouclage.store import open_store
from tests.builders import an_edition

SECRET = "a secret of the fault tests alone"
ROOT = Path(__file__).parents[3]
NOW = datetime.now(UTC)
FROM = "edition@news.example"
PATIENCE_S = 240  # how long a sender may take to come to its end on a busy machine

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["bouclage.cli"])


def _send(environment: dict[str, str], words: list[str], said: str) -> None:
    """Be `bouclage send`, in a process of one's own."""
    os.setsid()
    os.environ.update(environment)
    handle = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.argv = ["bouclage", *words]
    from bouclage.cli import main

    main()


@dataclass
class Newsroom:
    """A planned sending in a store, and a relay in a process of its own that logs what it takes."""

    url: str
    folder: Path
    readers: int
    port: int = 0
    relay: "subprocess.Popen[str] | None" = None
    environment: dict[str, str] = field(default_factory=dict)
    ahead: timedelta = timedelta()  # of the true time: senders in this process do not wait for pauses

    def __post_init__(self) -> None:
        self.log = self.folder / "taken.log"
        self.said = self.folder / "said.log"  # a file: a pipe nobody empties would stop a sender that has much to say
        self.said.touch()
        self.edition = an_edition()
        self.environment = {
            "BOUCLAGE_STORE__URL": self.url,
            "BOUCLAGE_MAIL__HOST": "127.0.0.1",
            "BOUCLAGE_MAIL__FROM_ADDRESS": FROM,
            "BOUCLAGE_MAIL__TIMEOUT_S": "20",
            "BOUCLAGE_SENDING__PROCESSES": "1",
            "BOUCLAGE_WEB__SECRET": SECRET,
        }
        config = Config(store=StoreConfig(url=self.url), mail=MailConfig(from_address=FROM))
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
        words = ["--port", str(self.port), "--log", str(self.log), *options]
        command = [sys.executable, "-m", "tests.smtp_server", *words]
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

    def send(self, *options: str) -> ForkServerProcess:
        """Start a sender in its own process group."""
        words = ["send", "--date", self.edition.day.isoformat(), *options]
        sender = _forks.Process(target=_send, args=(self.environment, words, str(self.said)), daemon=True)
        sender.start()
        return sender

    def finish(self, most: int = 12) -> None:
        """Send by the command line until nothing is left; deferred ones have their pauses taken away."""
        for _ in range(most):
            with open_store(self.url) as store, store.begin() as tx:
                for row in tx.deliveries.of_edition(self.edition.name, self.edition.day):
                    if row.next_try is not None:
                        tx.deliveries.mark(replace(row, next_try=NOW))
            if not self.left():
                return
            sender = self.send()
            sender.join(PATIENCE_S)
            assert sender.exitcode is not None, "a sender that does not end"

    def send_here(self, port: int, wait: Callable[[float], None] = lambda _s: None, *, timeout_s: float = 20) -> None:
        """Send in this process until nothing is left, hours of pauses and all; what stops it is begun again."""
        for _ in range(100):
            if not self.left():
                return
            with suppress(RelayUnavailableError):
                self.send_once(port, wait, timeout_s=timeout_s)
            self.ahead += timedelta(hours=3)
        raise AssertionError("sending comes to no end")

    def send_once(self, port: int, wait: Callable[[float], None] = lambda _s: None, *, timeout_s: float = 20) -> None:
        """Send in this process what is due by now; raises what stops it."""
        config = Config(
            store=StoreConfig(url=self.url),
            mail=MailConfig(host="127.0.0.1", port=port, from_address=FROM, timeout_s=timeout_s),
            sending=SendingConfig(processes=1),
        )
        with open_store(self.url, wait_s=0.2) as store:
            send_edition(
                store, config, self.edition, secret=SECRET, clock=lambda: datetime.now(UTC) + self.ahead, wait=wait
            )

    def resume(self) -> None:
        """Let a stopped sending go on."""
        with open_store(self.url) as store:
            now = datetime.now(UTC) + self.ahead
            change_sending(store, self.edition.name, self.edition.day, SendingState.RUNNING, now=now, reason=None)

    def left(self) -> int:
        """Return how many deliveries are still to be sent, or on their way."""
        rows = self.rows()
        return sum(row.next_try is not None or row.state is DeliveryState.IN_FLIGHT for row in rows)

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

    def size_of_log(self) -> int:
        """Return the octets of the relay's log: grows with each message taken."""
        return self.log.stat().st_size if self.log.exists() else 0


@contextmanager
def newsroom(url: str, folder: Path, readers: int) -> Iterator[Newsroom]:
    """Give a newsroom; its relay ends with it."""
    made = Newsroom(url, folder, readers)
    try:
        yield made
    finally:
        made.stop()


@dataclass(frozen=True)
class Account:
    """What became of everybody."""

    states: Counter[DeliveryState]
    repeats: int  # messages the relay took more than once, with the same Message-ID
    in_doubt: int  # attempts of which nobody knew the end: what may be repeated
    refused: frozenset[str]


def check(room: Newsroom, taken: list[tuple[str, str]] | None = None) -> Account:
    """Hold the account: every row ended, everybody accepted was served, repeats at most what was in doubt.

    Every attempt is counted in its row; where no attempt was put off by a 4xx, those beyond the first are the ones in
    doubt. `taken`: what the relay took, its log if not given.
    """
    rows = room.rows()
    states = Counter(row.state for row in rows)
    got = Counter(room.taken() if taken is None else taken)
    people = {rcpt for rcpt, _ in got}
    ids = {row.address: row.message_id for row in rows}
    repeats = sum(got.values()) - len(people)
    accepted = {row.address for row in rows if row.state is DeliveryState.ACCEPTED}
    refused = {row.address for row in rows if row.state is DeliveryState.REFUSED}
    in_doubt = sum(row.attempts - 1 for row in rows)

    assert len(rows) == room.readers
    assert all(row.next_try is None for row in rows)
    assert accepted <= people  # nobody is lost
    assert accepted | refused == set(ids)  # everybody is accounted for
    assert all(ids[rcpt] == message_id for rcpt, message_id in got)  # a repeat has the same Message-ID
    assert repeats <= in_doubt
    return Account(states, repeats, in_doubt, frozenset(refused))


def shot_at(room: Newsroom, kills: int, senders: int, seed: int) -> int:
    """Keep senders at work and kill -9 one after the other, at random moments; return how many were hit at work.

    One in five is hit within its first moments, the others after a random number of messages: by progress and not by
    time, so that a slow machine is shot at as often as a fast one.
    """
    dice = random.Random(seed)
    share = max(1.0, 1.4 * room.readers / (kills + 1))  # messages between two kills at most
    a_line = 75  # octets of the relay's log for a message, about
    running: list[ForkServerProcess] = []
    hit = 0
    for _ in range(kills):
        running = [one for one in running if one.is_alive()]
        running += [room.send() for _ in range(senders - len(running))]
        victim = dice.choice(running)
        wanted = room.size_of_log() + a_line * dice.random() * share
        until = time.monotonic() + (dice.random() * 0.4 if dice.random() < 0.2 else PATIENCE_S)
        while time.monotonic() < until and victim.is_alive() and room.size_of_log() < wanted:
            time.sleep(0.001)
        hit += _killed(victim)
    for one in running:
        if senders > 1:
            hit += _killed(one)
        one.join(PATIENCE_S)
        assert one.exitcode is not None, "a sender that does not end"
    return hit


def _killed(sender: ForkServerProcess) -> bool:
    assert sender.pid is not None
    if not sender.is_alive():
        return False
    with suppress(ProcessLookupError):
        os.kill(sender.pid, signal.SIGKILL)
    sender.join(PATIENCE_S)
    return sender.exitcode == -signal.SIGKILL
