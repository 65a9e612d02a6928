"""Keep what editors ruled: splits, merges and pins of stories."""

from collections.abc import Iterable

from sqlalchemy import select

from bouclage.errors import RulingNotFoundError
from bouclage.records import Ruling, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_RULINGS = schema.rulings
_ITEMS = schema.ruled_items


class Rulings:
    """The rulings of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, ruling: Ruling) -> None:
        """Remember a ruling; one that is stored already stays as it is."""
        self._link.insert_new(_RULINGS, [{"id": ruling.id, "made": ruling.made, "record": to_plain(ruling)}])
        about = dict.fromkeys((*ruling.items, *ruling.joined, *ruling.parted))
        self._link.insert_new(_ITEMS, ({"ruling": ruling.id, "item": item} for item in about))

    def get(self, ruling_id: str) -> Ruling:
        """Return one ruling. Raise RulingNotFoundError."""
        row = self._link.row(select(_RULINGS.c.record).where(_RULINGS.c.id == ruling_id))
        if row is None:
            raise RulingNotFoundError(f"there is no ruling {ruling_id}")
        return from_plain(Ruling, row.record)

    def of_items(self, items: Iterable[str]) -> tuple[Ruling, ...]:
        """Return the rulings that speak of any of these items, in the order they were made."""
        ids = {row.ruling for row in self._link.rows_of(select(_ITEMS.c.ruling), _ITEMS.c.item, items)}
        rows = self._link.rows_of(select(_RULINGS), _RULINGS.c.id, sorted(ids))
        return tuple(from_plain(Ruling, row.record) for row in sorted(rows, key=lambda row: (row.made, row.id)))

    def latest(self, most: int = 100) -> tuple[Ruling, ...]:
        """Return the newest rulings, the newest first."""
        statement = select(_RULINGS.c.record).order_by(_RULINGS.c.made.desc(), _RULINGS.c.id).limit(most)
        return tuple(from_plain(Ruling, row.record) for row in self._link.rows(statement))

    def remove(self, ruling_id: str) -> Ruling:
        """Forget a ruling and return it. Raise RulingNotFoundError."""
        ruling = self.get(ruling_id)
        self._link.delete_of(_RULINGS, _RULINGS.c.id, [ruling_id])
        return ruling
