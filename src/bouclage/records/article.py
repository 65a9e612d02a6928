"""Article: one report as published by one outlet, one version (TDT calls this a "story")."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bouclage.records.ids import digest
from bouclage.records.times import require_utc


class BlockKind(StrEnum):
    """What a piece of the body is."""

    PARAGRAPH = "paragraph"
    CROSSHEAD = "crosshead"
    QUOTE = "quote"
    LIST = "list"


class PubStatus(StrEnum):
    """IPTC publication status."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Signal(StrEnum):
    """What a publisher says a new version is."""

    UPDATE = "update"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an article's body."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo as the outlet showed it."""

    url: str
    caption: str | None = None
    credit: str | None = None


def item_id(source_id: str, guid: str) -> str:
    """Identity of an item over all its versions: its provider and the guid (or address) it gave."""
    return digest(source_id, guid, kind="item")


def in_order(versions: "Iterable[Article]") -> "list[Article]":
    """Return versions of one item, the one that stands last: the highest version, whatever the order of arrival.

    A withdrawal (canceled) beats every version read before it, whatever its number: kill notices often carry none.
    Words that came back after others (A, B, A) count by our own seeing, not by the time their publisher gives. Only a
    higher number, or for a notice without one a higher number read later, brings the item back. Of equals a
    full text beats the excerpt that a failed second reading left.
    """
    ordered = sorted(
        versions,
        key=lambda version: (
            version.version,
            version.returns,
            version.updated or version.time,
            not version.partial,
            version.seen,
            version.id,
        ),
    )
    kills = [version for version in ordered if version.pub_status is PubStatus.CANCELED]
    if not kills:
        return ordered
    kill = max(kills, key=lambda version: version.seen)
    last = ordered[-1]
    numbered = kill.version > 1  # 1 is also what a notice without a number is read as
    revived = last.version > kill.version and (numbered or last.seen >= kill.seen)
    return ordered if revived else [version for version in ordered if version is not kill] + [kill]


def full_text(headline: str | None, lead: str | None, body: tuple[Block, ...]) -> str:
    """Join headline, lead and body by blank lines: the text that every span points into."""
    return "\n\n".join(part for part in (headline, lead, *(block.text for block in body)) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report, one version. `None` = unknown.

    `id` is a hash of item and content, so the same bytes read twice are the same article, and a silent edit is
    another article of the same `item`.
    """

    item: str
    source_id: str
    outlet: str
    url: str
    guid: str
    seen: datetime  # when we first read these words
    language: str | None = None  # BCP 47, judged by content
    kicker: str | None = None
    headline: str | None = None
    lead: str | None = None
    body: tuple[Block, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    agency: str | None = None  # normalised name of the agency the text comes from; "ATS"
    sign_off: str | None = None  # as printed: "/ATS", "(AFP)"
    photo: Photo | None = None
    published: datetime | None = None  # the source's claim where it can be believed; else None
    updated: datetime | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    paywalled: bool = False
    version: int = 1
    signal: Signal | None = None
    ed_note: str | None = None  # public notes only; others are dropped when read
    pub_status: PubStatus = PubStatus.USABLE
    embargoed: datetime | None = None
    embargo_unreadable: str | None = None  # an embargo we cannot read holds the item
    urgency: int | None = None  # 1 (highest) to 9
    doubts: tuple[str, ...] = ()  # what was not believed: "date in the future: 2031-01-01"
    returns: int = 0  # how often earlier words of this version had come back when these were read: A, B, A
    partial: bool = False  # only what the feed gave: the page could not be had
    text: str = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        require_utc(self.seen, self.published, self.updated, self.embargoed)
        object.__setattr__(self, "text", full_text(self.headline, self.lead, self.body))
        object.__setattr__(
            self,
            "id",
            digest(
                self.item,
                str(self.version),
                self.pub_status,
                str(self.signal),
                str(self.embargoed),
                self.embargo_unreadable,
                self.kicker,
                self.text,
                *([f"returned {self.returns}"] if self.returns else []),
                kind="article",
            ),
        )

    @property
    def time(self) -> datetime:
        """When this counts as news: the publisher's time where believed, else when we read it."""
        return self.published or self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A feed's mention of an item: enough to know it, often not enough to read it."""

    source_id: str
    guid: str
    url: str | None
    headline: str | None
    lead: str | None = None
    body_html: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    photo: Photo | None = None
    doubts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_utc(self.published, self.updated)

    @property
    def item(self) -> str:
        """Identity of the item this entry mentions."""
        return item_id(self.source_id, self.guid)
