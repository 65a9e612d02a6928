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

    def ring(self, keys: Iterable[str], now: datetime) -> frozenset[str]:
        """Note what lasts at `now`: return the keys that were not told yet, and forget those that are over."""
        lasting = {digest(key, kind="alarm"): key for key in keys}
        told = {row.key for row in self._link.rows(select(_ALARMS.c.key))}
        self._link.delete_of(_ALARMS, _ALARMS.c.key, told - lasting.keys())
        new = self._link.insert_new(_ALARMS, ({"key": key, "told": now} for key in lasting))
        return frozenset(lasting[key] for (key,) in new)
