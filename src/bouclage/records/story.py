"""Story: the reports about one event (TDT calls this a "topic"). Thread: a story's life over several days."""

from dataclasses import dataclass
from datetime import datetime

from bouclage.records.times import require_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why one article is in a story."""

    article_id: str
    score: float  # 0 to 1; the founder has 1
    reason: str  # in words: "same names: Geneva, Norvalia; same day; 61 % shared terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports of one event, in the order they were published."""

    id: str  # from the founder's item: digest(item, kind="story"); stays while reports arrive
    members: tuple[Membership, ...]
    first: datetime
    last: datetime
    thread: str | None = None  # shared by the stories of one running matter; None = one day only
    series: str | None = None  # machine-made series ("weather: Météo Vallées"); cannot lead

    def __post_init__(self) -> None:
        require_utc(self.first, self.last)

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Articles of the story in its order."""
        return tuple(member.article_id for member in self.members)
