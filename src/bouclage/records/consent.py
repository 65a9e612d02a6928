"""Consent: the proof that somebody agreed to be written to, and every change of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class ConsentAct(StrEnum):
    """What the reader did, or what was done for them."""

    ASKED = "asked"  # sent the form
    CONFIRMED = "confirmed"  # pressed the button behind the link in the mail
    IMPORTED = "imported"  # brought by the newsroom, which says when and how they agreed
    CHANGED = "changed"  # their preferences
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One line of a reader's consent record. No network address: the confirmed mailbox is the proof."""

    subscriber_id: str
    edition: str
    act: ConsentAct
    at: datetime
    where: str  # "web form https://news.example/stay-informed", "import readers.csv, line 7"
    words: str  # the very text agreed to, in the language it was shown in; what was changed
    language: str | None = None  # of these words

    def __post_init__(self) -> None:
        require_utc(self.at)
