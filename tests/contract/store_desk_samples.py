"""What the desk keeps in the store: rows to fill it with, and each method once."""

from collections.abc import Callable
from typing import Any

from store_samples import DAY, NOON

from bouclage.records import DecisionKind, EditorialDecision
from bouclage.store import Transaction


def decision(story: str = "s") -> EditorialDecision:
    """Return a decision to hold a story."""
    return EditorialDecision(edition="evening", day=DAY, kind=DecisionKind.HOLD, story_id=story, by="ada", at=NOON)


DESK_METHODS: dict[str, Callable[[Transaction], Any]] = {
    "decisions.decide": lambda tx: tx.decisions.decide(decision()),
    "decisions.lift": lambda tx: tx.decisions.lift("evening", DAY, "s"),
    "decisions.of": lambda tx: tx.decisions.of("evening", DAY),
}
