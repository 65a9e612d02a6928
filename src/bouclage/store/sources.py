"""Keep the catalogue of sources and what the last visits taught us."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from bouclage.errors import SourceExistsError, SourceNotFoundError
from bouclage.records import Source, SourceState, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.failures import failures
from bouclage.store.link import Link

_SOURCES = schema.sources
_STATES = schema.source_states


class Sources:
    """The sources of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def add(self, source: Source) -> None:
        """Add a source. Raise SourceExistsError where its id or address is in the catalogue."""
        if not self._link.insert_new(_SOURCES, [_row(source)]):
            raise _exists(source)

    def replace(self, source: Source) -> None:
        """Change a source, known by its id.

        Raise SourceNotFoundError for an unknown id, SourceExistsError where another source has this address.
        """
        statement = _SOURCES.update().where(_SOURCES.c.id == source.id).values(**_row(source))
        with failures(self._link.path):
            try:
                with self._link.connection.begin_nested():
                    met = self._link.connection.execute(statement).rowcount
            except IntegrityError as error:
                raise _exists(source) from error
        if not met:
            raise _not_found(source.id)

    def get(self, source_id: str) -> Source:
        """Return one source. Raise SourceNotFoundError."""
        row = self._link.row(select(_SOURCES.c.record).where(_SOURCES.c.id == source_id))
        if row is None:
            raise _not_found(source_id)
        return from_plain(Source, row.record)

    def find(self, id_or_url: str) -> Source | None:
        """Return the source with this id or address, if there is one."""
        wanted = or_(_SOURCES.c.id == id_or_url, _SOURCES.c.url == id_or_url)
        row = self._link.row(select(_SOURCES.c.record).where(wanted).order_by(_SOURCES.c.id))
        return None if row is None else from_plain(Source, row.record)

    def all(self) -> tuple[Source, ...]:
        """Return the catalogue, by id."""
        rows = self._link.rows(select(_SOURCES.c.record).order_by(_SOURCES.c.id))
        return tuple(from_plain(Source, row.record) for row in rows)

    def some(self, source_ids: Iterable[str]) -> tuple[Source, ...]:
        """Return those of these sources that are in the catalogue, by id."""
        rows = self._link.rows_of(select(_SOURCES.c.id, _SOURCES.c.record), _SOURCES.c.id, source_ids)
        return tuple(from_plain(Source, row.record) for row in sorted(rows, key=lambda row: row.id))

    def remove(self, source_id: str) -> None:
        """Take a source and its state out; its articles stay. Raise SourceNotFoundError."""
        if not self._link.change(_SOURCES.delete().where(_SOURCES.c.id == source_id)):
            raise _not_found(source_id)

    def state(self, source_id: str) -> SourceState:
        """Return what we know of a source; of one never visited, an empty state."""
        row = self._link.row(select(_STATES.c.record).where(_STATES.c.source_id == source_id))
        return SourceState(source_id=source_id) if row is None else from_plain(SourceState, row.record)

    def states(self, source_ids: Iterable[str] | None = None) -> dict[str, SourceState]:
        """Return the state of every source, or of these, that was ever visited, by id of the source."""
        if source_ids is None:
            rows = self._link.rows(select(_STATES).order_by(_STATES.c.source_id))
        else:
            rows = self._link.rows_of(select(_STATES), _STATES.c.source_id, source_ids)
        return {row.source_id: from_plain(SourceState, row.record) for row in rows}

    def save_state(self, *states: SourceState) -> None:
        """Keep what a visit taught us. Raise SourceNotFoundError where the source was removed meanwhile."""
        missing = self._missing(state.source_id for state in states)
        if missing:
            raise _not_found(missing[0])
        self._link.put(_STATES, ({"source_id": state.source_id, "record": to_plain(state)} for state in states))

    def _missing(self, source_ids: Iterable[str]) -> list[str]:
        wanted = list(source_ids)
        found = {row.id for row in self._link.rows_of(select(_SOURCES.c.id), _SOURCES.c.id, wanted)}
        return [source_id for source_id in wanted if source_id not in found]


def _row(source: Source) -> dict[str, object]:
    return {"id": source.id, "url": source.url, "record": to_plain(source)}


def _exists(source: Source) -> SourceExistsError:
    return SourceExistsError(
        f"a source {source.id} or with the address {source.url} is in the catalogue already",
        source_id=source.id,
    )


def _not_found(source_id: str) -> SourceNotFoundError:
    return SourceNotFoundError(f"there is no source {source_id}", source_id=source_id)
