"""Keep what is known of the pages of the last day: when each is asked for again, and its caching facts."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from bouclage.records import PageState, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_PAGES = schema.pages


class Pages:
    """The pages of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def of_items(self, items: Iterable[str]) -> dict[str, PageState]:
        """Return what is known of the pages of `items`, by item."""
        rows = self._link.rows_of(select(_PAGES.c.item, _PAGES.c.record), _PAGES.c.item, items)
        return {row.item: from_plain(PageState, row.record) for row in rows}

    def due(self, source_id: str, now: datetime, most: int) -> tuple[PageState, ...]:
        """Return the pages of a source to be asked for again, the longest overdue first, at most so many."""
        statement = (
            select(_PAGES.c.record)
            .where(_PAGES.c.source_id == source_id, _PAGES.c.due <= now)
            .order_by(_PAGES.c.due, _PAGES.c.item)
            .limit(most)
        )
        return tuple(from_plain(PageState, row.record) for row in self._link.rows(statement))

    def save(self, states: Iterable[PageState]) -> None:
        """Keep what a visit taught us of pages."""
        self._link.put(
            _PAGES,
            (
                {
                    "item": state.item,
                    "source_id": state.entry.source_id,
                    "first": state.first,
                    "due": state.due,
                    "record": to_plain(state),
                }
                for state in states
            ),
        )

    def forget(self, source_id: str, before: datetime) -> int:
        """Forget the pages of a source first asked for before a time; return how many there were."""
        return self._link.change(_PAGES.delete().where(_PAGES.c.source_id == source_id, _PAGES.c.first < before))
