"""Ruling: an editor's word on which reports are one story. It wins over what grouping would decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.ids import digest
from bouclage.records.times import require_utc
from bouclage.records.together import phrase


class RulingKind(StrEnum):
    """What an editor did."""

    SPLIT = "split"  # reports taken out of a story, to stand in one of their own
    MERGE = "merge"  # two stories or more made one
    PIN = "pin"  # reports put into a story, or all that stand in one kept there


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One split, merge or pin. It speaks of items, not of articles: it holds for their later versions too.

    From `made` on `items` stand with one another and with `joined`, and with none of `parted`, until a later ruling
    says otherwise.
    """

    kind: RulingKind
    editor: str  # as shown: who decided
    made: datetime
    story: str  # the story that was split, merged into or pinned to, by its id of then
    items: tuple[str, ...]
    joined: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    note: str | None = None  # why, in the editor's words

    def __post_init__(self) -> None:
        require_utc(self.made)

    @property
    def id(self) -> str:
        """Identity by what was decided, by whom and when."""
        parts = (*self.items, None, *self.joined, None, *self.parted)
        return digest(self.kind, self.editor, self.made.isoformat(), self.story, *parts, kind="ruling")

    @property
    def reason(self) -> str:
        """What a report moved by it says of its place, in words."""
        return phrase(self.kind.value, self.editor + (f": {self.note}" if self.note else ""))
