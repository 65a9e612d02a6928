"""Letter: one mail to one person who asked for it just now: to confirm, to fetch their data, to be forgotten."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class LetterKind(StrEnum):
    """What the letter is about."""

    SIGN_UP = "sign_up"  # to who is on the list already it brings the link to their preferences
    DATA = "data"
    ERASE = "erase"


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENDING = "sending"  # marked before the final dot; after a crash not repeated, the reader may ask again
    SENT = "sent"
    DROPPED = "dropped"  # too many for one address or in all, or the address is suppressed
    REFUSED = "refused"  # the server said no, or it could not be sent in time
    USED = "used"  # its link has been followed to the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter; its id stands, signed, in its link."""

    id: str  # random, so that no letter can be guessed from another
    kind: LetterKind
    address: str  # normalised by email-validator
    edition: str
    language: str  # of its words
    asked: datetime
    where: str  # page the form stood on
    words: str = ""  # the text agreed to
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    next_try: datetime | None = None
    expires: datetime  # of its link

    def __post_init__(self) -> None:
        require_utc(self.asked, self.next_try, self.expires)
