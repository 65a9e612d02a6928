"""Keep closed editions and their ledgers, each once and for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from bouclage.errors import EditionNotFoundError
from bouclage.records import Edition, EditionStatus, Fate, Ledger, LedgerEntry, digest, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.edition_stories import EditionStories, head_of
from bouclage.store.link import Link
from bouclage.store.photos import Photos
from bouclage.store.search import Search

_EDITIONS = schema.editions
_ENTRIES = schema.ledger_entries
_IS_CLOSED = _EDITIONS.c.status == EditionStatus.CLOSED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounted:
    """Where an item was last accounted for: the edition and day, and what its ledger says."""

    name: str
    day: date
    entry: LedgerEntry

    @property
    def fate(self) -> Fate:
        """What became of the item there."""
        return self.entry.fate


class Editions:
    """The editions of one transaction.

    A closed edition never changes. A held one stands in for it until an editor has it closed; it counts for nothing
    before that: only `get(held=True)` and `ledger` show it.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._stories = EditionStories(link)

    def close(self, edition: Edition, ledger: Ledger) -> bool:
        """Store an edition with its ledger; return False, changing nothing, where its slot is closed already."""
        if (edition.name, edition.day) != (ledger.name, ledger.day):
            raise ValueError(f"the ledger of {ledger.name} {ledger.day} is not that of {edition.id}")
        slot = and_(_EDITIONS.c.name == edition.name, _EDITIONS.c.day == edition.day)
        row = {
            "name": edition.name,
            "day": edition.day,
            "status": edition.status.value,
            "record": to_plain(head_of(edition)),
        }
        if not self._link.insert_new(_EDITIONS, [row]):
            held = and_(slot, _EDITIONS.c.status == EditionStatus.HELD.value)
            if not self._link.change(_EDITIONS.update().where(held).values(row)):
                return False
            of_slot = and_(_ENTRIES.c.name == edition.name, _ENTRIES.c.day == edition.day)
            self._link.change(_ENTRIES.delete().where(of_slot))
        self._stories.put(edition)
        self._link.insert_new(_ENTRIES, _entry_rows(ledger))
        if edition.status is EditionStatus.CLOSED:
            Search(self._link).add(edition)
            Photos(self._link).print_in(edition)
        return True

    def get(self, name: str, day: date, *, held: bool = False, most: int | None = None) -> Edition:
        """Return an edition as it was closed, or with `held` one that waits too. Raise EditionNotFoundError.

        `most` bounds the stories, for who shows no more than the first.
        """
        return self._stories.whole(self.head(name, day, held=held), most=most)

    def head(self, name: str, day: date, *, held: bool = False) -> Edition:
        """Return an edition without its stories, a matter of one small row. Raise EditionNotFoundError."""
        wanted = and_(_EDITIONS.c.name == name, _EDITIONS.c.day == day)
        row = self._link.row(select(_EDITIONS.c.record).where(wanted if held else and_(wanted, _IS_CLOSED)))
        if row is None:
            raise _not_found(name, day)
        return from_plain(Edition, row.record)

    def with_story(self, name: str, day: date, story: str) -> Edition:
        """Return an edition with one of its stories alone; none where it shows no such story.

        Raise EditionNotFoundError.
        """
        return self._stories.with_one(self.head(name, day), story)

    def latest(self, name: str) -> Edition | None:
        """Return the last edition closed, if there is one."""
        head = self.latest_head(name)
        return None if head is None else self._stories.whole(head)

    def latest_head(self, name: str) -> Edition | None:
        """Return the last edition closed, without its stories, if there is one."""
        return self._last(_EDITIONS.c.name == name)

    def head_before(self, name: str, day: date) -> Edition | None:
        """Return the last edition closed for a day before `day`, without its stories, if there is one."""
        return self._last(and_(_EDITIONS.c.name == name, _EDITIONS.c.day < day))

    def days(self, name: str) -> tuple[date, ...]:
        """Return the days with a closed edition, newest first."""
        statement = select(_EDITIONS.c.day).where(_EDITIONS.c.name == name, _IS_CLOSED)
        return tuple(row.day for row in self._link.rows(statement.order_by(_EDITIONS.c.day.desc())))

    def names(self) -> tuple[str, ...]:
        """Return the names of all editions that were ever closed."""
        statement = select(_EDITIONS.c.name).where(_IS_CLOSED).distinct().order_by(_EDITIONS.c.name)
        return tuple(row.name for row in self._link.rows(statement))

    def ledger(self, name: str, day: date) -> Ledger:
        """Return the account of one edition, closed or held. Raise EditionNotFoundError."""
        slot = and_(_EDITIONS.c.name == name, _EDITIONS.c.day == day)
        if self._link.row(select(_EDITIONS.c.day).where(slot)) is None:
            raise _not_found(name, day)
        statement = select(_ENTRIES.c.record).where(_ENTRIES.c.name == name, _ENTRIES.c.day == day)
        rows = self._link.rows(statement.order_by(_ENTRIES.c.position))
        return Ledger(name=name, day=day, entries=tuple(from_plain(LedgerEntry, row.record) for row in rows))

    def ledgered(self, items: Iterable[str], *, name: str | None = None) -> dict[str, Accounted]:
        """Return where each item was last accounted for, in edition `name` or in any."""
        keys = [_item_key(item) for item in items]
        found = self._link.rows_of(_entries(name), _ENTRIES.c.item_key, keys)
        last: dict[str, Accounted] = {}
        for row in sorted(found, key=lambda row: (row.day, row.name, row.position)):
            entry = from_plain(LedgerEntry, row.record)
            last[entry.item] = Accounted(name=row.name, day=row.day, entry=entry)
        return last

    def held_items(self, name: str, since: date) -> set[str]:
        """Return the items held in edition `name` on or after `since` and not printed, merged or refused after."""
        statement = _entries(name).where(_ENTRIES.c.fate == Fate.HELD.value, _ENTRIES.c.day >= since)
        items = {row.record["item"] for row in self._link.rows(statement)}
        last = self.ledgered(items, name=name)
        return {item for item, accounted in last.items() if accounted.fate is Fate.HELD}

    def _last(self, condition: Any) -> Edition | None:
        statement = select(_EDITIONS.c.record).where(condition, _IS_CLOSED)
        row = self._link.row(statement.order_by(_EDITIONS.c.day.desc()).limit(1))
        return None if row is None else from_plain(Edition, row.record)


def _entries(name: str | None) -> Any:
    """Select the ledger entries of closed editions."""
    of_edition = and_(_ENTRIES.c.name == _EDITIONS.c.name, _ENTRIES.c.day == _EDITIONS.c.day)
    statement = select(_ENTRIES).join(_EDITIONS, of_edition).where(_IS_CLOSED)
    return statement if name is None else statement.where(_ENTRIES.c.name == name)


def _entry_rows(ledger: Ledger) -> Iterable[dict[str, Any]]:
    for position, entry in enumerate(ledger.entries):
        yield {
            "name": ledger.name,
            "day": ledger.day,
            "position": position,
            "item_key": _item_key(entry.item),
            "fate": entry.fate.value,
            "record": to_plain(entry),
        }


def _item_key(item: str) -> str:
    return digest(item, kind="ledger")


def _not_found(name: str, day: date) -> EditionNotFoundError:
    return EditionNotFoundError(f"there is no edition {name} of {day.isoformat()}")
