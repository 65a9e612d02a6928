"""Keep what editors decided about a coming edition: one decision in force for a story and kind."""

from datetime import date
from typing import Any

from sqlalchemy import and_, select

from bouclage.records import DecisionKind, EditorialDecision, from_plain, to_plain
from bouclage.store import schema
from bouclage.store.link import Link

_DECISIONS = schema.decisions


class Decisions:
    """The decisions of one transaction."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def decide(self, *decisions: EditorialDecision) -> None:
        """Put decisions in force, each in place of an earlier one of its kind about its story."""
        self._link.put(
            _DECISIONS,
            (
                {
                    "edition": one.edition,
                    "day": one.day,
                    "story_id": one.story_id,
                    "kind": one.kind.value,
                    "record": to_plain(one),
                }
                for one in decisions
            ),
        )

    def lift(self, edition: str, day: date, story_id: str, kind: DecisionKind | None = None) -> int:
        """Take a story's decisions out of force, of one kind or all; return how many there were."""
        about = and_(_of(edition, day), _DECISIONS.c.story_id == story_id)
        if kind is not None:
            about = and_(about, _DECISIONS.c.kind == kind.value)
        return self._link.change(_DECISIONS.delete().where(about))

    def of(self, edition: str, day: date) -> tuple[EditorialDecision, ...]:
        """Return the decisions in force for one edition of one day, oldest first."""
        rows = self._link.rows(select(_DECISIONS.c.record).where(_of(edition, day)))
        found = [from_plain(EditorialDecision, row.record) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.at, one.kind, one.story_id)))


def _of(edition: str, day: date) -> Any:
    return and_(_DECISIONS.c.edition == edition, _DECISIONS.c.day == day)
