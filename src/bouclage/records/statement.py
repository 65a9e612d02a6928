"""Statement: what somebody is reported to have said or decided, as a span of an article; Dispute: two that clash."""

from dataclasses import dataclass
from enum import StrEnum


class VerbClass(StrEnum):
    """What the reporting verb does."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOES_NOT_CONFIRM = "does_not_confirm"
    ANNOUNCES = "announces"
    DEMANDS = "demands"
    QUESTIONS = "questions"
    OTHER = "other"


class StatementKind(StrEnum):
    """How the words are reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    ACCORDING_TO = "according_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Spans are character offsets into the article's stored text."""

    article_id: str
    start: int
    end: int
    content: str
    kind: StatementKind
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_name: str | None
    verb: str | None
    verb_class: VerbClass
    negated: bool = False


class DisputeKind(StrEnum):
    """How two statements clash."""

    CONTRADICTS = "contradicts"
    DIFFERS = "differs"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two statements of one story, side by side."""

    kind: DisputeKind
    about: str
    left: Statement
    right: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSpan:
    """A date expression of an article and the days it means, both inclusive, on the publisher's calendar.

    `from_` and `to` are YYYY-MM-DD, with a clock time YYYY-MM-DDTHH:MM, with a named zone also its offset.
    """

    article_id: str
    start: int
    end: int
    text: str
    from_: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """A sentence of an article that places something on a day, and the other articles that say the same."""

    from_: str
    to: str
    article_id: str
    start: int
    end: int
    text: str
    date: DatedSpan
    sources: tuple[str, ...]  # ids of all articles that tell it, the shown one first
    gap_days: int | None = None  # days without any event since the one before; None for the first


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryStatement:
    """A statement as a story has it: once, with the ids of the other articles that print the same words."""

    statement: Statement
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryStatements:
    """All that a story's reports say: who said what, when things happen, and where they clash."""

    statements: tuple[StoryStatement, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    disputes: tuple[Dispute, ...] = ()
