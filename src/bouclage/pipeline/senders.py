"""Senders: take claimed deliveries, batch after batch, until none is due; alone, in threads, or one process a core.

Each sender claims rows in its own name and holds a lock by that name while it lives, so any number may share a sending,
here or on other machines, and what a dead one had in flight is found by the next.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import wait as wait_for
from secrets import token_hex
from time import monotonic, sleep
from typing import Any

from bouclage.config import Config
from bouclage.deliver import Courier, DeliverSettings, PaceSettings
from bouclage.errors import BouclageError, DeliveryError, StoreBusyError, StoreError, SubscriberError
from bouclage.pipeline.post import Post
from bouclage.records import Delivery, Edition, SendingState, Subscriber
from bouclage.store import Store, open_store

WINDOW = 100
"""Deliveries claimed at a time at most: as many may be in doubt after a kill. One commit for so many costs under 3 % of
the time; a slower relay gets smaller batches."""
_FIRST = 10
_BATCH_S = 0.5  # a batch should take about so long: then who leaves now is looked up again soon
_LOOK_S = 0.2  # between two looks at the senders
_FEW = 2000  # deliveries a process must have to be worth its start, which takes about a second
_STORE_PAUSES_S = (
    0.2,
    1.0,
    2.0,
    5.0,
    10.0,
    20.0,
    30.0,
)  # what was sent must be written down: a full disk is waited for

Clock = Callable[[], datetime]
Wait = Callable[[float], None]


def send_all(
    store: Store,
    config: Config,
    edition: Edition,
    *,
    secret: str,
    clock: Clock,
    wait: Wait,
    left: int,
    progress: Callable[[int], None],
) -> None:
    """Send everything due of an edition; `left` is about how many that is, `progress` hears how many were looked at.

    Raises DeliveryError or RelayUnavailableError where sending had to stop.
    """
    wanted = config.sending.processes or os.cpu_count() or 1
    processes = max(1, min(wanted, left // _FEW))
    if processes == 1:
        _threads(store, config, edition, secret=secret, clock=clock, wait=wait, progress=progress, share=1)
        return
    _processes(store, config, edition, secret=secret, clock=clock, progress=progress, count=processes)


def recover(store: Store, config: Config, edition: str, day: date, now: datetime) -> int:
    """Find what dead senders had in flight; return how many deliveries that were."""
    settings = _settings(config)
    tries = len(settings.retry_pauses_s) if settings.repeat_uncertain else 0
    with store.read() as tx:
        senders = tx.claims.senders(edition, day)
    found = 0
    for sender in senders:
        with suppress(StoreBusyError), _alive(store, sender), store.begin() as tx:
            found += tx.claims.recover(edition, day, sender, now, tries=tries)
    return found


def _threads(store: Store, config: Config, edition: Edition, *, share: int, **given: Any) -> None:
    """Send over the configured connections, one thread each."""
    count = config.sending.connections
    senders = [_Sender(store, config, edition, share=share * count, **given) for _ in range(count)]
    if count == 1:
        senders[0].run()
        return
    with ThreadPoolExecutor(count) as pool:
        for ended in [pool.submit(sender.run) for sender in senders]:
            ended.result()


def _processes(
    store: Store,
    config: Config,
    edition: Edition,
    *,
    secret: str,
    clock: Clock,
    progress: Callable[[int], None],
    count: int,
) -> None:
    """Send in processes of their own; this one only watches.

    One process is started anew, as a fork would share the store's connections and whatever threads hold; it splits
    into the senders once it has imported all they need, which takes as long as thousands of messages.
    """
    spawn = multiprocessing.get_context("spawn")
    seen = spawn.Value("q", 0)
    troubles = spawn.SimpleQueue()
    work = _Work(config, edition.name, edition.day, secret, clock() - datetime.now(UTC), count, seen, troubles)
    crew = spawn.Process(target=_crew, args=(work, os.getpid()))
    crew.start()
    told = 0
    try:
        while crew.is_alive():
            crew.join(_LOOK_S)
            progress(seen.value - told)
            told = seen.value
    finally:
        if crew.is_alive():
            crew.terminate()
        crew.join()
    progress(seen.value - told)
    if not troubles.empty():
        raise troubles.get()
    if crew.exitcode:
        recover(store, config, edition.name, edition.day, clock())
        raise DeliveryError(f"a sender ended with {crew.exitcode}; what it had in flight is due again")


@dataclass(frozen=True, slots=True)
class _Work:
    """What the processes of one sending are told."""

    config: Config
    edition: str
    day: date
    secret: str
    ahead: timedelta  # of the true time
    count: int
    seen: Any  # how many deliveries were looked at, shared
    troubles: Any  # what made a sender stop, shared


def _crew(work: _Work, parent: int) -> None:
    """Be as many senders as wanted; end with the first bad exit code of theirs."""
    fork = multiprocessing.get_context("fork")  # nothing is open yet, and there is one thread
    children = [fork.Process(target=_child, args=(work, os.getpid())) for _ in range(work.count)]
    for child in children:
        child.start()
    while any(child.is_alive() for child in children):
        wait_for([child.sentinel for child in children if child.is_alive()], timeout=_LOOK_S)
        if os.getppid() != parent:  # nobody watches any more: end as if killed; so will each sender
            os._exit(1)
    codes = [child.exitcode for child in children if child.exitcode]
    if codes:
        os._exit(abs(codes[0]))


def _child(work: _Work, parent: int) -> None:
    def more(number: int) -> None:
        with work.seen.get_lock():
            work.seen.value += number
        if os.getppid() != parent:
            os._exit(1)

    try:
        with open_store(work.config.store.url, migrate=False) as store:
            with store.read() as tx:
                found = tx.editions.get(work.edition, work.day)
            _threads(
                store, work.config, found, share=work.count, secret=work.secret,
                clock=lambda: datetime.now(UTC) + work.ahead, wait=sleep, progress=more,
            )  # fmt: skip
    except BouclageError as error:
        work.troubles.put(DeliveryError(str(error)))


class _Sender:
    """One connection's worth of sending."""

    def __init__(
        self,
        store: Store,
        config: Config,
        edition: Edition,
        *,
        secret: str,
        clock: Clock,
        wait: Wait,
        progress: Callable[[int], None],
        share: int,
    ) -> None:
        self._store = store
        self._edition = (edition.name, edition.day)
        self._post = Post(config, edition, secret, store)
        self._clock = clock
        self._wait = wait
        self._progress = progress
        self._name = token_hex(8)
        self._readers: dict[str, Subscriber] = {}
        self._limit = _FIRST
        rates = config.sending
        pace = PaceSettings(
            per_second=rates.per_second and rates.per_second / share,
            per_domain={domain: rate / share for domain, rate in rates.rates.items()},
        )
        self._courier = Courier(
            compose_for=self._compose,
            connect=self._post.connection,
            envelope_sender=self._post.envelope_sender,
            clock=clock,
            wait=wait,
            settings=_settings(config),
            pace=pace,
        )

    def run(self) -> None:
        """Send until nothing is due; raise what made sending stop."""
        ends: tuple[Delivery, ...] = ()
        try:
            with _alive(self._store, self._name):
                while rows := self._turn(ends):
                    began = monotonic()
                    ends = self._courier.batch(rows)
                    took = monotonic() - began
                    self._progress(len(ends))
                    self._wait_if(self._courier.pace.rest_s(len(ends), took))
                    self._limit = _next_limit(self._limit, len(ends), took)
        finally:
            self._courier.close()
        if self._courier.stopped is not None:
            raise self._courier.stopped

    def _turn(self, ends: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
        """Write down where the last batch stands and claim the next, in one transaction; an empty one ends it."""
        for pause in _STORE_PAUSES_S:
            try:
                return self._once(ends)
            except StoreError:
                if not ends:
                    raise
            self._wait(pause)
        return self._once(ends)

    def _once(self, ends: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
        name, day = self._edition
        stopped = self._courier.stopped
        with self._store.begin() as tx:
            tx.claims.settle(self._name, ends)
            sending = tx.sendings.get(name, day)
            if sending is None or sending.state is not SendingState.RUNNING or stopped is not None:
                return ()
            limit = self._courier.pace.most(self._limit)
            rows = tx.claims.take(name, day, self._clock(), self._name, limit)
            self._readers = tx.claims.readers(name, day, self._name)
        return rows

    def _compose(self, row: Delivery) -> tuple[bytes, ...]:
        reader = self._readers.get(row.subscriber_id)
        if reader is None:
            raise SubscriberError("left, or must not be written to any more", address=row.address)
        return self._post.pieces(reader, row, self._clock())

    def _wait_if(self, seconds: float) -> None:
        if seconds > 0:
            self._wait(seconds)


@contextmanager
def _alive(store: Store, sender: str) -> Iterator[None]:
    with store.exclusive(f"sender {sender}"):
        yield


def _next_limit(limit: int, sent: int, took_s: float) -> int:
    """Return how many to claim next, so that a batch takes about as long as it should."""
    if sent < limit and took_s < _BATCH_S:
        return limit
    right = int(sent * _BATCH_S / took_s) if took_s > 0 else WINDOW
    return max(1, min(WINDOW, 2 * limit, right))


def _settings(config: Config) -> DeliverSettings:
    return DeliverSettings(repeat_uncertain=config.sending.repeat_uncertain)
