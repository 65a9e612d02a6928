"""Ledger: the account of every item of the day. read = printed + merged + held + refused."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bouclage.records.told import Told


class Fate(StrEnum):
    """What became of an item."""

    PRINTED = "printed"  # stands in the edition as a report of its own
    MERGED = "merged"  # a printing of a text that is printed; listed under it
    HELD = "held"  # embargo, withheld: for a later edition
    REFUSED = "refused"  # not taken; the reason says why


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One item's fate, in words a reader understands."""

    item: str
    source_id: str
    outlet: str
    url: str
    headline: str | None
    fate: Fate
    reason: str  # in English, for logs and programs
    told: tuple[Told, ...] = ()  # the same for readers; none in ledgers of older versions
    article_id: str | None = None
    story_id: str | None = None
    versions: int = 1  # how many versions of the item were read


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The ledger's sums."""

    read: int = 0
    printed: int = 0
    merged: int = 0
    held: int = 0
    refused: int = 0
    stories: int = 0
    sources: int = 0
    sources_failed: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether every item read is accounted for."""
        return self.read == self.printed + self.merged + self.held + self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One edition's account."""

    name: str
    day: date
    entries: tuple[LedgerEntry, ...]
