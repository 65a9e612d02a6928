"""Edition: one closing's package, frozen. Mail, web page and text are made from this record alone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.article import Photo
from bouclage.records.ledger import Counts
from bouclage.records.revision import Revision
from bouclage.records.statement import DisputeKind, StatementKind, VerbClass
from bouclage.records.times import require_utc
from bouclage.records.told import Told
from bouclage.records.weather import Weather


class EditionStatus(StrEnum):
    """What became of a closing."""

    CLOSED = "closed"
    HELD = "held"  # nothing is sent; `reason` says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words shown, verbatim, with the place they stand at: article.text[start:end] == text."""

    article_id: str
    start: int
    end: int
    text: str
    outlet: str
    url: str
    new: bool = False  # not in yesterday's edition of this story


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's report on a story, as listed under it."""

    article_id: str
    item: str
    outlet: str
    url: str
    headline: Quote
    language: str | None
    time: datetime
    paywalled: bool = False
    agency: str | None = None
    wire_copy: str | None = None  # id shared by printings of one text
    copy_of: str | None = None  # outlet whose text this one prints; None = a report of its own
    source_id: str | None = None  # whose rights bound what is shown
    corrected: bool = False  # its publisher marked it as a correction
    edited: bool = False  # says other things without a word since we first read it; a typo mended is no such thing
    revision: Revision | None = None  # what was changed so, as far as its rights let it be shown

    def __post_init__(self) -> None:
        require_utc(self.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """What somebody is reported to have said, as shown: the words, and the words that say who. None of them is ours.

    `speaker` None: the report says it itself (only as a side of a dispute); show `quote.outlet` as who says it.
    """

    quote: Quote  # what is said, with its quotation marks where it has some
    speaker: Quote | None  # who says it, as the same article puts it: "le ministre", "Ms Marsh", "elle"
    name: str | None  # the full name that the story's reports give them; None where none does
    kind: StatementKind
    verb: str | None  # the reporting verb as printed
    verb_class: VerbClass
    negated: bool  # the words say that something is not so
    language: str | None
    time: datetime  # of the report
    also: tuple[str, ...] = ()  # article ids of the story's other reports with these words, printings of its text too

    def __post_init__(self) -> None:
        require_utc(self.time)

    @property
    def who(self) -> str:
        """Who says it: their name, else the words that stand for it, else the outlet."""
        return self.name or (self.speaker.text if self.speaker else self.quote.outlet)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """A sentence that places something on a day. `from_` and `to` as in `DatedSpan`, both inclusive."""

    quote: Quote  # the sentence
    date: Quote  # its words for the day
    from_: str
    to: str
    language: str | None
    sources: tuple[str, ...]  # article ids of the story's reports that tell it, the quoted one first
    gap_days: int | None = None  # whole days without any event since the one before it; None for the first


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDispute:
    """Two statements of one story that clash, to be set side by side; Bouclage never says who is right."""

    kind: DisputeKind
    about: str  # words of `left` that tell what it is about, for a reader of the record; pages need not show them
    left: ShownStatement
    right: ShownStatement  # of an unconfirmed announcement the side that does not confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStory:
    """A story as it stands in the edition."""

    id: str
    headline: Quote
    kicker: str | None
    language: str | None
    summary: tuple[Quote, ...]
    reports: tuple[Report, ...]
    outlets: int
    origins: int  # independent: printings of one text count once
    languages: tuple[str, ...]
    first: datetime
    last: datetime
    score: float
    why: tuple[str, ...]  # why it stands where it stands, and why its reports are together
    photo: Photo | None = None
    photo_outlet: str | None = None
    thread: str | None = None
    continues: date | None = None  # the last edition this story was in
    series: str | None = None
    told: tuple[Told, ...] = ()  # the first lines of `why`, one for one, for readers
    headline_by_editor: str | None = None  # shown in place of `headline`, marked as edited, the original beside it
    note: str | None = None  # the editor's, marked as such
    section: str | None = None  # the one it belongs to; on the front page it stands out of it
    statements: tuple[ShownStatement, ...] = ()  # who says what: each once, whoever prints it; speakers together
    unshown: int = 0  # statements found and left to the reports: rights or length do not allow them
    timeline: tuple[ShownEvent, ...] = ()  # earliest first
    disputes: tuple[ShownDispute, ...] = ()  # the clearest first

    def __post_init__(self) -> None:
        require_utc(self.first, self.last)

    @property
    def title(self) -> str:
        """The headline as shown: the editor's where there is one. Mark it wherever it is not `headline`."""
        return self.headline_by_editor or self.headline.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the edition; stories in order."""

    name: str  # key: "international", "switzerland", ...; render translates it
    stories: tuple[EditionStory, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line the edition owes its readers: a report printed before was withdrawn or corrected."""

    kind: str  # "withdrawn" | "corrected"
    outlet: str
    url: str
    headline: str  # empty for a withdrawn report: its words may be the very thing that was wrong
    printed_on: date | None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTrouble:
    """A source that could not be read for this edition."""

    source_id: str
    outlet: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One closing."""

    name: str  # "evening"
    day: date  # local date
    title: str
    language: str
    time_zone: str
    opens: datetime  # news after this ...
    closes: datetime  # ... and up to this
    closed: datetime  # when it was really done
    status: EditionStatus = EditionStatus.CLOSED
    reason: str | None = None  # why held
    late: bool = False  # made up after a missed closing
    sections: tuple[Section, ...] = ()
    counts: Counts = field(default_factory=Counts)
    notices: tuple[Notice, ...] = ()
    troubles: tuple[SourceTrouble, ...] = ()
    note: str | None = None  # the editor's, to the whole edition
    weather: Weather | None = None  # the days that a reader of this edition has before them

    def __post_init__(self) -> None:
        require_utc(self.opens, self.closes, self.closed)

    @property
    def id(self) -> str:
        """Name and day: the slot this edition fills."""
        return f"{self.name}-{self.day.isoformat()}"

    @property
    def stories(self) -> tuple[EditionStory, ...]:
        """All stories, in the order a reader meets them."""
        return tuple(story for section in self.sections for story in section.stories)
