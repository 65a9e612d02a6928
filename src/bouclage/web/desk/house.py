"""House: what every page and act of the desk needs, made once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock
from urllib.parse import urlsplit

from fastapi import Request

from bouclage.config import Config, EditionConfig
from bouclage.pipeline import Closing, Preview, preview_edition
from bouclage.store import SlotState, Store, Transaction
from bouclage.web.desk.settings import SETTINGS, DeskSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When editions close: the schedule's answers, given from outside."""

    next_day: Callable[[EditionConfig, datetime], date]  # the local day of the next closing after a moment
    closing: Callable[[EditionConfig, date], Closing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """The edition on the table: the next one to close, as it would close now."""

    closing: Closing
    preview: Preview
    now: datetime


@dataclass(slots=True)
class _Kept:
    lock: Lock = field(default_factory=Lock)
    key: object = None
    tonight: Tonight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One newsroom, with one of its editions on the table."""

    store: Store
    config: Config
    secret: str
    clock: Callable[[], datetime]
    hours: Hours
    wait: Callable[[float], None] = field(default=lambda _seconds: None)
    settings: DeskSettings = SETTINGS
    chosen: str | None = None  # the edition's name; None = the first
    _kept: dict[str, _Kept] = field(default_factory=dict)  # by edition

    def making(self, name: str | None) -> "House":
        """Return the house with the edition called `name` on its table; with the first where there is none such."""
        others = {one.name for one in self.config.editions[1:]}
        return replace(self, chosen=name if name in others else None)

    @property
    def edition(self) -> EditionConfig:
        """The edition on the table."""
        return self.config.edition(self.chosen)

    @property
    def base(self) -> str:
        """Path that all pages live under: "" or "/news"."""
        return urlsplit(self.config.web.public_url).path.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether readers come by https, so that a cookie may be kept to it."""
        return urlsplit(self.config.web.public_url).scheme == "https"

    def coming(self) -> Closing:
        """Return the closing that is next: today's, or the following day's where today's is closed already."""
        day = self.hours.next_day(self.edition, self.clock())
        with self.store.read() as tx:
            slot = tx.slots.get(self.edition.name, day)
        if slot is not None and slot.state is SlotState.DONE:
            day += timedelta(days=1)
        return self.hours.closing(self.edition, day)

    def tonight(self) -> Tonight:
        """Return the edition as it would close now, from the same code as the closing; nothing is stored."""
        now, closing = self.clock(), self.coming()
        name = self.edition.name
        with self.store.read() as tx:
            decisions = tx.decisions.of(name, closing.day)
            rulings = tuple(one.id for one in tx.rulings.latest())
        key = (closing.day, decisions, rulings)
        place = self._kept.setdefault(name, _Kept())
        with place.lock:
            kept = place.tonight
            fresh = kept is not None and timedelta(0) <= now - kept.now < timedelta(seconds=self.settings.preview_s)
            if kept is None or not fresh or place.key != key:
                preview = preview_edition(self.store, self.config, closing, now=now)
                kept = Tonight(closing=closing, preview=preview, now=now)
                place.key, place.tonight = key, kept
            return kept

    @contextmanager
    def doing(self, by: str, action: str, about: str, detail: str | None = None) -> Iterator[Transaction]:
        """Open a transaction for one act: its audit line and its webhook calls stand or fall with it."""
        now = self.clock()
        if self.chosen is not None:
            detail = f"{self.chosen}: {detail}" if detail else self.chosen
        with self.store.begin() as tx:
            yield tx
            tx.audit.note(now, by=by, action=action, about=about, detail=detail)
            tx.webhooks.tell(action, {"by": by, "about": about, "detail": detail}, now)


def house_of(request: Request) -> House:
    """Return the house a request came to."""
    house: House = request.app.state.house
    return house
