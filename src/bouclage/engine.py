"""Where work runs: in this process. The commands, the schedule and the web ask the engine, never the pipeline.

Each piece of work takes its lock in the store, so any number of processes may ask for the same: one does it.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bouclage import pipeline
from bouclage.config import Config
from bouclage.deliver.listener import Listener
from bouclage.errors import StoreBusyError
from bouclage.fetch import Fetcher
from bouclage.records import Alarm, Edition, EditionStatus, Sending, SendingState, Source, SubscriberStatus
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
                work = pipeline.collect(
                    self.store, fetcher, clock=self.clock, only=only, everything=everything, progress=progress
                )
                return (await asyncio.gather(work, self._renew_weather(fetcher)))[0]

    def due_sources(self) -> tuple[Source, ...]:
        """Return the sources to be visited now, the longest overdue first."""
        with self.store.read() as tx:
            return pipeline.due_sources(tx, self.clock())

    async def collect_some(self, only: frozenset[str]) -> pipeline.Collected:
        """Visit those of these sources that are due, beside others who visit others: a worker's share.

        The caller sees to it that no two visit one site at a time.
        """
        async with Fetcher(self.config.fetch, clock=self.clock) as fetcher:
            work = pipeline.collect(self.store, fetcher, clock=self.clock, only=only)
            return (await asyncio.gather(work, self._renew_weather(fetcher)))[0]

    async def _renew_weather(self, fetcher: Fetcher) -> None:
        """Ask for the weather, if it is due and no other process does."""
        if not self.config.weather.place:
            return
        with suppress(StoreBusyError), self.store.exclusive("weather"):
            await pipeline.renew_weather(self.store, fetcher, self.config, clock=self.clock)

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

    def statements_wanted(self, closing: pipeline.Closing) -> tuple[pipeline.Question, ...]:
        """Return what a closing would have to find in what is stored now and nobody has found: a worker's to share."""
        return pipeline.statements_wanted(self.store, self.config, closing)

    def find_statements(self, closing: pipeline.Closing, wanted: Iterable[pipeline.Question]) -> int:
        """Find and keep statements ahead of a closing, until its hour has come; return how many stories' were found."""
        return pipeline.find_statements(self.store, closing, wanted, going_on=lambda: self.clock() < closing.closes)

    def prepare(self, closing: pipeline.Closing) -> int:
        """Do all that in this process. Raises StoreBusyError while another process does."""
        with self.store.exclusive(f"prepare {closing.edition.name}"):
            return self.find_statements(closing, self.statements_wanted(closing))

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

    def guard(self, dead: Mapping[str, int] | None = None) -> tuple[Alarm, ...]:
        """Tell the operator once what is wrong; return what was new. `dead`: jobs that failed for good, by kind."""
        with self.store.exclusive("guard"):
            return pipeline.guard(self.store, self.config, clock=self.clock, dead=dead)

    def send_letters(self) -> pipeline.LettersSent:
        """Send the letters that readers asked for. Raises StoreBusyError while another process does."""
        return pipeline.send_letters(self.store, self.config, secret=self.secret, clock=self.clock)

    def read_returns(self) -> pipeline.Taken:
        """Read what came back into the configured maildir. Raises StoreBusyError while another process does."""
        folder = self.config.returns.maildir
        if folder is None:
            return pipeline.Taken(kinds={})
        with self.store.exclusive("returns"):
            return pipeline.take_maildir(self.store, self.config, Path(folder), secret=self.secret, now=self.clock())

    def returns_listener(self, port: int | None = None) -> Listener:
        """Return a mail server for the bounce address, not started yet."""
        port = self.config.returns.listen_port if port is None else port
        return pipeline.returns_listener(self.store, self.config, secret=self.secret, clock=self.clock, port=port)

    def maintain(self) -> pipeline.Maintained | None:
        """Do the day's maintenance, if it is due and not done yet. Raises StoreBusyError while another process does."""
        if not self.maintenance_due():
            return None
        self.renew_files()
        return pipeline.maintain(self.store, self.config, now=self.clock())

    def keep_files(self, edition: Edition) -> None:
        """Write a closed edition as plain files, where a folder is set for them. Raises StoreError."""
        folder = self.config.keeping.archive
        if folder and edition.status is EditionStatus.CLOSED:
            pipeline.keep_files(
                self.store, self.config, Path(folder), edition.name, now=self.clock(), days=[edition.day]
            )

    def renew_files(self) -> pipeline.FilesKept:
        """Write what is missing of the plain files, and what may have to change, where a folder is set for them."""
        written = unchanged = 0
        folder, now = self.config.keeping.archive, self.clock()
        for edition in self.config.editions if folder else ():
            today = now.astimezone(edition.zone).date()
            days = pipeline.days_to_write(self.store, Path(folder), edition.name, today=today)
            kept = pipeline.keep_files(self.store, self.config, Path(folder), edition.name, now=now, days=days)
            written, unchanged = written + kept.written, unchanged + kept.unchanged
        return pipeline.FilesKept(written=written, unchanged=unchanged)

    def maintenance_due(self) -> bool:
        """Say whether today's maintenance is still to be done."""
        return pipeline.is_due(self.store, self.config, self.clock())

    def pause(self, name: str, day: date) -> Sending:
        """Let no sender take more deliveries of an edition, wherever it runs; what is in flight arrives."""
        return pipeline.change_sending(
            self.store, name, day, SendingState.PAUSED, now=self.clock(), reason="paused by hand"
        )

    def resume(self, name: str, day: date) -> Sending:
        """Let senders go on with a paused or stopped edition."""
        return pipeline.change_sending(self.store, name, day, SendingState.RUNNING, now=self.clock(), reason=None)

    def to_send(self, name: str, days: Iterable[date], *, fresh: timedelta) -> tuple[Edition, ...]:
        """Return the editions of these days that have somebody to go to now, oldest first.

        One that nobody planned yet is planned within `fresh` of its closing only; a delivery whose hour is longer ago
        than that is given up: old news are not mailed, however late the sender comes back.
        """
        now = self.clock()
        found = []
        with self.store.read() as tx:
            known = set(tx.editions.days(name))
            closed = [day for day in sorted(days) if day in known]
            stale = [day for day in closed if tx.deliveries.has_stale(name, day, now - fresh)]
        if stale:
            with self.store.begin() as tx:
                for day in stale:
                    tx.deliveries.give_up(name, day, now, due_before=now - fresh)
        with self.store.read() as tx:
            for day in closed:
                sending = tx.sendings.get(name, day)
                if sending is not None and sending.state in (SendingState.PAUSED, SendingState.STOPPED):
                    continue
                if tx.deliveries.is_planned(name, day):
                    if tx.deliveries.has_due(name, day, now):
                        found.append(tx.editions.get(name, day))
                elif day == closed[-1] and tx.subscribers.count(name, SubscriberStatus.CONFIRMED):
                    edition = tx.editions.get(name, day)
                    if now - edition.closes <= fresh:
                        found.append(edition)
        return tuple(found)

    def settled(self, name: str, since: date) -> tuple[date, ...]:
        """Return the days whose slot needs nothing more."""
        return pipeline.settled_days(self.store, name, since)

    def miss(self, name: str, day: date) -> None:
        """Write down that a closing was missed beyond its grace."""
        pipeline.mark_missed(self.store, name, day, now=self.clock())

    def first_day(self, name: str, newest: date) -> date:
        """Return the first day whose closing is ours to make; `newest` is the day of the last closing before now."""
        return pipeline.first_day(self.store, name, newest, now=self.clock())
