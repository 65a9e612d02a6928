"""Variant: one way an edition is mailed; readers who want the same share one."""

from dataclasses import dataclass
from enum import StrEnum

from bouclage.records.subscriber import Frequency, MailFormat, NewsChoice, Subscriber


class Span(StrEnum):
    """Whose news a mail holds."""

    DAY = "day"
    WEEKEND = "weekend"  # the day's, and the stories of the weekend before it
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Variant:
    """What may differ between two readers' mails but for their own links."""

    language: str
    sections: tuple[str, ...] = ()  # none = all; sorted, so that order makes no second variant
    news: NewsChoice = NewsChoice.ALL
    mail_format: MailFormat = MailFormat.HTML
    span: Span = Span.DAY

    @classmethod
    def of(cls, reader: Subscriber, *, language: str, weekend: bool) -> "Variant":
        """Return a reader's variant.

        `language` is the edition's; `weekend` says whether weekend editions have passed since the last working day's.
        """
        span = Span.DAY
        if reader.frequency is Frequency.WEEKLY:
            span = Span.WEEK
        elif reader.frequency is Frequency.WEEKDAYS and weekend:
            span = Span.WEEKEND
        return cls(
            language=reader.language or language,
            sections=tuple(sorted(set(reader.sections))),
            news=reader.news,
            mail_format=reader.mail_format,
            span=span,
        )
