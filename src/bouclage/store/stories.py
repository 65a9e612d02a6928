"""Keep wire copies, stories and threads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bouclage.errors import StoryNotFoundError
from bouclage.records import Story, WireCopy, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_STORIES = schema.stories
_MEMBERSHIPS = schema.memberships
_COPIES = schema.wire_copies
_PRINTINGS = schema.printings


class Stories:
    """The stories and wire copies of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def save(self, wire_copies: Iterable[WireCopy], stories: Iterable[Story]) -> None:
        """Store wire copies and stories; those with a known id are replaced whole."""
        self._save_copies({copy.id: copy for copy in wire_copies})
        self._save_stories({story.id: story for story in stories})

    def remove(self, ids: Iterable[str]) -> int:
        """Take out stories and wire copies that were merged into others; return how many there were."""
        gone = list(ids)
        return self._link.delete_of(_STORIES, _STORIES.c.id, gone) + self._link.delete_of(_COPIES, _COPIES.c.id, gone)

    def get(self, story_id: str) -> Story:
        """Return one story. Raise StoryNotFoundError."""
        row = self._link.row(select(_STORIES.c.record).where(_STORIES.c.id == story_id))
        if row is None:
            raise StoryNotFoundError(f"there is no story {story_id}")
        return from_plain(Story, row.record)

    def by_ids(self, ids: Iterable[str]) -> dict[str, Story]:
        """Return the stories that are stored, by id, in the order asked for."""
        wanted = list(ids)
        rows = self._link.rows_of(select(_STORIES.c.id, _STORIES.c.record), _STORIES.c.id, wanted)
        found = {row.id: from_plain(Story, row.record) for row in rows}
        return {key: found[key] for key in wanted if key in found}

    def active_since(self, time: datetime) -> tuple[Story, ...]:
        """Return the stories with a report at or after `time`, by their first report."""
        statement = select(_STORIES.c.record).where(_STORIES.c.last >= time)
        rows = self._link.rows(statement.order_by(_STORIES.c.first, _STORIES.c.id))
        return tuple(from_plain(Story, row.record) for row in rows)

    def of_articles(self, article_ids: Iterable[str]) -> tuple[Story, ...]:
        """Return the stories that hold any of these articles, by their first report."""
        found = self._link.rows_of(select(_MEMBERSHIPS.c.story), _MEMBERSHIPS.c.article_id, article_ids)
        stories = self.by_ids({row.story for row in found}).values()
        return tuple(sorted(stories, key=lambda story: (story.first, story.id)))

    def threads(self, threads: Iterable[str]) -> dict[str, tuple[Story, ...]]:
        """Return the stories of each thread, by their first report."""
        found: dict[str, list[Story]] = {}
        for row in self._link.rows_of(select(_STORIES), _STORIES.c.thread, threads):
            found.setdefault(row.thread, []).append(from_plain(Story, row.record))
        return {
            thread: tuple(sorted(stories, key=lambda story: (story.first, story.id)))
            for thread, stories in sorted(found.items())
        }

    def wire_copies(self, article_ids: Iterable[str]) -> tuple[WireCopy, ...]:
        """Return the wire copies that any of these articles prints, by id."""
        found = self._link.rows_of(select(_PRINTINGS.c.wire_copy), _PRINTINGS.c.article_id, article_ids)
        ids = {row.wire_copy for row in found}
        rows = self._link.rows_of(select(_COPIES), _COPIES.c.id, ids)
        return tuple(from_plain(WireCopy, row.record) for row in sorted(rows, key=lambda row: str(row.id)))

    def _save_copies(self, copies: dict[str, WireCopy]) -> None:
        self._link.delete_of(_PRINTINGS, _PRINTINGS.c.wire_copy, copies)
        self._link.put(_COPIES, ({"id": key, "record": to_plain(copy)} for key, copy in copies.items()))
        self._link.insert_new(
            _PRINTINGS,
            (
                {"wire_copy": key, "article_id": article_id}
                for key, copy in copies.items()
                for article_id in copy.article_ids
            ),
        )

    def _save_stories(self, stories: dict[str, Story]) -> None:
        self._link.delete_of(_MEMBERSHIPS, _MEMBERSHIPS.c.story, stories)
        self._link.put(_STORIES, map(_row, stories.values()))
        self._link.insert_new(
            _MEMBERSHIPS,
            (
                {"story": key, "article_id": article_id}
                for key, story in stories.items()
                for article_id in story.article_ids
            ),
        )


def _row(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "thread": story.thread,
        "first": story.first,
        "last": story.last,
        "record": to_plain(story),
    }
