"""Source: something that publishes items, and what we know of its health."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class SourceKind(StrEnum):
    """How a source is asked for its items."""

    FEED = "feed"  # one address that lists items: RSS, Atom, JSON Feed, news sitemap, ninjs, NewsML-G2
    PAGES = "pages"  # a front page that links to articles; no feed
    FOLDER = "folder"  # a folder on this machine that files are put into


class TextRight(StrEnum):
    """How much of a source's text may be shown."""

    FULL = "full"
    EXCERPT = "excerpt"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a source allows us to show."""

    text: TextRight = TextRight.EXCERPT
    excerpt_chars: int = 600  # characters of one article shown in an edition, over all its sentences
    photo: bool = False
    tdm: bool = False  # its publisher granted text and data mining: a reservation on its pages does not bind us
    expires_days: int | None = None  # after so many days the text is no longer shown; None = never


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publisher's channel in the catalogue."""

    id: str  # short, stable, chosen by a person or made from the host: "le-rivage"
    name: str  # the outlet's name as readers know it
    url: str
    kind: SourceKind = SourceKind.FEED
    language: str | None = None  # BCP 47; None = found from the content
    section: str | None = None  # default section of its items
    agency: bool = False  # a news agency: its items are wire text, not an outlet's report
    weight: float = 1.0  # the editor's weight in ranking
    interval_s: int = 900  # ask no more often than this
    fetch_pages: bool = True  # follow each item's link and read the full page
    rights: Rights = field(default_factory=Rights)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the last visits to a source taught us; the caching facts are kept byte for byte."""

    source_id: str
    etag: str | None = None
    last_modified: str | None = None
    next_due: datetime | None = None  # None = now
    last_read: datetime | None = None
    last_success: datetime | None = None
    failures: int = 0  # in a row
    error: str | None = None  # one line naming what is wrong now; None = healthy
    gone: bool = False  # 410: never ask again
    redirects: int = 0  # how often in a row it answered with the same permanent redirect
    moved_to: str | None = None

    def __post_init__(self) -> None:
        require_utc(self.next_due, self.last_read, self.last_success)
