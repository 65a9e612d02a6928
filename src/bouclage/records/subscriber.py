"""Subscriber: somebody who asked for the edition."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bouclage.records.ids import digest
from bouclage.records.times import require_utc


class SubscriberStatus(StrEnum):
    """Whether mail may be sent."""

    PENDING = "pending"  # asked, has not confirmed
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"  # bounced or complained


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address on one edition's list."""

    address: str  # normalised by email-validator
    name: str | None = None
    edition: str = "evening"
    language: str | None = None
    time_zone: str | None = None
    status: SubscriberStatus = SubscriberStatus.PENDING
    consent: str | None = None  # when, where and to what words they agreed
    created: datetime
    changed: datetime
    id: str = field(init=False)

    def __post_init__(self) -> None:
        require_utc(self.created, self.changed)
        object.__setattr__(self, "id", digest(self.edition, self.address.casefold(), kind="subscriber"))
