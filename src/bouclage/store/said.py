"""Keep what stories' reports say, found before their edition closes; gone once it has closed."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from bouclage.records import StoryStatements, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_SAID = schema.said


class Said:
    """The statements found ahead, of one transaction, by the key of all that they were found from."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def known(self, keys: Iterable[str]) -> set[str]:
        """Return those of `keys` that something is kept under."""
        return {row.key for row in self._link.rows_of(select(_SAID.c.key), _SAID.c.key, keys)}

    def of(self, keys: Iterable[str]) -> dict[str, StoryStatements]:
        """Return what is kept under `keys`, by key."""
        rows = self._link.rows_of(select(_SAID.c.key, _SAID.c.record), _SAID.c.key, keys)
        return {row.key: from_plain(StoryStatements, row.record) for row in rows}

    def save(self, edition: str, day: date, found: Mapping[str, StoryStatements]) -> int:
        """Keep what was found, by key; return how much of it was new."""
        rows = ({"key": key, "edition": edition, "day": day, "record": to_plain(said)} for key, said in found.items())
        return len(self._link.insert_new(_SAID, rows))

    def drop(self, edition: str, until: date) -> int:
        """Drop what was found for an edition's days up to `until`; return how many rows there were."""
        return self._link.change(_SAID.delete().where(_SAID.c.edition == edition, _SAID.c.day <= until))
