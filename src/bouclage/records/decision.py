"""EditorialDecision: what an editor decided about tonight's edition before it closes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class DecisionKind(StrEnum):
    """What was decided. One decision of a kind is in force for a story; a later one replaces it."""

    HOLD = "hold"  # not tonight; `text` says why, and the ledger repeats it
    PLACE = "place"  # stands at `position` of its section, whatever its rank
    SECTION = "section"  # stands in the section `text`
    HEADLINE = "headline"  # is shown under the headline `text`, marked as edited
    NOTE = "note"  # the editor's note `text`, to a story or to the whole edition
    APPROVE = "approve"  # the edition was looked over: it closes even where it would be held as thin


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialDecision:
    """One decision in force for one edition's next closing."""

    edition: str
    day: date
    kind: DecisionKind
    story_id: str = ""  # "" = the edition as a whole
    text: str = ""
    position: int | None = None  # from 0
    basis: tuple[str, ...] = ()  # articles the story had when it was decided: how the story is known again
    replaces: str = ""  # the headline that an edited one stood for; where that changed, the edit lapses
    by: str  # name of the user
    at: datetime

    def __post_init__(self) -> None:
        require_utc(self.at)
        if self.position is not None and self.position < 0:
            raise ValueError(f"a place counts from 0: {self.position}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """A decision that could not be followed, and why, in words for its editor."""

    decision: EditorialDecision
    reason: str
