"""Subscriber: somebody who asked for the edition, and how they want it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.ids import digest
from bouclage.records.times import require_utc

_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class SubscriberStatus(StrEnum):
    """Whether mail may be sent."""

    PENDING = "pending"  # asked, has not confirmed
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"  # bounced or complained


class MailFormat(StrEnum):
    """In what form the mail comes."""

    HTML = "html"  # with the text part beside it
    TEXT = "text"  # text alone


class Frequency(StrEnum):
    """On which days the mail comes."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"  # none on Saturday and Sunday; their stories are listed on Monday
    WEEKLY = "weekly"  # on one day, the week's editions as one mail


class NewsChoice(StrEnum):
    """Which stories stand in the mail, by the languages of their reports; the news themselves are never translated."""

    ALL = "all"
    OWN_FIRST = "own_first"  # in each section, stories with a report in the reader's language come first
    OWN_ONLY = "own_only"  # stories without one are left out; the mail says how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address on one edition's list."""

    address: str  # normalised by email-validator
    name: str | None = None
    edition: str = "evening"
    language: str | None = None  # of the words around the news; None = the edition's
    time_zone: str | None = None  # None = the edition's
    hour: str | None = None  # HH:MM on the reader's clock; None = the edition's hour
    sections: tuple[str, ...] = ()  # keys of the sections wanted beside the front page; none = all
    news: NewsChoice = NewsChoice.ALL
    mail_format: MailFormat = MailFormat.HTML
    frequency: Frequency = Frequency.DAILY
    week_day: int = 5  # of a weekly mail: 0 = Monday; 5 = Saturday, when there is time to read
    paused_until: date | None = None  # no mail of editions before this day
    status: SubscriberStatus = SubscriberStatus.PENDING
    consent: str | None = None  # when, where and to what words they agreed, in short; the table `consents` holds it all
    created: datetime
    changed: datetime
    id: str = field(init=False)

    def __post_init__(self) -> None:
        require_utc(self.created, self.changed)
        if self.hour is not None and not _HOUR.fullmatch(self.hour):
            raise ValueError(f"an hour is HH:MM: {self.hour!r}")
        if not 0 <= self.week_day <= 6:
            raise ValueError(f"a day of the week is 0 (Monday) to 6: {self.week_day}")
        object.__setattr__(self, "id", digest(self.edition, self.address.casefold(), kind="subscriber"))
