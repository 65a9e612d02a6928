"""Revision: what a publisher changed in a report without saying so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class RevisionKind(StrEnum):
    """How much a change of words means."""

    TYPO = "typo"  # spelling, punctuation, spacing: nothing else is said
    SUBSTANCE = "substance"  # other words, other figures, other names


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Words replaced: verbatim, with their places in both versions. An empty side = added, or taken out."""

    before: str
    after: str
    before_start: int  # before == earlier.text[before_start : before_start + len(before)]
    after_start: int
    kind: RevisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Two versions of an item that say different words under one version number."""

    item: str
    before_id: str
    after_id: str
    seen: datetime  # when the later words were first read
    kind: RevisionKind  # SUBSTANCE where any of its edits is
    edits: tuple[Edit, ...]  # in the order of the text
    reverted: bool = False  # the words are those of an earlier version again

    def __post_init__(self) -> None:
        require_utc(self.seen)
