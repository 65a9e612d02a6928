"""Keep an edition in parts: its head, and a row for each story it shows, so that a page loads only what it shows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bouclage.records import Edition, EditionStory, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_STORIES = schema.edition_stories


def head_of(edition: Edition) -> Edition:
    """Return an edition without its stories; its sections stay, empty, and its counts are those of the closing."""
    return replace(edition, sections=tuple(replace(section, stories=()) for section in edition.sections))


class EditionStories:
    """The shown stories of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, edition: Edition) -> None:
        """Keep an edition's stories, in place of those that its slot had."""
        slot = (_STORIES.c.name == edition.name, _STORIES.c.day == edition.day)
        self._link.change(_STORIES.delete().where(*slot))
        self._link.insert_new(_STORIES, _rows(edition))

    def whole(self, head: Edition, *, most: int | None = None) -> Edition:
        """Return the edition that `head` begins, or its first `most` stories; a section may be empty then."""
        statement = select(_STORIES.c.section, _STORIES.c.record).where(
            _STORIES.c.name == head.name, _STORIES.c.day == head.day
        )
        rows = self._link.rows(statement.order_by(_STORIES.c.position).limit(most))
        return _joined(head, ((row.section, row.record) for row in rows))

    def with_one(self, head: Edition, story: str) -> Edition:
        """Return the edition that `head` begins with one story alone; with none where it does not show it."""
        statement = select(_STORIES.c.section, _STORIES.c.record).where(
            _STORIES.c.name == head.name, _STORIES.c.day == head.day, _STORIES.c.story == story
        )
        rows = self._link.rows(statement.order_by(_STORIES.c.position).limit(1))
        return _joined(head, ((row.section, row.record) for row in rows))


def _rows(edition: Edition) -> Iterable[dict[str, Any]]:
    position = 0
    for number, section in enumerate(edition.sections):
        for story in section.stories:
            yield {
                "name": edition.name,
                "day": edition.day,
                "position": position,
                "section": number,
                "story": story.id,
                "record": to_plain(story),
            }
            position += 1


def _joined(head: Edition, rows: Iterable[tuple[int, dict[str, Any]]]) -> Edition:
    parts: dict[int, list[EditionStory]] = {}
    for number, record in rows:
        parts.setdefault(number, []).append(from_plain(EditionStory, record))
    return replace(
        head,
        sections=tuple(
            replace(section, stories=tuple(parts.get(number, ()))) for number, section in enumerate(head.sections)
        ),
    )
