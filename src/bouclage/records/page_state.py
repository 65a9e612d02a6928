"""PageState: what we know of one page we read, or could not read, and when it is asked for again."""

from dataclasses import dataclass
from datetime import datetime

from bouclage.records.article import Entry
from bouclage.records.times import require_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """A page of the last day; the caching facts are kept byte for byte."""

    entry: Entry  # as the feed gave it, without its text
    first: datetime  # when it was first asked for
    due: datetime | None  # when it is asked for again; None = never
    reads: int = 0
    failures: int = 0  # in a row
    etag: str | None = None
    last_modified: str | None = None

    def __post_init__(self) -> None:
        require_utc(self.first, self.due)

    @property
    def item(self) -> str:
        """Identity of the item the page is of."""
        return self.entry.item
