"""Mail return: what a reader's side sent back, and what it means."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class ReturnKind(StrEnum):
    """What came back."""

    HARD = "hard"  # the address does not exist, or will never take mail again
    SOFT = "soft"  # full, away, over quota: counted over days
    POLICY = "policy"  # the server refuses us, not the reader: never counted against them
    DELAYED = "delayed"  # still trying, or passed on: no bounce
    COMPLAINT = "complaint"  # the reader called it spam
    LEAVE = "leave"  # the reader asks to be taken off
    AUTOMATIC = "automatic"  # a holiday reply or a challenge: nothing follows from it
    OTHER = "other"  # written by a person, or not understood: for the newsroom's eyes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReturn:
    """One message that came back, told by its content hash; nothing of it is kept but what it means."""

    id: str
    kind: ReturnKind
    received: datetime
    subscriber_id: str | None = None  # None: it says nobody's, or is forged
    edition: str | None = None
    day: date | None = None
    domain: str = ""  # of the reader's address
    status: str | None = None  # enhanced status code, "5.1.1"
    detail: str | None = None  # the server's words

    def __post_init__(self) -> None:
        require_utc(self.received)
