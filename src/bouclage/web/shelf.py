"""Shelf: editions and rendered pages kept in memory. A closed edition is frozen, so what was made of it stays true.

The one thing that changes is what publishers withdraw; that is looked up again every `recheck_s`, and is part of the
name a page is kept under.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from bouclage.errors import EditionNotFoundError
from bouclage.pipeline import as_shown, gone_since
from bouclage.records import Edition
from bouclage.store import Store, Transaction
from bouclage.web.answers import Page
from bouclage.web.settings import WebSettings

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An edition, or a part of it, as it was closed and as it may be shown now."""

    closed: Edition
    edition: Edition
    gone: frozenset[str]  # items withdrawn since, and articles whose rights ran out
    mark: frozenset[str]  # items that the search has taken out: kept with the kill itself, and cheap to ask
    checked: datetime


class Shelf:
    """What one process keeps. Threads may share it: misses queue, so that a crowd at closing time renders once."""

    def __init__(
        self, store: Store, name: str, *, clock: Callable[[], datetime], instead: str, settings: WebSettings
    ) -> None:
        self._store = store
        self._name = name
        self._clock = clock
        self._instead = instead
        self._settings = settings
        self._fresh = timedelta(seconds=settings.recheck_s)
        self._shown: dict[date, Shown] = {}
        self._parts: dict[tuple[date, str | int], Shown] = {}
        self._pages: dict[Hashable, Page] = {}
        self._small: dict[Hashable, tuple[int, Any]] = {}
        self._lock = Lock()
        self._slow_lock = Lock()

    def days(self) -> tuple[date, ...]:
        """Return the days with a closed edition, newest first."""
        with self._store.read() as tx:
            return tx.editions.days(self._name)

    def shown(self, day: date) -> Shown:
        """Return the edition of a day as it may be shown at this very request. Raises EditionNotFoundError, StoreError.

        What publishers withdrew is asked each time, in one small query; rights that ran out every `recheck_s`.
        """
        name = self._name
        with self._store.read() as tx:
            mark = tx.search.withdrawn(name, day)
        return self._current(
            self._shown, day, mark, lambda tx: tx.editions.get(name, day), most=self._settings.editions_kept
        )

    def first(self, day: date, most: int) -> Shown:
        """Return the beginning of an edition, `most` stories of it, like `shown`."""
        name = self._name
        with self._store.read() as tx:
            mark = tx.search.withdrawn(name, day)
        return self._current(
            self._parts,
            (day, most),
            mark,
            lambda tx: tx.editions.get(name, day, most=most),
            most=self._settings.pages_kept,
        )

    def story(self, day: date, story: str) -> Shown:
        """Return an edition with one story alone, like `shown`; with none where it never showed it."""
        name = self._name
        with self._store.read() as tx:
            mark = tx.search.withdrawn(name, day, story=story)
        return self._current(
            self._parts,
            (day, story),
            mark,
            lambda tx: tx.editions.with_story(name, day, story),
            most=self._settings.pages_kept,
        )

    def page(self, name: Hashable, make: Callable[[], Page], *, slow: bool = False) -> Page:
        """Return the page kept under `name`, made by `make` if there is none; what is `slow` queues by itself."""
        found = self._pages.get(name)
        if found is not None:
            return found
        with self._slow_lock if slow else self._lock:
            found = self._pages.get(name)
            if found is None:
                found = make()
                _keep(self._pages, name, found, self._settings.pages_kept)
            return found

    def kept(self, name: Hashable, make: Callable[[], V]) -> V:
        """Return what is kept under `name` until the next `recheck_s`, made by `make` if there is none.

        Two that ask at once may both make it: it is cheap, and nobody waits.
        """
        moment = self.moment()
        found = self._small.get(name)
        if found is None or found[0] != moment:
            found = (moment, make())
            _keep(self._small, name, found, self._settings.pages_kept)
        value: V = found[1]
        return value

    def moment(self) -> int:
        """Return a number that changes every `recheck_s`: a page kept under it is made anew so often."""
        return int(self._clock().timestamp()) // self._settings.recheck_s

    def _current(
        self,
        kept: dict[K, Shown],
        key: K,
        mark: frozenset[str],
        load: Callable[[Transaction], Edition],
        *,
        most: int,
    ) -> Shown:
        found = kept.get(key)
        if found is not None and found.mark == mark and self._is_fresh(found.checked):
            return found
        with self._lock:
            found = kept.get(key)
            if found is None or found.mark != mark or not self._is_fresh(found.checked):
                found = self._look(found, mark, load)
                if found.closed.stories:  # an address that nobody printed is not worth a place
                    _keep(kept, key, found, most)
            return found

    def _look(self, before: Shown | None, mark: frozenset[str], load: Callable[[Transaction], Edition]) -> Shown:
        now = self._clock()
        with self._store.read() as tx:
            closed = before.closed if before is not None else load(tx)
            gone = gone_since(tx, closed, now)
        if before is not None and gone == before.gone:
            edition = before.edition
        else:
            edition = as_shown(closed, gone, instead=self._instead)
        return Shown(closed=closed, edition=edition, gone=gone, mark=mark, checked=now)

    def _is_fresh(self, checked: datetime) -> bool:
        # a clock set back must not keep a withdrawn report on the page
        return timedelta(0) <= self._clock() - checked < self._fresh


def neighbours(days: tuple[date, ...], day: date) -> tuple[date | None, date | None]:
    """Return the days (older, newer) beside `day` in `days`, newest first. Raises EditionNotFoundError."""
    if day not in days:
        raise EditionNotFoundError(f"there is no edition of {day.isoformat()}")
    at = days.index(day)
    return (days[at + 1] if at + 1 < len(days) else None), (days[at - 1] if at else None)


def _keep(kept: dict[K, V], name: K, value: V, most: int) -> None:
    """Keep `value`, dropping what has been kept longest where there are too many."""
    kept.pop(name, None)
    while len(kept) >= most:
        del kept[next(iter(kept))]
    kept[name] = value
