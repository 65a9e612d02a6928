"""Where work runs: in this process. The commands, the schedule and the web ask the engine, never the pipeline.

Each piece of work takes its lock in the store, so any number of processes may ask for the same: one does it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bouclage import pipeline
from bouclage.config import Config
from bouclage.fetch import Fetcher
from bouclage.records import DeliveryState, Edition, Source, SubscriberStatus
from bouclage.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """This process, with all it needs to do the work."""

    store: Store
    config: Config
    secret: str
    clock: Clock

    async def collect(
        self,
        *,
        only: frozenset[str] | None = None,
        everything: bool = False,
        progress: Callable[[pipeline.Visit], None] = lambda _visit: None,
    ) -> pipeline.Collected:
        """Visit the sources that are due. Raises StoreBusyError while another process collects."""
        with self.store.exclusive("collect"):
            async with Fetcher(self.config.fetch, clock=self.clock) as fetcher:
                return await pipeline.collect(
                    self.store, fetcher, clock=self.clock, only=only, everything=everything, progress=progress
                )

    def due_sources(self) -> tuple[Source, ...]:
        """Return the sources to be visited now, the longest overdue first."""
        with self.store.read() as tx:
            return pipeline.due_sources(tx, self.clock())

    async def collect_some(self, only: frozenset[str]) -> pipeline.Collected:
        """Visit those of these sources that are due, beside others who visit others: a worker's share.

        The caller sees to it that no two visit one site at a time.
        """
        async with Fetcher(self.config.fetch, clock=self.clock) as fetcher:
            return await pipeline.collect(self.store, fetcher, clock=self.clock, only=only)

    def collect_files(
        self, paths: Iterable[Path], *, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> pipeline.FilesRead:
        """Read files into the store."""
        return pipeline.collect_files(self.store, paths, now=self.clock(), progress=progress)

    def collect_named(self, named: Sequence[tuple[Path, Path]]) -> pipeline.FilesRead:
        """Read (root, file) pairs into the store: a worker's share of many files."""
        return pipeline.collect_named(self.store, named, now=self.clock())

    def close(self, closing: pipeline.Closing, *, even_if_thin: bool = False) -> Edition:
        """Close a slot once."""
        return pipeline.close_edition(self.store, self.config, closing, now=self.clock(), even_if_thin=even_if_thin)

    def send(
        self,
        edition: Edition,
        *,
        wait: Callable[[float], None],
        to: str | None = None,
        repeat_uncertain: bool = False,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> pipeline.Sent:
        """Send a closed edition to those who asked for it, each once."""
        return pipeline.send_edition(
            self.store,
            self.config,
            edition,
            secret=self.secret,
            clock=self.clock,
            wait=wait,
            to=to,
            repeat_uncertain=repeat_uncertain,
            progress=progress,
        )

    def latest(self, name: str) -> Edition | None:
        """Return the last edition closed."""
        with self.store.read() as tx:
            return tx.editions.latest(name)

    def to_send(self, edition: Edition) -> bool:
        """Say whether a closed edition still has somebody to go to: unplanned, or with deliveries to try now."""
        with self.store.read() as tx:
            if sum(tx.deliveries.counts(edition.name, edition.day).values()):
                unfinished = tx.deliveries.counts(edition.name, edition.day)[DeliveryState.IN_FLIGHT]
                return bool(unfinished or tx.deliveries.next_batch(edition.name, edition.day, self.clock(), 1))
            return tx.subscribers.count(edition.name, SubscriberStatus.CONFIRMED) > 0

    def settled(self, name: str, since: date) -> tuple[date, ...]:
        """Return the days whose slot needs nothing more."""
        return pipeline.settled_days(self.store, name, since)

    def miss(self, name: str, day: date) -> None:
        """Write down that a closing was missed beyond its grace."""
        pipeline.mark_missed(self.store, name, day, now=self.clock())

    def first_day(self, name: str, newest: date) -> date:
        """Return the first day whose closing is ours to make; `newest` is the day of the last closing before now."""
        return pipeline.first_day(self.store, name, newest, now=self.clock())
