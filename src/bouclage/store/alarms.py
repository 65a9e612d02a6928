"""Keep which alarms were told, so that each is told once for as long as it lasts."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from bouclage.records import digest
from bouclage.store import schema
from bouclage.store.link import Link

_ALARMS = schema.alarms


class Alarms:
    """The alarms of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def unheard(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of these keys that were not told yet."""
        told = self._told()
        return frozenset(key for key in keys if _row_key(key) not in told)

    def ring(self, keys: Iterable[str], now: datetime) -> None:
        """Note what lasts at `now` as told, and forget what is over."""
        lasting = {_row_key(key) for key in keys}
        self._link.delete_of(_ALARMS, _ALARMS.c.key, self._told() - lasting)
        self._link.insert_new(_ALARMS, ({"key": key, "told": now} for key in sorted(lasting)))

    def _told(self) -> set[str]:
        return {row.key for row in self._link.rows(select(_ALARMS.c.key))}


def _row_key(key: str) -> str:
    return digest(key, kind="alarm")
