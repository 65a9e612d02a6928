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
