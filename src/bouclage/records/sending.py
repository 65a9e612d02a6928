"""Sending: one edition on its way to everyone on its list."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bouclage.records.times import require_utc


class SendingState(StrEnum):
    """Whether senders may take deliveries of it."""

    PLANNING = "planning"  # who gets it is being written down; nothing is sent before that is whole
    RUNNING = "running"
    PAUSED = "paused"  # by hand, until resumed
    STOPPED = "stopped"  # by itself, as most were refused; to be looked at, then resumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The sending of one edition of one day."""

    edition: str
    day: date
    state: SendingState
    planned: int = 0  # deliveries, once the plan is whole
    changed: datetime
    reason: str | None = None  # why it is paused or stopped

    def __post_init__(self) -> None:
        require_utc(self.changed)
